"""What the window shows, ready to show: plain text, roles, order and enabled states. No Qt, no decisions left.

Every string is final text in the reader's language; text that came from the network has its control characters
made visible (:mod:`ftpsgui.presentation.view_text`) and must be shown as plain text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from ftpsgui.model.facts import Fact

if TYPE_CHECKING:
    from ftpsgui.presentation.transcript_lines import Transcript

Role = Literal["good", "bad", "warning", "neutral"]
"""The four roles. Each has a colour *and* a glyph; colour is never the only sign."""
Glyph = Literal["check", "cross", "bang", "info", "dash", "wait"]


class _View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the view structs: immutable, compared by value so that widgets can skip what did not change."""


class ActionView(_View, frozen=True, kw_only=True):
    """A button that means something: ``kind`` tells the controller what, ``target`` which finding."""

    label: str
    kind: Literal["show-finding", "test", "trust", "focus"]
    target: str = ""


class VerdictView(_View, frozen=True, kw_only=True):
    """The card that the eye meets first. ``certainty`` is set off from ``meta``; both may be empty."""

    role: Role
    glyph: Glyph
    headline: str
    subline: str = ""
    certainty: str = ""
    meta: str = ""
    use_today: str = ""
    action: ActionView | None = None


class CellView(_View, frozen=True, kw_only=True):
    """One outcome in the mode table. ``plain``: words only, no pill. ``predicted``: not tried, but known to fail."""

    role: Role
    glyph: Glyph
    word: str
    seconds: str = ""
    predicted: bool = False
    plain: bool = False
    tooltip: str = ""
    evidence: tuple[str, ...] = ()


class ModeLineView(_View, frozen=True, kw_only=True):
    """One mode: its command, and a cell per column of its group."""

    name: str
    cells: tuple[CellView, ...]


class ModeGroupView(_View, frozen=True, kw_only=True):
    """Passive or active: whose address is used differs, so each group names its own two columns."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[ModeLineView, ...]


class FactView(_View, frozen=True, kw_only=True):
    """A short statement with a value: ``Certificate ftp.example.com · 61 days left`` … ``trusted``."""

    text: str
    value: str
    role: Role
    glyph: Glyph | None
    tooltip: str = ""


class ModesView(_View, frozen=True, kw_only=True):
    """The data modes card. ``note`` stands in place of ``groups`` where no mode was tried."""

    caption: str
    groups: tuple[ModeGroupView, ...]
    facts: tuple[FactView, ...]
    note: str = ""


class PlaceholderView(_View, frozen=True, kw_only=True):
    """``<name>`` in a snippet, and what to write there."""

    name: str
    meaning: str


class Boxes(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader may choose a step's words for, as (id, name), and what is chosen: empty for none."""

    routers: tuple[tuple[str, str], ...] = ()
    router: str = ""
    firewalls: tuple[tuple[str, str], ...] = ()
    firewall: str = ""


class RemedyView(_View, frozen=True, kw_only=True):
    """One step: ``snippet`` goes into ``file`` of ``chip``, then ``apply``. ``snippet`` is what Copy copies."""

    chip: str
    audience: str
    file: str
    snippet: str
    apply: str
    placeholders: tuple[PlaceholderView, ...] = ()
    note: str = ""
    is_code: bool = True
    apply_is_code: bool = True
    is_router: bool = False
    """Whether another router would have other words: the reader may choose theirs."""
    is_firewall: bool = False
    """The same for the firewall on the server's own machine."""


class RemedyChoiceView(_View, frozen=True, kw_only=True):
    """One way to cure it: all its steps are needed. ``label`` names it among its alternatives.

    ``key``: the id of the product or router it is for, empty for none: what the reader chose is remembered by it.
    """

    label: str
    steps: tuple[RemedyView, ...]
    key: str = ""


class EvidenceView(_View, frozen=True, kw_only=True):
    """One fact that a finding rests on: its id, when it was seen, and what it says in a line."""

    observation: str
    time: str
    text: str
    role: Role


class FindingView(_View, frozen=True, kw_only=True):
    """A finding, folded or not. ``meta`` is the right-hand line: id · certainty · n facts."""

    id: str
    role: Role
    glyph: Glyph
    title: str
    meta: str
    short_meta: str = ""
    """The same for a narrow window."""
    audience: str
    explanation: str
    explains: str
    choices: tuple[RemedyChoiceView, ...]
    refers: str = ""
    """Stands in place of the steps where they stand under another finding, ``cured_with``."""
    cured_with: str = ""
    optional: str = ""
    """Stands above the steps when nothing is at fault; empty otherwise."""
    evidence: tuple[str, ...]
    spoken: str
    facts: tuple[EvidenceView, ...] = ()
    """The first of the evidence, to click on; ``more_facts`` says how many there are beside them."""
    more_facts: str = ""
    can_check_again: bool = False


class TranscriptLineView(_View, frozen=True, kw_only=True):
    """One line of what was said. ``direction``: who spoke; ``mark`` is its glyph text."""

    time: str
    connection: str
    direction: Literal["sent", "received", "event"]
    mark: str
    text: str
    role: Role
    observation: str
    also: tuple[str, ...] = ()
    """Other observations that rest on what this line says."""
    group: str = ""
    """The control connection that the line belongs to, its data connections' lines too."""


class RowView(_View, frozen=True, kw_only=True):
    """A label and its value on the TLS page."""

    label: str
    value: str
    role: Role | None = None
    glyph: Glyph | None = None
    code: bool = False


class SectionView(_View, frozen=True, kw_only=True):
    """A titled group of rows."""

    title: str
    rows: tuple[RowView, ...]


class DetailView(_View, frozen=True, kw_only=True):
    """One fact: a line in the table, and the fact itself (:func:`view_details.whole_fact` makes it a text)."""

    id: str
    time: str
    probe: str
    connection: str
    kind: str
    summary: str
    role: Role
    fact: Fact


class ClientView(_View, frozen=True, kw_only=True):
    """How one client would fare: ``word`` in a word or two, ``because`` in a sentence, ``options`` as one types them."""

    id: str
    name: str
    role: Role
    glyph: Glyph
    word: str
    because: str
    options: tuple[str, ...] = ()
    options_label: str = ""
    note: str = ""
    spoken: str = ""


class ClientGroupView(_View, frozen=True, kw_only=True):
    """Clients that fare alike, under a title that counts them."""

    title: str
    clients: tuple[ClientView, ...]


class ClientsView(_View, frozen=True, kw_only=True):
    """The forecast for other clients. ``caption`` says what it rests on, or why there is none."""

    caption: str = ""
    groups: tuple[ClientGroupView, ...] = ()


class ModeChangeView(_View, frozen=True, kw_only=True):
    """A data mode that does otherwise than before; ``spoken`` says all of it in a sentence."""

    name: str
    before: CellView
    after: CellView
    spoken: str


class FindingChangeView(_View, frozen=True, kw_only=True):
    """What became of a finding: ``word`` (fixed, new …) and its title."""

    role: Role
    glyph: Glyph
    word: str
    title: str


class ChangesView(_View, frozen=True, kw_only=True):
    """A second run beside the first. ``headline`` counts; ``scope`` says when only a part was asked again."""

    headline: str
    role: Role
    glyph: Glyph
    scope: str
    modes: tuple[ModeChangeView, ...]
    findings: tuple[FindingChangeView, ...]


class WhatIfRowView(_View, frozen=True, kw_only=True):
    """One topology: what it predicts for PASV, EPSV and PORT, and (where it is the one that was seen) what was observed.

    A predicted cell is dashed when what is supposed changed it. ``mark``: seen, possible, or nothing.
    """

    name: str
    title: str
    mark: str
    seen: bool
    predicted: tuple[CellView, ...]
    observed: tuple[CellView, ...]
    observed_label: str
    spoken: str


class WhatIfView(_View, frozen=True, kw_only=True):
    """The four topologies. ``changed``: something other than the plain case is supposed."""

    columns: tuple[str, ...]
    rows: tuple[WhatIfRowView, ...]
    caption: str
    summary: str
    changed: bool


class TopologyView(_View, frozen=True, kw_only=True):
    """The words above the diagram."""

    klass: str
    caption: str
    tooltip: str = ""
    """What the name of the class means, and what the other three are."""


class StatusView(_View, frozen=True, kw_only=True):
    """The bottom line: what was done, what was not tested, which product answers."""

    done: str
    untested: str
    untested_tooltip: str
    product: str
    short_untested: str = ""
    """The same for a narrow window."""


class ViewState(_View, frozen=True, kw_only=True):
    """All that the widgets show about one run. ``progress`` is 0–1 while running, else None."""

    phase: Literal["empty", "running", "done"]
    stopping: bool = False
    """Whether a running test was told to stop and is not over yet."""
    verdict: VerdictView
    topology: TopologyView
    modes: ModesView
    findings: tuple[FindingView, ...]
    findings_empty: str
    transcript: Transcript | None = None
    """None before anything was tested."""
    tls: tuple[SectionView, ...]
    tls_empty: str
    details: Sequence[DetailView]
    status: StatusView
    also: SectionView | None = None
    """What was asked on request, and the answers."""
    clients: ClientsView = ClientsView()
    changes: ChangesView | None = None
    cure: str = ""
    """The product whose cure the reader chose last, by its id."""
    routers: tuple[tuple[str, str], ...] = ()
    """Routers to choose from, as (id, name); ``router`` is the chosen one, empty for none."""
    router: str = ""
    firewalls: tuple[tuple[str, str], ...] = ()
    """The same for the firewall on the server's own machine."""
    firewall: str = ""
    of_a_log: bool = False
    """Whether it is what another client's log shows: nothing was tested from here."""
    progress: float | None = None
    clock: str = ""
