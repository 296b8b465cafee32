"""The one door from the rules to the knowledge of products and routers."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case, values_of
from ftpsgui.knowledge import remedies
from ftpsgui.knowledge.schema import RouterNeed, ServerNeed
from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.findings import Remedy
from ftpsgui.topology.attempts import advertised
from ftpsgui.topology.habits import Owner, usual_owner
from ftpsgui.topology.sides import private_227, vantage

_IPV6: dict[RouterNeed, RouterNeed] = {"forward": "let-in", "open-range": "open-range-ipv6"}
_PLATFORMS: dict[Owner | None, str] = {"container": "docker", "pod": "kubernetes"}
"""What publishes the ports of a server with such an address."""

_NEEDS_OUTSIDE: frozenset[str] = frozenset({"masquerade", "forward"})
"""Cures whose values (the public address) a test from inside does not know."""


def cure(
    case: Case, *server: ServerNeed, router: tuple[RouterNeed, ...] = (), by_name: bool = True
) -> tuple[Remedy, ...]:
    """Return the steps for the server, then those for its router, all needed together; each way is one group.

    ``by_name`` False: the server's name is no way to its public address.
    """
    product = case.choices.product or (case.product.id if case.product else None)
    values = {key: value for key, value in values_of(case).items() if by_name or key != "public_name"}
    outside = vantage(case.state) == "outside"
    known = case.knowledge.products.get(product or "")
    needed = router if known is None or not known.is_router else ()
    parts = [
        remedies.server_remedies(case.knowledge, product, need, values)
        for need in server
        if outside or need not in _NEEDS_OUTSIDE
    ]
    parts += [
        remedies.router_remedies(case.knowledge, _box(case, need), _over(case, need), values)
        for need in needed
        if outside or need not in _NEEDS_OUTSIDE
    ]
    return remedies.together(*parts)


def _over(case: Case, need: RouterNeed) -> RouterNeed:
    """Return what the router or firewall needs: over IPv6 it translates nothing, and has only to let in."""
    return _IPV6.get(need, need) if case.peer is not None and is_ipv6(case.peer.host) else need


def _box(case: Case, need: RouterNeed) -> str | None:
    """Return whose words a step is given in: what the user chose, else what the address in 227 points at.

    What routes says nothing of the firewall on the server's own machine.
    """
    chosen = case.choices.router
    if chosen is None and need == "forward":
        return next(
            (
                _PLATFORMS.get(usual_owner(said.host))
                for seen in private_227(case.state)
                if (said := advertised(seen.fact)) is not None
            ),
            None,
        )
    own = need == "open-range" and (chosen is None or remedies.is_own_firewall(case.knowledge, chosen))
    return case.choices.firewall if own else chosen


def either(*cures: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    """Return cures of which any one may be the right one, the likeliest first."""
    return remedies.alternatives(*cures)
