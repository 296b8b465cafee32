"""What the diagnosis says: findings, remedies, modes, topology, verdict. Field meanings: the report contract.

Words are :class:`Message` here; a report turns them into the reader's language.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.message import Message, Value, literal
from ftpsgui.model.plan import Mode, Protection, Target

Severity = Literal["error", "warning", "info"]
Certainty = Literal["proven", "likely", "possible"]
Audience = Literal["client", "server-admin", "network-admin"]
Confidence = Literal["verified", "documented", "hint"]
Result = Literal["works", "fails", "partial", "untested"]
Reason = Literal[
    "ok",
    "timeout",
    "refused",
    "unreachable",
    "address-unreachable",
    "command-refused",
    "malformed-reply",
    "tls-failed",
    "session-reuse",
    "reply-error",
    "reply-timeout",
    "foreign-peer",
    "not-dialled",
    "no-consent",
    "not-applicable",
    "budget",
    "cancelled",
    "prerequisite-failed",
]
TopologyClass = Literal["T1", "T2", "T3", "T4", "inside", "unknown"]
ClientKind = Literal["gui", "cli", "library"]
ForecastResult = Literal["works", "fails", "depends", "unknown"]
"""``depends``: fails with its default settings and works with a named option, or differs between builds."""


class Placeholder(msgspec.Struct, frozen=True, kw_only=True):
    """Something only the reader knows; ``name`` stands as ``<name>`` in the snippet."""

    name: str
    meaning: Message


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a cure. Same ``group``: all steps needed; different groups: alternatives.

    ``snippet`` goes into ``file`` (or, with ``file`` None, is done where the snippet says); then ``apply``.
    """

    group: int
    step: int
    audience: Audience
    product: str | None
    router: str | None
    file: str | None
    snippet: Message
    apply: Message | None
    placeholders: tuple[Placeholder, ...] = ()
    verbatim: bool = False
    confidence: Confidence = "documented"
    verified_by: str | None = None
    need: str = ""
    """What is cured, as the knowledge of products and routers calls it."""


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A symptom that a cause explains. ``title``: what its own finding would have been called; for readers only."""

    id: str
    evidence: tuple[str, ...]
    title: Message = literal("")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A cause or a remark. ``evidence`` are observation ids; ``params`` are the values the words use."""

    id: str
    severity: Severity
    certainty: Certainty
    audience: tuple[Audience, ...]
    title: Message
    explanation: Message
    params: dict[str, Value] = {}
    evidence: tuple[str, ...] = ()
    explains: tuple[Explained, ...] = ()
    remedies: tuple[Remedy, ...] = ()

    @property
    def doc(self) -> str:
        """Where the page about this finding is, relative to the documentation's root."""
        return f"diagnoses/{self.id}.md"


class ModeReply(msgspec.Struct, frozen=True, kw_only=True):
    """The reply that decided a row."""

    code: int
    text: str


class ModeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the mode table, as the contract words it."""

    mode: Mode
    protection: Protection
    address: Target
    endpoint: HostPort | None = None
    raw: str = ""
    control_peer: HostPort | None = None
    observed: HostPort | None = None
    reply: ModeReply | None = None
    resumed: bool | None = None
    seconds: float | None = None
    result: Result = "untested"
    certainty: Literal["proven", "predicted"] | None = None
    reason: Reason = "prerequisite-failed"
    evidence: tuple[str, ...] = ()
    same_as_peer: bool = False
    earlier: bool = False
    """Known from an earlier run only: it was not asked again."""


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of the path: what it is, its address inside and outside, and how sure that is."""

    kind: Literal["public", "nat", "cgnat", "lan", "vpn", "public-or-masqueraded", "unknown"]
    certainty: Certainty
    inside: str | None = None
    outside: str | None = None
    evidence: tuple[str, ...] = ()


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the path: ``client``, ``client-router``, ``internet``, ``server-router``, ``server``."""

    id: str
    kind: Literal["client", "router", "internet", "server"]
    label: Message
    address: str | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A connection, or a try, between two nodes: ``to`` is where it ended (a failed one dies on the way)."""

    origin: str = msgspec.field(name="from")
    to: str
    what: str
    state: Literal["works", "fails", "untested"]
    certainty: Certainty
    evidence: tuple[str, ...] = ()


class Topology(msgspec.Struct, frozen=True, kw_only=True):
    """What the path looks like from here. ``possible``: classes that the evidence does not rule out."""

    topology_class: TopologyClass = msgspec.field(name="class")
    possible: tuple[TopologyClass, ...]
    client: Side
    server: Side
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()


class ProductGuess(msgspec.Struct, frozen=True, kw_only=True):
    """Which server this is. ``id`` is a file name in resources/products."""

    id: str
    name: str
    version: str | None
    confidence: Certainty
    evidence: tuple[str, ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence, the mode to use today (or None), and the exit status of the command.

    ``cause``: the id of the finding that it is about, which stands first; None when there is none.
    """

    summary: Message
    use_mode: Mode | None
    exit_status: int
    cause: str | None = None


class Untested(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was not tested, and why."""

    probe: str
    reason: str
    text: Message


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to something that was asked on request, in a sentence; most such answers are no finding."""

    probe: str
    text: Message
    evidence: tuple[str, ...] = ()


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """All that the judgement wing says about a state."""

    product: ProductGuess | None
    verdict: Verdict
    modes: tuple[ModeRow, ...]
    findings: tuple[Finding, ...]
    topology: Topology
    untested: tuple[Untested, ...]
    also: tuple[Answered, ...] = ()


class ClientForecast(msgspec.Struct, frozen=True, kw_only=True):
    """How an FTPS client would fare on this server from where the test ran, with its default settings.

    ``client`` is a file name in resources/clients. ``mode``: by which data mode it works (for ``depends``: would work,
    with ``options``), None when by none. ``because`` says why; for ``depends`` why the default settings fail.
    ``options``: what to set, in the client's own words, all needed together. ``confidence``: of what is known of it.
    """

    client: str
    name: str
    kind: ClientKind
    result: ForecastResult
    because: Message
    mode: Mode | None = None
    options: tuple[str, ...] = ()
    certainty: Certainty = "possible"
    confidence: Confidence = "documented"
    evidence: tuple[str, ...] = ()
