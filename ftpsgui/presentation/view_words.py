"""The short words of the window: probes, outcomes, audiences, certainties. One table each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ftpsgui.model.findings import Audience, Certainty, Reason, Severity, TopologyClass
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.presentation.view_state import Glyph, Role

PROBES: Final[Mapping[str, Message]] = {
    "dns": msg("name resolution"),
    "connect": msg("control connection"),
    "greeting": msg("greeting"),
    "tls": msg("TLS handshake"),
    "certificate": msg("certificate"),
    "login": msg("login"),
    "capabilities": msg("capabilities"),
    "reflection": msg("addresses the server sees"),
    "protection": msg("data protection"),
    "pasv": literal("PASV"),
    "epsv": literal("EPSV"),
    "port": literal("PORT"),
    "eprt": literal("EPRT"),
    "session-reuse": msg("TLS session reuse"),
    "passive-range": msg("passive port range"),
    "repeat-transfers": msg("many transfers in a row"),
    "clear-data": msg("unencrypted data (PROT C)"),
    "tls-versions": msg("TLS versions"),
    "resumption-versions": msg("resumption by TLS version"),
    "listing-methods": msg("MLSD and NLST"),
    "data-reflection": msg("data connections as the server sees them"),
    "opened-port": msg("passive port that the server opened"),
    "active-revealed": msg("active mode by the address the server sees"),
    "interference": msg("interference on the way"),
    "round-trip": msg("upload and compare"),
    "control-idle": msg("idle control connection"),
    "plaintext-comparison": msg("plaintext comparison"),
    "ccc": msg("clear command channel (CCC)"),
    "public-address": msg("own public address"),
}
"""What each probe asks, as a noun for lists. A probe that is not in here is shown by its id."""

ALSO: Final = msg("Asked on request")
"""The title over the answers to what a run asks only on request."""

USUAL_PROBES: Final = 15
"""How many of them a default run has: the measure for the progress strip."""

UNTESTED: Final[Mapping[str, Message]] = {
    "no-consent": msg("needs your consent"),
    "not-wanted": msg("off"),
    "not-again": msg("left out"),
    "off": msg("off"),
    "opt-in": msg("off"),
    "not-applicable": msg("not applicable"),
    "budget": msg("no time left"),
    "cancelled": msg("stopped"),
    "prerequisite-failed": msg("not reached"),
    "not-dialled": msg("not dialled"),
    "internal-error": msg("our own error"),
}
"""Why something was not tested, in a word or two."""

FAILED: Final[Mapping[Reason, Message]] = {
    "timeout": msg("no answer"),
    "refused": msg("refused"),
    "unreachable": msg("unreachable"),
    "address-unreachable": msg("unroutable"),
    "command-refused": msg("command refused"),
    "malformed-reply": msg("unreadable reply"),
    "tls-failed": msg("TLS failed"),
    "session-reuse": msg("wants TLS reuse"),
    "reply-error": msg("error reply"),
    "reply-timeout": msg("no final reply"),
    "foreign-peer": msg("other peer"),
    "prerequisite-failed": msg("not reached"),
    "ok": msg("fails"),
}
"""A failed mode in the two words that fit a pill."""

OPTIONAL: Final = msg("Optional, only for those who want to change it:")
"""What stands above a step that cures no fault."""

INSIST: Final = msg("Name my public address even if the server sees another")
"""The check box that allows a public address that contradicts what the server sees."""

NOT_TRIED: Final[Mapping[Reason, Message]] = {
    "not-dialled": msg("not dialled"),
    "no-consent": msg("needs consent"),
    "not-applicable": msg("not applicable"),
    "budget": msg("no time left"),
    "cancelled": msg("stopped"),
    "prerequisite-failed": msg("not reached"),
}

REASONS: Final[Mapping[Reason, Message]] = {
    "ok": msg("A directory listing came over it, complete and cleanly ended."),
    "timeout": msg("Nothing answered in time: something on the path dropped it."),
    "refused": msg(
        "The connection was refused: the server, its router or a firewall answered for that port."
    ),
    "unreachable": msg("The network says that this address cannot be reached."),
    "address-unreachable": msg(
        "This address cannot be reached from here: it means something inside its own network only."
    ),
    "command-refused": msg("The server refused the command."),
    "malformed-reply": msg("The server's reply cannot be read."),
    "tls-failed": msg("The connection was made, but TLS on it failed."),
    "session-reuse": msg("The server wants the TLS session of the control connection to be resumed."),
    "reply-error": msg("The connection was made, but the server answered with an error."),
    "reply-timeout": msg("The data came, but the final reply did not."),
    "foreign-peer": msg("Somebody other than the server connected."),
    "not-dialled": msg(
        "Not dialled: the server names another address than its own. Allow it under Advanced."
    ),
    "no-consent": msg("Not tried: this needs your consent."),
    "not-applicable": msg("Not applicable to this kind of address."),
    "budget": msg("Not tried: the time for the whole run was used up."),
    "cancelled": msg("Not tried: the run was stopped."),
    "prerequisite-failed": msg("Not tried: an earlier step failed."),
}

AUDIENCES: Final[Mapping[Audience, Message]] = {
    "client": msg("for the user of this computer"),
    "server-admin": msg("for the server administrator"),
    "network-admin": msg("for the network administrator"),
}

CERTAINTIES: Final[Mapping[Certainty, Message]] = {
    "proven": msg("Proven"),
    "likely": msg("Likely"),
    "possible": msg("Possible"),
}

TOPOLOGIES: Final[Mapping[TopologyClass, Message]] = {
    "T1": msg("both ends public"),
    "T2": msg("server behind NAT"),
    "T3": msg("this computer behind NAT"),
    "T4": msg("both behind NAT"),
    "inside": msg("inside one network"),
    "unknown": msg("not known"),
}

FOUR_CASES: Final = msg(
    "T1 to T4 are the four cases: each of the two sides has a public address or stands behind NAT, a router that hides it."
)
"""What the names of the topologies are."""

SEVERITY_ROLE: Final[Mapping[Severity, tuple[Role, Glyph]]] = {
    "error": ("bad", "cross"),
    "warning": ("warning", "bang"),
    "info": ("neutral", "info"),
}
