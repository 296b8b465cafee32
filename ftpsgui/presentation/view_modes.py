"""The data modes card: a cell per way to open a data connection. What stands below them: `view_facts`."""

from __future__ import annotations

from ftpsgui.model.addresses import is_private, is_public
from ftpsgui.model.findings import Diagnosis, ModeRow, Result
from ftpsgui.model.message import literal, msg
from ftpsgui.model.plan import Mode, Protection, Target
from ftpsgui.presentation.control import running_probes
from ftpsgui.presentation.view_facts import facts_beside
from ftpsgui.presentation.view_state import (
    CellView,
    Glyph,
    ModeGroupView,
    ModeLineView,
    ModesView,
    Role,
)
from ftpsgui.presentation.view_text import visible
from ftpsgui.presentation.view_words import FAILED, NOT_TRIED, REASONS
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator

_RESULT_ROLE: dict[Result, tuple[Role, Glyph]] = {
    "works": ("good", "check"),
    "fails": ("bad", "cross"),
    "partial": ("warning", "bang"),
    "untested": ("neutral", "dash"),
}


_BEFORE_MODES = 3
"""How many of the facts are of what comes before the first data connection."""


def modes_view(
    state: State | None, diagnosis: Diagnosis | None, t: Translator, *, running: bool, tried: bool = True
) -> ModesView:
    """Return the card. Without a diagnosis every cell says that nothing was tried.

    ``tried``: False when a run ended before any mode; eight cells would say the same then, and one sentence does.
    """
    if not tried:
        log = state is not None and state.log is not None
        note = (
            msg("The log shows no data connection.")
            if log
            else msg("No data mode was tried: the test did not come that far.")
        )
        return ModesView(
            caption="", groups=(), facts=facts_beside(state, diagnosis, t)[:_BEFORE_MODES], note=t(note)
        )
    rows = diagnosis.modes if diagnosis else ()
    protections: tuple[Protection, ...] = tuple(dict.fromkeys(row.protection for row in rows)) or ("private",)
    groups: list[ModeGroupView] = []
    for protection in protections:
        found = {(row.mode, row.address): row for row in rows if row.protection == protection}
        groups += _groups(
            state, found, diagnosis, t, running=running, clear=len(protections) > 1 and protection == "clear"
        )
    if protections == ("clear",):
        caption = t(msg("in clear, listing as proof"))
    else:
        caption = t(msg("over TLS, listing as proof"))
    return ModesView(caption=caption, groups=tuple(groups), facts=facts_beside(state, diagnosis, t))


def _groups(
    state: State | None,
    rows: dict[tuple[Mode, Target], ModeRow],
    diagnosis: Diagnosis | None,
    t: Translator,
    *,
    running: bool,
    clear: bool,
) -> list[ModeGroupView]:
    def cell(mode: Mode, target: Target) -> CellView:
        row = rows.get((mode, target))
        left_out = state is not None and bool(state.plan.only) and mode not in state.plan.only
        unknown = state is not None and mode not in state.outcomes
        if left_out and unknown and (target != "public" if row is None else row.result == "untested"):
            return _left_out(t)
        if row is None or (running and row.result == "untested" and _to_come(mode, state)):
            return _absent(mode, target, state, t, running=running)
        return mode_cell(row, diagnosis, t)

    passive = t(msg("Passive, in clear")) if clear else t(msg("Passive"))
    active = t(msg("Active, in clear")) if clear else t(msg("Active"))
    return [
        ModeGroupView(
            title=passive,
            columns=(t(msg("as advertised")), t(msg("at the server's address"))),
            lines=(
                ModeLineView(name="PASV", cells=(cell("pasv", "advertised"), cell("pasv", "peer"))),
                ModeLineView(
                    name="EPSV",
                    cells=(
                        CellView(role="neutral", glyph="dash", word=t(msg("names no address")), plain=True),
                        cell("epsv", "peer"),
                    ),
                ),
            ),
        ),
        ModeGroupView(
            title=active,
            columns=(t(msg("with the local address")), t(msg("with the public address"))),
            lines=(
                ModeLineView(name="PORT", cells=(cell("port", "local"), cell("port", "public"))),
                ModeLineView(name="EPRT", cells=(cell("eprt", "local"), cell("eprt", "public"))),
            ),
        ),
    ]


def _to_come(mode: Mode, state: State | None) -> bool:
    return state is None or mode not in state.outcomes


def _absent(mode: Mode, target: Target, state: State | None, t: Translator, *, running: bool) -> CellView:
    possible = target != "public" or (state is not None and state.plan.active.public_address is not None)
    if running and possible and state is not None and mode in running_probes(state):
        return CellView(role="neutral", glyph="wait", word=t(msg("testing")))
    if running and possible and _to_come(mode, state):
        return CellView(role="neutral", glyph="wait", word=t(msg("waiting")))
    tooltip = t(
        msg("Not tried: this needs a public address of this computer that differs from the local one.")
    )
    return CellView(
        role="neutral",
        glyph="dash",
        word=t(msg("not tried")),
        tooltip=tooltip if target == "public" else "",
    )


def _left_out(t: Translator) -> CellView:
    """Say that a shorter run did not ask; what an earlier one knew would be in the table."""
    tooltip = t(msg("Only what the change concerns was tested. “Test again” tests everything."))
    return CellView(role="neutral", glyph="dash", word=t(msg("not tried")), tooltip=tooltip)


def mode_cell(row: ModeRow, diagnosis: Diagnosis | None, t: Translator) -> CellView:
    """Return the outcome of a row in a word, with its time and why."""
    role, glyph = _RESULT_ROLE[row.result]
    seconds = ""
    if row.result == "works":
        word = t(msg("works"))
        if row.seconds is not None:
            seconds = t(msg("{seconds} s", seconds=f"{row.seconds:.2f}"))
    elif row.result == "partial":
        word = t(msg("partly"))
    elif row.result == "fails":
        word = t(FAILED.get(row.reason, msg("fails")))
        if row.mode in ("port", "eprt") and row.address == "local" and _client_hidden(row, diagnosis):
            role, glyph, word = "warning", "bang", t(msg("your NAT"))
        elif row.reason in ("reply-error", "command-refused") and row.reply is not None:
            word = t(msg("reply {code}", code=row.reply.code))
    elif row.mode in ("port", "eprt") and row.reason == "not-dialled":
        return _absent(row.mode, row.address, None, t, running=False)
    else:
        word = t(NOT_TRIED.get(row.reason, msg("not tried")))
    return CellView(
        role=role,
        glyph=glyph,
        word=word,
        seconds=t(msg("earlier")) if row.earlier else seconds,
        predicted=row.result == "fails" and row.certainty == "predicted",
        tooltip=_tooltip(row, t),
        evidence=row.evidence,
    )


_CONTRADICTED = msg(
    "Not tried: the server sees this computer under another address than the one that you gave. Allow it under Advanced."
)


def _client_hidden(row: ModeRow, diagnosis: Diagnosis | None) -> bool:
    """Whether PORT named an address of this computer that the server cannot know: its own NAT is the reason."""
    if diagnosis is None or row.endpoint is None or row.control_peer is None:
        return False
    behind = diagnosis.topology.client.kind in ("nat", "cgnat")
    return behind and is_private(row.endpoint.host) and is_public(row.control_peer.host)


def _tooltip(row: ModeRow, t: Translator) -> str:
    contradicted = row.reason == "no-consent" and row.address == "public"
    lines = [t(_CONTRADICTED if contradicted else REASONS[row.reason])]
    if row.earlier:
        lines.append(t(msg("Known from the earlier test; not tested again.")))
    if row.certainty == "predicted":
        lines.append(t(msg("Predicted from the address; not dialled.")))
    if row.raw:
        lines.append(visible(row.raw, limit=300))
    if row.endpoint is not None:
        lines.append(visible(str(row.endpoint)))
    if row.reply is not None:
        lines.append(visible(f"{row.reply.code} {row.reply.text}", limit=300))
    if row.same_as_peer and row.address == "advertised":
        lines.append(t(msg("The advertised address is the server's address: one connection proves both.")))
    return "\n".join(lines)


MODE_NAMES = {
    "pasv": literal("PASV"),
    "epsv": literal("EPSV"),
    "port": literal("PORT"),
    "eprt": literal("EPRT"),
}
"""The commands as names; no language changes them."""
