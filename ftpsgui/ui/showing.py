"""From a judged state to the cards: the view, and how its pictures are drawn."""

from __future__ import annotations

from functools import cache

import msgspec

from ftpsgui.diagnosis.changes import Changes
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import KnowledgeError, load
from ftpsgui.knowledge.remedies import is_own_firewall
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.message import msg
from ftpsgui.presentation.control import draw_state
from ftpsgui.presentation.ladder import draw_ladder
from ftpsgui.presentation.view import build_view
from ftpsgui.presentation.view_topology import drawn
from ftpsgui.presentation.view_whatif import whatif_view
from ftpsgui.session.state import State
from ftpsgui.ui.theme import theme
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import tr, translator


def show_result(
    window: Window,
    state: State,
    diagnosis: Diagnosis,
    *,
    running: bool,
    stopping: bool = False,
    clock: float | None,
    router: str = "",
    firewall: str = "",
    cure: str = "",
    changes: Changes | None = None,
    replayed: bool = False,
    gently: bool = False,
) -> None:
    """Show ``state`` and what it means. ``clock``: seconds since the start; ``router``, ``firewall``: whose words cures use.

    ``cure``: the product that was chosen last among several; ``changes``: what a run before this one showed otherwise.

    ``replayed``: a moment of a record from a file; it looks as it did then, but nothing is running that could stop.
    ``stopping``: it was told to end. ``gently``: in several turns of the loop.
    """
    view = build_view(
        state,
        diagnosis,
        translator(),
        running=running or replayed,
        stopping=stopping,
        clock=clock,
        product_name=product_name,
        routers=routers(),
        router=router,
        firewalls=firewalls(),
        firewall=firewall,
        cure=cure,
        changes=changes,
        clients=() if running or replayed else forecast(state, diagnosis, load()),
    )
    if replayed:
        verdict = msgspec.structs.replace(
            view.verdict, meta=tr(msg("The test as it stood at this moment of the record."))
        )
        view = msgspec.structs.replace(view, phase="done", progress=None, verdict=verdict)
    results = window.make_results()
    results.draw_topology = lambda width, font: draw_state(
        state,
        drawn(state, diagnosis),
        theme.palette,
        translator(),
        width,
        font=font,
        selected=window.marked,
    )
    results.suppose = lambda supposed: whatif_view(diagnosis, supposed, translator())
    results.draw_exchange = None
    if state.exchanges:
        results.draw_exchange = lambda width, font, everything: draw_ladder(
            state,
            diagnosis.topology,
            theme.palette,
            translator(),
            width,
            font=font,
            everything=everything,
            selected=window.marked,
        )
    window.show_view(view, gently=gently)


@cache
def firewalls() -> tuple[tuple[str, str], ...]:
    """Return those of them that can be the firewall on the server's own machine."""
    return tuple(one for one in routers() if is_own_firewall(load(), one[0]))


@cache
def routers() -> tuple[tuple[str, str], ...]:
    """Return the routers that the knowledge base knows, as (id, name), by name."""
    return tuple(
        sorted(((name, product_name(name)) for name in load().routers), key=lambda one: one[1].lower())
    )


def product_name(name: str) -> str:
    """Return the name that people know for the id of a product or a router."""
    knowledge = load()
    try:
        if name in knowledge.products:
            return knowledge.products[name].name
        if name in knowledge.routers:
            return knowledge.routers[name].name
    except KnowledgeError:
        pass
    return name
