"""How the demo's servers talk: reply texts and habits of real products (see resources/products for their settings).

FileZilla Server 1.9.4: its commander.cpp and session.cpp; vsftpd 3.0.3 and ProFTPD 1.3.8: as run by this project's lab.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from ftpsgui.topology.nat import Outcome


@dataclass(frozen=True)
class Personality:
    """A product's words and habits.

    ``words``: what pyftpdlib would say (regular expression, after ``COMMAND: `` where that matters) -> what this
    product says. ``status``: the lines of STAT,
    with ``{client}`` for the client's address as the server sees it. ``preliminary``: whether the 150 comes at once or
    only when the data connection stands. ``foreign_port``: what happens to a PORT that names another address than the
    control peer: ``accept`` it, ``refuse`` it with ``foreign_refusal``, or ``replace`` a private one by the peer's.
    ``clear_data``: PROT C is ``refused`` at PROT, or the ``transfer`` is. ``not_resumed``: the reply to a data
    connection that does not resume the control connection's TLS session; None does not ask for it.
    ``dies_unresumed``: that also ends the session. ``no_data``: how a data connection that fails is told.
    """

    id: str
    greeting: tuple[str, ...]
    system: str
    features: tuple[str, ...]
    status: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    passive: str
    extended_passive: str
    accepted_port: str
    starting: str
    no_mode: str
    no_data: dict[Outcome, str]
    preliminary: Literal["at-once", "when-connected"] = "when-connected"
    foreign_port: Literal["accept", "refuse", "replace"] = "refuse"
    foreign_refusal: str = "500 Illegal {command} command."
    clear_data: Literal["refused", "transfer", "allowed"] = "allowed"
    clear_refusal: str = ""
    not_resumed: str | None = None
    dies_unresumed: bool = False
    without: frozenset[str] = field(default_factory=frozenset)
    """Commands that this product does not know."""

    def word(self, reply: str, command: str = "") -> str:
        """Return what this product says to ``command`` instead of pyftpdlib's ``reply``."""
        for pattern, text in self.words:
            match = re.fullmatch(pattern, f"{command}: {reply}" if ":" in pattern[:6] else reply)
            if match is not None:
                return match.expand(text)
        return reply


FILEZILLA = Personality(
    id="filezilla-server",
    greeting=("FileZilla Server 1.9.4", "Please visit https://filezilla-project.org/"),
    system="215 UNIX emulated by FileZilla.",
    features=(
        "MDTM",
        "REST STREAM",
        "SIZE",
        "MLST type*;size*;modify*;perms*;",
        "MLSD",
        "AUTH SSL",
        "AUTH TLS",
        "PROT",
        "PBSZ",
        "UTF8",
        "TVFS",
        "EPSV",
        "EPRT",
        "MFMT",
    ),
    status=("211-FTP Server status:", " Up and running, yay!", "211 End of status"),
    words=(
        (r"220 .*", "220 Please visit https://filezilla-project.org/"),
        (r"331 .*", "331 Please, specify the password."),
        (r"230 .*", "230 Login successful."),
        (r"530 (Authentication|Anonymous).*", "530 Login incorrect."),
        (r"530 .*", "530 Please log in with USER and PASS first."),
        (r"550 SSL/TLS required on the control channel\.", "503 Use AUTH first."),
        (r"503 Already using TLS\.", "534 Authentication type already set to TLS"),
        (r"503 .*USER first\.", "503 Login with USER first."),
        (r"234 .*", "234 Using authentication type TLS."),
        (r"502 Unrecognized encryption type.*", "504 Auth type not supported."),
        (r"200 PBSZ=0.*", "200 PBSZ=0"),
        (r"200 Protection set to (.).*", r"200 Protection level set to \1"),
        (r"521 PROT (.) .*", r"536 Protection level \1 not supported"),
        (r"502 Unrecognized PROT.*", "504 Unknown protection level"),
        (r"257 (\".*\") is the current directory\.", r"257 \1 is current directory."),
        (r"250 \".*\" is the current directory\.", "250 CWD command successful"),
        (r"200 Type set to: A.*", "200 Type set to A"),
        (r"200 Type set to: B.*", "200 Type set to I"),
        (r"200 Transfer mode set to: S", "200 MODE set to S"),
        (r"200 File transfer structure.*", "200 Using file structure 'File'"),
        (r"200 Always in UTF8 mode\.", "202 UTF8 mode is always enabled. No need to send this command"),
        (r"200 I successfully.*", "200 Noop ok."),
        (r"221 .*", "221 Goodbye."),
        (r"1[25][05] .*", "150 Starting data transfer."),
        (r"226 .*", "226 Operation successful"),
        (r"426 .*", "426 Data connection closed; transfer aborted."),
        (r"500 Command .* not understood\.", "500 Wrong command."),
        (r"501 Syntax error: command needs.*", "501 Missing required argument"),
        (
            r"522 SSL handshake failed\.",
            "425 Unable to build data connection: ECONNABORTED - Connection aborted",
        ),
        (r"421 Passive data channel timed out\.", "421 Activity timeout."),
    ),
    passive="227 Entering Passive Mode ({numbers})",
    extended_passive="229 Entering Extended Passive Mode (|||{port}|)",
    accepted_port="200 {command} command successful.",
    starting="150 Starting data transfer.",
    no_mode="425 Use PORT or PASV first.",
    no_data={
        "refused": "425 Unable to build data connection: ECONNREFUSED - Connection refused by server",
        "timeout": "425 Unable to build data connection: ETIMEDOUT - Connection attempt timed out",
        "unreachable": "425 Unable to build data connection: EHOSTUNREACH - No route to host",
    },
    preliminary="at-once",
    foreign_port="accept",
    clear_data="refused",
    clear_refusal="534 Protection level C not allowed",
    not_resumed="425 Unable to build data connection: TLS session of data connection not resumed.",
)

VSFTPD = Personality(
    id="vsftpd",
    greeting=("(vsFTPd 3.0.3)",),
    system="215 UNIX Type: L8",
    features=(
        "AUTH TLS",
        "EPRT",
        "EPSV",
        "MDTM",
        "PASV",
        "PBSZ",
        "PROT",
        "REST STREAM",
        "SIZE",
        "TVFS",
        "UTF8",
    ),
    status=(
        "211-FTP server status:",
        "     Connected to {client}",
        "     Logged in as {user}",
        "     TYPE: ASCII",
        "     No session bandwidth limit",
        "     Session timeout in seconds is 300",
        "     Control connection is encrypted",
        "     Data connections will be encrypted",
        "     At session startup, client count was 1",
        "     vsFTPd 3.0.3 - secure, fast, stable",
        "211 End of status",
    ),
    words=(
        (r"331 .*", "331 Please specify the password."),
        (r"230 .*", "230 Login successful."),
        (r"530 (Authentication|Anonymous).*", "530 Login incorrect."),
        (r"530 .*", "530 Please login with USER and PASS."),
        (r"550 SSL/TLS required on the control channel\.", "530 Non-anonymous sessions must use encryption."),
        (r"503 .*USER first\.", "503 Login with USER first."),
        (r"234 .*", "234 Proceed with negotiation."),
        (r"502 Unrecognized encryption type.*", "504 Unknown AUTH type."),
        (r"200 PBSZ=0.*", "200 PBSZ set to 0."),
        (r"200 Protection set to (Clear|Private)", r"200 PROT now \1."),
        (r"(521 PROT|502 Unrecognized PROT).*", "504 PROT not supported."),
        (r"257 (\".*\") is the current directory\.", r"257 \1 is the current directory"),
        (r"250 \".*\" is the current directory\.", "250 Directory successfully changed."),
        (r"200 Type set to: A.*", "200 Switching to ASCII mode."),
        (r"200 Type set to: B.*", "200 Switching to Binary mode."),
        (r"200 Transfer mode set to: S", "200 Mode set to S."),
        (r"200 File transfer structure.*", "200 Structure set to F."),
        (r"200 I successfully.*", "200 NOOP ok."),
        (r"221 .*", "221 Goodbye."),
        (r"1[25][05] .*", "150 Ok to send data."),
        (r"LIST: 226 .*", "226 Directory send OK."),
        (r"426 .*", "426 Failure writing network stream."),
        (r"500 Command .* not understood\.", "500 Unknown command."),
        (r"522 SSL handshake failed\.", "522 SSL connection failed: session reuse required"),
        (r"421 Passive data channel timed out\.", "425 Failed to establish connection."),
    ),
    passive="227 Entering Passive Mode ({numbers}).",
    extended_passive="229 Entering Extended Passive Mode (|||{port}|)",
    accepted_port="200 {command} command successful. Consider using {passive}.",
    starting="150 Here comes the directory listing.",
    no_mode="425 Use PORT or PASV first.",
    no_data=dict.fromkeys(("refused", "timeout", "unreachable"), "425 Failed to establish connection."),
    clear_data="transfer",
    clear_refusal="522 Data connections must be encrypted.",
    not_resumed="522 SSL connection failed: session reuse required",
    dies_unresumed=True,
    without=frozenset({"MLSD", "MLST", "MFMT"}),
)

PROFTPD = Personality(
    id="proftpd",
    greeting=("ProFTPD Server (Debian) [{own}]",),
    system="215 UNIX Type: L8",
    features=(
        "AUTH TLS",
        "EPRT",
        "EPSV",
        "MDTM",
        "MFMT",
        "MLST modify*;perm*;size*;type*;unique*;UNIX.group*;UNIX.mode*;UNIX.owner*;",
        "PBSZ",
        "PROT",
        "REST STREAM",
        "SIZE",
        "TVFS",
        "UTF8",
    ),
    status=(
        "211-Status of 'Debian'",
        " Connected from {client} ({client})",
        " Logged in as {user}",
        " TYPE: ASCII, STRUcture: File, Mode: Stream",
        " No data connection",
        "211 End of status",
    ),
    words=(
        (r"331 .*", "331 Password required for demo"),
        (r"230 .*", "230 User demo logged in"),
        (r"530 (Authentication|Anonymous).*", "530 Login incorrect."),
        (r"530 .*", "530 Please login with USER and PASS"),
        (r"550 SSL/TLS required on the control channel\.", "550 SSL/TLS required on the control channel"),
        (r"503 .*USER first\.", "503 Login with USER first"),
        (r"234 .*", "234 AUTH TLS successful"),
        (r"502 Unrecognized encryption type.*", "504 AUTH unsupported"),
        (r"200 PBSZ=0.*", "200 PBSZ 0 successful"),
        (r"200 Protection set to (Clear|Private)", r"200 Protection set to \1"),
        (r"(521 PROT|502 Unrecognized PROT).*", "504 PROT unsupported"),
        (r"257 (\".*\") is the current directory\.", r"257 \1 is the current directory"),
        (r"250 \".*\" is the current directory\.", "250 CWD command successful"),
        (r"200 Type set to: A.*", "200 Type set to A"),
        (r"200 Type set to: B.*", "200 Type set to I"),
        (r"200 Transfer mode set to: S", "200 Mode set to S"),
        (r"200 File transfer structure.*", "200 Structure set to F"),
        (r"200 Always in UTF8 mode\.", "200 UTF8 set to on"),
        (r"200 I successfully.*", "200 NOOP command successful"),
        (r"221 .*", "221 Goodbye."),
        (r"1[25][05] .*", "150 Opening BINARY mode data connection"),
        (r"226 .*", "226 Transfer complete"),
        (r"426 .*", "426 Transfer aborted. Data connection closed"),
        (r"500 Command \"(.*)\" not understood\.", r"500 \1 not understood"),
        (r"522 SSL handshake failed\.", "425 Unable to build data connection: Operation not permitted"),
        (
            r"421 Passive data channel timed out\.",
            "421 No transfer timeout (300 seconds): closing control connection",
        ),
    ),
    passive="227 Entering Passive Mode ({numbers}).",
    extended_passive="229 Entering Extended Passive Mode (|||{port}|)",
    accepted_port="200 {command} command successful",
    starting="150 Opening ASCII mode data connection for file list",
    no_mode="425 Unable to build data connection: Connection refused",
    no_data={
        "refused": "425 Unable to build data connection: Connection refused",
        "timeout": "425 Unable to build data connection: Connection timed out",
        "unreachable": "425 Unable to build data connection: No route to host",
    },
    foreign_port="replace",
    foreign_refusal="500 Illegal {command} command",
    not_resumed="425 Unable to build data connection: Operation not permitted",
)
