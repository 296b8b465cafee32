"""From facts and their diagnosis to all that the window shows. Pure; called again for every coalesced tick."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import msgspec

from ftpsgui.diagnosis.changes import Changes
from ftpsgui.model.facts import LogRead, ProbeOutcome, RunEnded
from ftpsgui.model.findings import ClientForecast, Diagnosis, TopologyClass
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import labelled
from ftpsgui.presentation.running_clock import clock_text
from ftpsgui.presentation.view_changes import changes_view
from ftpsgui.presentation.view_clients import clients_view
from ftpsgui.presentation.view_details import details_view
from ftpsgui.presentation.view_empty import empty_view
from ftpsgui.presentation.view_findings import findings_view
from ftpsgui.presentation.view_modes import modes_view
from ftpsgui.presentation.view_state import (
    ActionView,
    RowView,
    SectionView,
    StatusView,
    TopologyView,
    VerdictView,
    ViewState,
)
from ftpsgui.presentation.view_text import visible
from ftpsgui.presentation.view_tls import tls_view
from ftpsgui.presentation.view_topology import drawn
from ftpsgui.presentation.view_transcript import transcript_view
from ftpsgui.presentation.view_verdict import final_verdict, running_verdict
from ftpsgui.presentation.view_words import (
    ALSO,
    CERTAINTIES,
    FOUR_CASES,
    PROBES,
    TOPOLOGIES,
    UNTESTED,
    USUAL_PROBES,
)
from ftpsgui.session.state import State
from ftpsgui.texts.of_a_log import words_for
from ftpsgui.texts.translate import Translator

__all__ = ["build_view", "empty_view", "error_view"]

_UNTESTED_SHOWN = 2
_FAILED = (1, 3, 4)
"""The exit statuses of a run in which something failed."""
_CASES: Final[tuple[TopologyClass, ...]] = ("T1", "T2", "T3", "T4")


def build_view(
    state: State,
    diagnosis: Diagnosis | None,
    translate: Translator,
    *,
    running: bool = False,
    stopping: bool = False,
    clock: float | None = None,
    product_name: Callable[[str], str] = str,
    routers: tuple[tuple[str, str], ...] = (),
    router: str = "",
    firewalls: tuple[tuple[str, str], ...] = (),
    firewall: str = "",
    clients: tuple[ClientForecast, ...] = (),
    changes: Changes | None = None,
    cure: str = "",
) -> ViewState:
    """Return what to show for ``state``.

    ``running``: facts are still to come, so the verdict is not spoken yet. ``stopping``: not many more. ``clock``: seconds since the start of
    the run, for the running headline. ``product_name`` turns the id of a product or router into its name.
    ``routers``: (id, name) of those the reader can choose, ``router`` the chosen one; the same for ``firewalls``.
    ``changes``: what a run before this one showed otherwise. ``cure``: the product whose cure was chosen last.
    ``clients``: how other clients would fare, once that can be said.
    """
    t = words_for(translate, log=state.log is not None)
    tried = running or diagnosis is None or bool(drawn(state, diagnosis).modes)
    return ViewState(
        phase="running" if running else "done",
        stopping=running and stopping,
        of_a_log=state.log is not None,
        verdict=running_verdict(state, t, stopping=stopping)
        if running
        else final_verdict(state, diagnosis, t),
        topology=_topology(state, diagnosis, t, running=running),
        modes=modes_view(state, diagnosis, t, running=running, tried=tried),
        findings=findings_view(diagnosis, t, product_name, state),
        findings_empty=_no_findings(diagnosis, t, running=running, stopped=state.cancelled),
        transcript=transcript_view(state, t),
        tls=tls_view(state, t),
        tls_empty=t(msg("No TLS handshake was seen yet."))
        if running
        else t(msg("No TLS handshake was seen.")),
        details=details_view(state, t),
        status=_status(state, diagnosis, t, running=running),
        also=_also(diagnosis, t),
        clients=clients_view(clients, t, running=running),
        changes=changes_view(changes, state, diagnosis, t) if changes is not None and not running else None,
        cure=cure,
        routers=routers,
        router=router,
        firewalls=firewalls,
        firewall=firewall,
        progress=_progress(state) if running else None,
        clock=clock_text(state, clock, t) if running and clock is not None else "",
    )


def error_view(t: Translator, what: str) -> ViewState:
    """Return the window for an error of our own: said plainly, with what a report about it needs."""
    view = empty_view(t)
    verdict = VerdictView(
        role="bad",
        glyph="cross",
        headline=t(msg("This program made an error of its own")),
        subline=t(
            msg(
                "This says nothing about the server. Please report it with this text: {what}",
                what=visible(what),
            )
        ),
        action=ActionView(label=t(msg("Test again")), kind="test"),
    )
    status = msgspec.structs.replace(view.status, done=t(msg("The result is not known.")))
    return msgspec.structs.replace(view, verdict=verdict, status=status, phase="done")


def _also(diagnosis: Diagnosis | None, t: Translator) -> SectionView | None:
    if diagnosis is None or not diagnosis.also:
        return None
    rows = []
    last = ""
    for one in diagnosis.also:
        name = visible(t(PROBES[one.probe]) if one.probe in PROBES else one.probe)
        rows.append(RowView(label=name if name != last else "", value=visible(t(one.text))))
        last = name
    return SectionView(title=t(ALSO), rows=tuple(rows))


def _no_findings(diagnosis: Diagnosis | None, t: Translator, *, running: bool, stopped: bool) -> str:
    if running:
        return t(msg("Nothing found so far. The test is still running."))
    if diagnosis is not None and diagnosis.verdict.exit_status in _FAILED and not stopped:
        return t(msg("No cause was found for what failed. What was not tested stands in the status line."))
    return t(msg("Nothing was found that needs a change. What was not tested stands in the status line."))


def _topology(state: State, diagnosis: Diagnosis | None, t: Translator, *, running: bool) -> TopologyView:
    if diagnosis is None:
        return TopologyView(klass="", caption="")
    topology = diagnosis.topology
    klass = topology.topology_class
    name = klass if klass.startswith("T") else ""
    caption = t(TOPOLOGIES[klass])
    if klass == "unknown":
        if topology.server.kind == "nat":
            caption = t(msg("the server is behind NAT, the client's side is not known"))
        return TopologyView(klass="", caption=t(msg("not known yet")) if running else caption)
    others = [one for one in topology.possible if one != klass]
    if others:
        caption = t(msg("{caption}, possibly {others}", caption=caption, others=" · ".join(others)))
    cases = [t(labelled(one, TOPOLOGIES[one])) for one in _CASES]
    tooltip = "\n".join((t(FOUR_CASES), *cases)) if name else ""
    return TopologyView(klass=name, caption=caption, tooltip=tooltip)


def _progress(state: State) -> float:
    return min(0.97, len(state.outcomes) / USUAL_PROBES)


def _status(state: State, diagnosis: Diagnosis | None, t: Translator, *, running: bool) -> StatusView:
    asked = {seen.probe: seen.fact.status for seen in state.of(ProbeOutcome) if not seen.earlier}
    count = sum(status in ("completed", "failed") for status in asked.values())
    seconds = (
        state.ended.seconds if state.ended else (state.observations[-1].time if state.observations else 0.0)
    )
    params: dict[str, str | int | float] = {"count": count, "seconds": f"{seconds:.1f}"}
    if state.log is not None:
        done = _log_read(state.log)
    elif running:
        done = msg("1 check done") if count == 1 else msg("{count} checks done", **params)
    elif state.cancelled and count == 1:
        done = msg("Stopped after 1 check in {seconds} s", **params)
    elif state.cancelled:
        done = msg("Stopped after {count} checks in {seconds} s", **params)
    elif count == 1:
        done = msg("1 check done in {seconds} s", **params)
    else:
        done = msg("{count} checks done in {seconds} s", **params)
    answering = _answering(state)
    if not running and answering >= 0.5:  # evidence and transcript count it here, so it must not be a riddle
        done = msg(
            "{done}, and {seconds} s until the question was answered", done=done, seconds=f"{answering:.1f}"
        )
    untested, short, tooltip = _untested(diagnosis, t) if not running else ("", "", "")
    return StatusView(
        done=t(done),
        untested=untested,
        short_untested=short,
        untested_tooltip=tooltip,
        product=_product(diagnosis, t),
    )


def _answering(state: State) -> float:
    """Return the seconds in which the run waited for a person, if the times of the facts count them: older sessions' do."""
    if not state.trust or not (ends := state.of(RunEnded)):
        return 0.0
    return ends[-1].time - ends[-1].fact.seconds


def _log_read(log: LogRead) -> Message:
    if not log.unread:
        return msg("{lines} lines of a log read", lines=log.lines)
    return msg("{lines} lines of a log read, {unread} not understood", lines=log.lines, unread=log.unread)


def _untested(diagnosis: Diagnosis | None, t: Translator) -> tuple[str, str, str]:
    if diagnosis is None or not diagnosis.untested:
        return "", "", ""
    names: dict[str, list[str]] = {}
    for one in diagnosis.untested:
        word = t(PROBES[one.probe]) if one.probe in PROBES else one.probe
        if one.probe == "pasv" and one.reason in ("no-consent", "not-dialled"):
            word = t(msg("the advertised address"))
        elif one.probe in ("port", "eprt") and one.reason == "no-consent":
            word = t(msg("{mode} with the public address", mode=one.probe.upper()))
        reason: Message | None = UNTESTED.get(one.reason)
        shown = t(msg("{what} ({why})", what=word, why=reason)) if reason else word
        names.setdefault(shown, []).append(visible(t(one.text)))
    words = list(names)
    listed = ""
    for word in words[:_UNTESTED_SHOWN]:
        listed = t(msg("{listed}, {another}", listed=listed, another=word)) if listed else word
    if len(words) > _UNTESTED_SHOWN:
        listed = t(msg("{listed} and {count} more", listed=listed, count=len(words) - _UNTESTED_SHOWN))
    tooltip = "\n".join(dict.fromkeys(text for texts in names.values() for text in texts))
    short = (
        msg("1 thing not tested") if len(words) == 1 else msg("{count} things not tested", count=len(words))
    )
    return t(msg("Not tested: {list}", list=listed)), t(short), tooltip


def _product(diagnosis: Diagnosis | None, t: Translator) -> str:
    product = diagnosis.product if diagnosis else None
    if product is None:
        return ""
    known = re.sub(r" \d+\.x$", "", product.name) if product.version else product.name
    name = visible(f"{known} {product.version or ''}".strip(), limit=80)
    if product.confidence == "proven":
        return name
    return t(
        msg("{product}, {certainty}", product=name, certainty=t(CERTAINTIES[product.confidence]).lower())
    )
