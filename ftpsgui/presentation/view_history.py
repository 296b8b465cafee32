"""The history of runs, newest first, as one reads it."""

from __future__ import annotations

import datetime as dt

import msgspec

from ftpsgui.memory.runs import PastRun, RunVerdict
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Plan
from ftpsgui.presentation.view_servers import GLYPHS, ago
from ftpsgui.presentation.view_state import Glyph, Role
from ftpsgui.presentation.view_text import visible
from ftpsgui.presentation.view_verdict import works_from_here
from ftpsgui.texts.translate import Translator


class RunLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One run. ``key`` names its file; ``can_open``: whether there is something to show."""

    key: str
    server: str
    when: str
    target: str
    result: str
    mode: str
    role: Role
    glyph: Glyph
    spoken: str
    can_open: bool = True


class HistoryView(msgspec.Struct, frozen=True, kw_only=True):
    """The list. ``servers``: (key, words) to choose from; the empty key is all of them. ``empty``: said without lines."""

    lines: tuple[RunLineView, ...]
    servers: tuple[tuple[str, str], ...]
    server: str
    empty: str


def history_view(runs: tuple[PastRun, ...], now: dt.datetime, t: Translator, server: str = "") -> HistoryView:
    """Return the runs against ``server`` (a key of ``servers``), or all. ``now`` is aware, in the reader's zone."""
    lines = [_line(run, now, t) for run in runs]
    servers = dict.fromkeys(line.server for line in lines if line.server)
    chosen = server if server in servers else ""
    return HistoryView(
        lines=tuple(line for line in lines if not chosen or line.server == chosen),
        servers=(("", t(msg("All servers"))), *((one, one) for one in servers)),
        server=chosen,
        empty=t(
            msg("Nothing was tested yet. Each test is kept here with its verdict, on this computer only.")
        ),
    )


def server_key(plan: Plan) -> str:
    """Return the key under which runs of ``plan``'s server are found."""
    return visible(plan.input, limit=120)


def _line(run: PastRun, now: dt.datetime, t: Translator) -> RunLineView:
    if run.plan is None:
        result = visible(t(run.problem)) if run.problem is not None else t(msg("cannot be read"))
        return RunLineView(
            key=run.path.name,
            server="",
            when="",
            target="",
            result=result,
            mode="",
            role="neutral",
            glyph="dash",
            spoken=result,
            can_open=False,
        )
    role: Role = run.verdict.outcome if run.verdict is not None else "neutral"
    result = _result(run.verdict, run.plan, t)
    when, target = ago(run.started, now, t), _target(run.plan)
    mode = run.verdict.verdict.use_mode if run.verdict is not None else None
    return RunLineView(
        key=run.path.name,
        server=server_key(run.plan),
        when=when,
        target=target,
        result=result,
        mode=mode.upper() if mode is not None else "",
        role=role,
        glyph=GLYPHS[role],
        spoken=t(msg("{when}, {server}: {result}", when=when, server=target, result=result)),
    )


def _target(plan: Plan) -> str:
    host = server_key(plan)
    return host if plan.user == "anonymous" else f"{visible(plan.user, limit=60)}@{host}"


def _result(verdict: RunVerdict | None, plan: Plan, t: Translator) -> str:
    if verdict is None:
        return t(msg("The program ended before the test did"))
    if verdict.outcome == "good" and verdict.verdict.use_mode is not None:
        return t(works_from_here(plan))  # as the window's headline has it; the mode has a column of its own
    try:
        return visible(t(verdict.verdict.summary), limit=400)
    except (KeyError, IndexError, ValueError, AttributeError):
        # The words of another version, changed by hand perhaps.
        return t(msg("cannot be read"))
