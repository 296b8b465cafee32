"""The one door from the rules to the knowledge of products and routers."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case, values_of
from ftpsgui.knowledge import remedies
from ftpsgui.knowledge.schema import RouterNeed, ServerNeed
from ftpsgui.model.findings import Remedy
from ftpsgui.topology.sides import vantage

_NEEDS_OUTSIDE: frozenset[str] = frozenset({"masquerade", "forward"})
"""Cures whose values (the public address) a test from inside does not know."""


def cure(
    case: Case, *server: ServerNeed, router: tuple[RouterNeed, ...] = (), box: str | None = None
) -> tuple[Remedy, ...]:
    """Return the steps for the server, then those for its router, all needed together; each way is one group.

    ``box``: the router or platform that the facts point at, for a user who chose none.
    """
    product = case.choices.product or (case.product.id if case.product else None)
    values = values_of(case)
    outside = vantage(case.state) == "outside"
    parts = [
        remedies.server_remedies(case.knowledge, product, need, values)
        for need in server
        if outside or need not in _NEEDS_OUTSIDE
    ]
    parts += [
        remedies.router_remedies(case.knowledge, _box(case, need, box), need, values)
        for need in router
        if outside or need not in _NEEDS_OUTSIDE
    ]
    return remedies.together(*parts)


def _box(case: Case, need: RouterNeed, box: str | None) -> str | None:
    """Return whose words a step is given in. What routes says nothing of the firewall on the server's own machine."""
    chosen = case.choices.router or box
    own = need == "open-range" and (chosen is None or remedies.is_own_firewall(case.knowledge, chosen))
    return case.choices.firewall if own else chosen


def either(*cures: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    """Return cures of which any one may be the right one, the likeliest first."""
    return remedies.alternatives(*cures)
