"""The options of every command, with their words."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from ftpsgui import __version__
from ftpsgui.cli.complaints import explain
from ftpsgui.cli.errors import USAGE, CommandError
from ftpsgui.cli.output import print_text
from ftpsgui.cli.target import parse_port, parse_ports, parse_stun
from ftpsgui.model.addresses import normalise
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import listing
from ftpsgui.texts.translate import LANGUAGES, Translator
from ftpsgui.transcripts import kinds

FORMATS = ("text", "json", "html", "markdown", "junit", "nagios")
T = TypeVar("T")


class _Parser(argparse.ArgumentParser):
    """argparse with its frame words translated, and abbreviations off (scripts would break with new options)."""

    def __init__(self, *, translate: Translator, **kwargs: Any) -> None:
        kwargs.update(add_help=False, allow_abbrev=False)
        super().__init__(**kwargs)
        self.translate = translate
        self._positionals.title = translate(msg("arguments"))
        self._optionals.title = translate(msg("options"))
        self.add_argument("-h", "--help", action="help", help=translate(msg("Show this help and end.")))

    def format_usage(self) -> str:
        return self._retitle(super().format_usage())

    def format_help(self) -> str:
        return self._retitle(super().format_help())

    def _retitle(self, text: str) -> str:
        if text.startswith("usage: "):
            return self.translate(msg("usage:")) + " " + text.removeprefix("usage: ")
        return text

    def error(self, message: str) -> NoReturn:
        line = self.translate(msg("{program}: {problem}", program=self.prog, problem=explain(message)))
        self.exit(USAGE, f"{self.format_usage()}{line}\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            print_text(message, file)


def language_of(argv: Sequence[str], default: str) -> str:
    """Return the language that ``argv`` asks for, before it is parsed: help and errors speak it too."""
    wanted = default
    for index, argument in enumerate(argv):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(argv):
            wanted = argv[index + 1]
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else default


def build_parser(translate: Translator) -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    t = translate
    parser = _Parser(
        prog="ftpsgui",
        translate=t,
        description=t(
            msg("Tests an FTPS server in passive and active mode and names the setting to change.")
        ),
        epilog=t(msg("Without a command the window opens.")),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"ftpsgui {__version__}",
        help=t(msg("Show the version and end.")),
    )
    parser.add_argument(
        "--selftest",
        action="store_true",
        help=t(msg("Check this installation on a demo server, without a window.")),
    )
    _language(parser, t)
    commands = parser.add_subparsers(
        dest="command", metavar=t(msg("COMMAND")), title=t(msg("commands")), parser_class=_Parser
    )

    def command(name: str, words: Message) -> _Parser:
        added: _Parser = commands.add_parser(name, help=t(words), description=t(words), translate=t)
        return added

    _probe(command("probe", msg("Test a server.")), t)
    _explain(command("explain", msg("Say what a topology predicts for each data mode.")), t)
    _read(command("read", msg("Diagnose a saved session or a log of another client.")), t)
    demo = command("demo", msg("Open the window on a server and a network that exist only in memory."))
    demo.add_argument("name", nargs="?", metavar="NAME", help=t(msg("The case to play.")))
    demo.add_argument("--list", action="store_true", help=t(msg("List the cases.")))
    _language(demo, t)
    return parser


def _language(parser: argparse.ArgumentParser, t: Translator) -> None:
    parser.add_argument(
        "--lang",
        choices=list(LANGUAGES),
        default=argparse.SUPPRESS,
        help=t(msg("The language of words: en or ja.")),
    )


def _output(parser: argparse.ArgumentParser, t: Translator, formats: Sequence[str] = FORMATS) -> None:
    group = parser.add_argument_group(t(msg("report")))
    _language_in(group, t)
    group.add_argument(
        "--format", choices=formats, default="text", help=t(msg("The format of the report (default: text)."))
    )
    group.add_argument("-o", dest="output", metavar="FILE", help=t(msg("Write the report to this file.")))


def _language_in(group: Any, t: Translator) -> None:
    group.add_argument(
        "--lang",
        choices=list(LANGUAGES),
        default=argparse.SUPPRESS,
        help=t(msg("The language of words: en or ja.")),
    )


def _judgement(parser: argparse.ArgumentParser, t: Translator) -> None:
    group = parser.add_argument_group(t(msg("remedies")))
    group.add_argument(
        "--product", metavar="ID", help=t(msg("Give remedies for this server product (list shows all)."))
    )
    group.add_argument(
        "--router", metavar="ID", help=t(msg("Give remedies for this router or firewall (list shows all)."))
    )
    group.add_argument(
        "--redact",
        choices=("none", "addresses", "all"),
        default="none",
        help=t(
            msg("Leave addresses, or addresses and names, out of the report (a saved session keeps them).")
        ),
    )


def _checked(parse: Callable[[str], T], t: Translator) -> Callable[[str], T]:
    """Make a parser of ours one of argparse's: its words become argparse's error."""

    def check(text: str) -> T:
        try:
            return parse(text)
        except CommandError as error:
            raise argparse.ArgumentTypeError(t(error.message)) from None

    return check


def parse_seconds(text: str) -> float:
    """Return a number of seconds above 0 and up to a day; CommandError for anything else."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= 86400:
        raise CommandError(msg("“{text}” is no number of seconds.", text=text[:40]))
    return value


def parse_address(text: str) -> str:
    """Return an IP address in its usual spelling; CommandError for anything else."""
    address = normalise(text)
    if address is None:
        raise CommandError(msg("“{text}” is no IP address.", text=text[:80]))
    return address


def _probe(parser: argparse.ArgumentParser, t: Translator) -> None:
    parser.add_argument(
        "host",
        metavar="HOST",
        help=t(
            msg(
                "A name, an address, {forms}; never with a password.",
                forms=literal("host:port, ftps://user@host:990"),
            )
        ),
    )
    group = parser.add_argument_group(t(msg("server")))
    group.add_argument(
        "--port",
        metavar="N",
        type=_checked(parse_port, t),
        help=t(msg("The control port (default: 21, with implicit TLS 990).")),
    )
    group.add_argument(
        "--tls",
        choices=("auto", "explicit", "implicit", "none"),
        help=t(msg("How TLS begins; auto finds out and never falls back to clear text (default: auto).")),
    )
    family = group.add_mutually_exclusive_group()
    family.add_argument(
        "-4",
        dest="family",
        action="store_const",
        const="ipv4",
        default="any",
        help=t(msg("Use IPv4 only.")),
    )
    family.add_argument(
        "-6", dest="family", action="store_const", const="ipv6", help=t(msg("Use IPv6 only."))
    )
    group = parser.add_argument_group(t(msg("login")))
    group.add_argument("--user", metavar="U", help=t(msg("The user name (default: anonymous).")))
    passwords = group.add_mutually_exclusive_group()
    passwords.add_argument(
        "--password-stdin",
        action="store_true",
        help=t(msg("Read the password from the first line of standard input.")),
    )
    passwords.add_argument(
        "--password-env", metavar="VAR", help=t(msg("Take the password from this environment variable."))
    )
    group = parser.add_argument_group(t(msg("trust")))
    group.add_argument(
        "--ca-file",
        metavar="F",
        help=t(msg("Trust the authorities in this PEM file instead of the system's.")),
    )
    group.add_argument(
        "--client-cert",
        metavar="F",
        help=t(msg("Offer this client certificate (PEM, with its key) when the server asks.")),
    )
    group.add_argument(
        "--insecure",
        action="store_true",
        help=t(msg("Accept any certificate for this run; a change within the run still stops it.")),
    )
    group = parser.add_argument_group(t(msg("what is tested")))
    group.add_argument(
        "--thorough",
        action="store_true",
        help=t(
            msg(
                "Also try a dozen passive ports, many transfers in a row, MLSD and NLST, PROT C, and every TLS version; takes longer."
            )
        ),
    )
    group.add_argument(
        "--dial-advertised",
        action="store_true",
        help=t(msg("Also dial another address than the server's own when a reply names one.")),
    )
    group.add_argument(
        "--compare-plaintext",
        action="store_true",
        help=t(msg("Also log in once without TLS, to compare; the password is sent in clear.")),
    )
    group.add_argument(
        "--ccc",
        action="store_true",
        help=t(
            msg(
                "Also go back to clear text once after a login over TLS (CCC); the commands can then be read on the way."
            )
        ),
    )
    group.add_argument(
        "--write-test",
        metavar="DIR",
        help=t(
            msg(
                "Also upload two files (1 kB and 1 MB) into this directory of the server, compare them and delete them."
            )
        ),
    )
    group.add_argument(
        "--idle-test",
        metavar="S",
        type=_checked(parse_seconds, t),
        help=t(msg("Also leave a control connection silent for S seconds and see whether it survives.")),
    )
    group.add_argument(
        "--public-address",
        metavar="A",
        type=_checked(parse_address, t),
        help=t(msg("This computer's public address, to be named in active mode.")),
    )
    group.add_argument(
        "--stun",
        metavar="HOST",
        type=_checked(parse_stun, t),
        help=t(
            msg(
                "Also ask this STUN server (host or host:port, UDP) for this computer's public address; by default nobody is asked."
            )
        ),
    )
    group.add_argument(
        "--active-ports",
        metavar="A-B",
        type=_checked(parse_ports, t),
        help=t(msg("Listen in this range of ports in active mode.")),
    )
    group.add_argument(
        "--bind",
        metavar="A",
        type=_checked(parse_address, t),
        help=t(msg("Use this address of this computer.")),
    )
    group.add_argument(
        "--timeout",
        metavar="S",
        type=_checked(parse_seconds, t),
        help=t(msg("Seconds to wait for a connection or a reply (default: 10).")),
    )
    group.add_argument(
        "--data-timeout",
        metavar="S",
        type=_checked(parse_seconds, t),
        help=t(msg("Seconds to wait for a data connection (default: 6).")),
    )
    _judgement(parser, t)
    _output(parser, t)
    parser.add_argument(
        "--save", metavar="SESSION", help=t(msg("Save everything that was observed to this file, for read."))
    )


def _read(parser: argparse.ArgumentParser, t: Translator) -> None:
    parser.add_argument("file", metavar="FILE", help=t(msg("The file, or - for standard input.")))
    parser.add_argument(
        "--peer",
        metavar="ADDRESS",
        type=_checked(parse_address, t),
        help=t(msg("The address that the client had dialled, when a log does not say it.")),
    )
    parser.add_argument(
        "--log-kind",
        metavar="KIND",
        help=t(
            msg(
                "What kind of file it is, when that is not recognised: {kinds}.",
                kinds=listing(("session", *kinds())),
            )
        ),
    )
    _judgement(parser, t)
    _output(parser, t)


def _explain(parser: argparse.ArgumentParser, t: Translator) -> None:
    def choice(name: str, words: Message, *choices: str, default: str | None) -> None:
        parser.add_argument(f"--{name}", choices=choices, default=default, help=t(words))

    choice("client", msg("Where the client is (default: nat)."), "public", "nat", default="nat")
    choice("server", msg("Where the server is (default: nat)."), "public", "nat", default="nat")
    parser.add_argument(
        "--masquerade",
        metavar="none|right|wrong|ADDR",
        default="none",
        help=t(msg("The address that the server writes into its 227 reply (default: none, its own).")),
    )
    choice(
        "server-ports",
        msg("How much of the server's passive range is let in (default: all)."),
        "all",
        "some",
        "none",
        default="all",
    )
    choice(
        "client-ports",
        msg("Whether the client's ports are let in (default: what is usual where the client is)."),
        "all",
        "none",
        default=None,
    )
    choice(
        "client-address",
        msg("The address that the client writes into PORT (default: local)."),
        "local",
        "public",
        default="local",
    )
    choice(
        "client-kind",
        msg("Whether the client dials exactly what 227 says (default: strict)."),
        "strict",
        "forgiving",
        default="strict",
    )
    choice(
        "helper",
        msg("Which router has an FTP helper (default: none)."),
        "none",
        "client",
        "server",
        "both",
        default="none",
    )
    choice(
        "protection",
        msg("How the control connection is protected (default: tls)."),
        "tls",
        "plain",
        "ccc",
        default="tls",
    )
    parser.add_argument("--product", metavar="ID", help=t(msg("Show the setting of this server product.")))
    _output(parser, t, ("text", "json", "markdown"))
