"""Cures in the words of a product or router, with this server's values filled in.

``values`` are texts by the names of :data:`ftpsgui.knowledge.schema.VALUES`; one that is missing becomes a placeholder
``<name>`` with its meaning, and the remedy is then not ``verbatim``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ftpsgui.knowledge.base import Knowledge
from ftpsgui.knowledge.generic import GENERIC_ROUTER, GENERIC_SERVER
from ftpsgui.knowledge.schema import RouterNeed, ServerNeed, Step
from ftpsgui.knowledge.texts import complete, directive, missing, names_in, sentence
from ftpsgui.model.findings import Audience, Confidence, Placeholder, Remedy
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import labelled, series

COMMON_PRODUCTS = ("vsftpd", "proftpd", "pure_ftpd", "filezilla_server_1", "iis_ftp")
"""Whose words are used when the product is not known."""

_SHORT: frozenset[ServerNeed] = frozenset({"masquerade", "passive-range"})
"""Cures that take a line or two in each product."""

_WHO: dict[RouterNeed, Audience] = {
    "forward": "network-admin",
    "let-in": "network-admin",
    "open-range": "server-admin",
    "open-range-ipv6": "server-admin",
    "helper-off": "network-admin",
}
"""Who does what is said in general words: a firewall on the machine of the server is its administrator's."""
_AGAIN = msg("Apply the change as the manual says, then run this test again.")
_ONLY_AGAIN = msg("Then run this test again.")

VERIFIED_BY: dict[str, str] = {
    "masquerade": "pasv",
    "passive-range": "passive-range",
    "passive-allow": "pasv",
    "session-reuse": "session-reuse",
    "tls-enable": "tls",
    "require-tls": "login",
    "certificate": "certificate",
    "active-allow": "port",
    "data-protection": "protection",
    "listen": "connect",
    "tls-versions": "tls-versions",
    "forward": "pasv",
    "let-in": "epsv",
    "open-range": "pasv",
    "open-range-ipv6": "epsv",
    "helper-off": "plaintext-comparison",
}
"""The probe that shows, on the next run, whether the cure took."""


def server_remedies(
    knowledge: Knowledge, product_id: str | None, need: ServerNeed, values: Mapping[str, str]
) -> tuple[Remedy, ...]:
    """Return the steps that give the server what it needs, groups counted from 1.

    A known product that has no entry for ``need`` uses its engine's, else one general sentence. For an unknown product
    (None, or an id without a file) it is one sentence with the names of the setting in several; addresses and ports,
    which are lines to paste, are told in the words of each common product, too, one group each.
    """
    if product_id is not None and product_id in knowledge.products:
        product = knowledge.products[product_id]
        steps, confidence = product.need.get(need, ()), product.confidence
        if not steps and product.engine is not None:
            engine = knowledge.products[product.engine]
            steps, confidence = engine.need.get(need, ()), engine.confidence
        if steps:
            return _remedies(steps, confidence, "server-admin", need, values, product=product_id)
        return _general(GENERIC_SERVER[need], "server-admin", need, values, product=product_id)
    common = {name: knowledge.products[name] for name in COMMON_PRODUCTS}
    names = [
        labelled(product.name, product.called[need]) for product in common.values() if need in product.called
    ]
    general = _general(GENERIC_SERVER[need], "server-admin", need, values, names=names)
    if need not in _SHORT:
        return general
    parts = [general]  # first: whoever has another product must not take the first one's lines for theirs
    for name, product in common.items():
        if steps := tuple(step for step in product.need.get(need, ()) if step.option == 1):
            parts.append(_remedies(steps, product.confidence, "server-admin", need, values, product=name))
    return alternatives(*parts)


def router_remedies(
    knowledge: Knowledge, router_id: str | None, need: RouterNeed, values: Mapping[str, str]
) -> tuple[Remedy, ...]:
    """Return the steps for the router or firewall; without an id (or an unknown one) one general sentence."""
    if router_id is not None and router_id in knowledge.routers:
        router = knowledge.routers[router_id]
        if need == "open-range-ipv6" and need not in router.need:
            need = "open-range"
        if steps := router.need.get(need, ()):
            return _remedies(steps, router.confidence, "network-admin", need, values, router=router_id)
        return _general(GENERIC_ROUTER[need], _WHO[need], need, values, router=router_id)
    return _general(GENERIC_ROUTER[need], _WHO[need], need, values)


def is_own_firewall(knowledge: Knowledge, router_id: str) -> bool:
    """Whether this can be the firewall on the server's own machine, whose administrator opens it."""
    router = knowledge.routers.get(router_id)
    return router is not None and any(
        step.audience == "server-admin" for step in router.need.get("open-range", ())
    )


def together(*parts: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    """Join cures that are all needed: each way of the first part with each way of the next, steps counted through."""
    ways: list[tuple[Remedy, ...]] = [()]
    for part in parts:
        if part:
            groups = _groups(part)
            ways = [way + group for way in ways for group in groups]
    return _counted(ways)


def alternatives(*parts: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    """Put cures side by side: groups counted through, and the steps inside each."""
    return _counted([group for part in parts for group in _groups(part)])


def _counted(groups: list[tuple[Remedy, ...]]) -> tuple[Remedy, ...]:
    filled = [group for group in groups if group]
    return tuple(
        msgspec.structs.replace(remedy, group=number, step=step)
        for number, group in enumerate(filled, start=1)
        for step, remedy in enumerate(group, start=1)
    )


def _groups(remedies: tuple[Remedy, ...]) -> list[tuple[Remedy, ...]]:
    numbers = dict.fromkeys(remedy.group for remedy in remedies)
    return [tuple(remedy for remedy in remedies if remedy.group == number) for number in numbers]


def _remedies(
    steps: tuple[Step, ...],
    confidence: Confidence,
    audience: Audience,
    need: str,
    values: Mapping[str, str],
    *,
    product: str | None = None,
    router: str | None = None,
) -> tuple[Remedy, ...]:
    known = complete(values)
    by_name = {step.option for step in steps if "public_name" in names_in(step.snippet)}
    # Who tests by an address may have no name: the way that looks one up is left out.
    steps = tuple(step for step in steps if "public_name" in known or step.option not in by_name)
    options = sorted({step.option for step in steps})
    result = []
    for group, option in enumerate(options, start=1):
        for number, step in enumerate((step for step in steps if step.option == option), start=1):
            own = tuple(
                Placeholder(name=name, meaning=sentence(text.meaning, known))
                for name, text in step.placeholders.items()
            )
            lacking = missing(known, step.snippet, step.say, step.apply, step.apply_say)
            apply: Message | None = None
            if step.apply is not None:
                apply = directive(step.apply, known)
            elif step.apply_say is not None:
                apply = sentence(step.apply_say, known)
            result.append(
                Remedy(
                    group=group,
                    step=number,
                    audience=step.audience or audience,
                    product=product,
                    router=router,
                    file=step.file,
                    snippet=directive(step.snippet, known)
                    if step.snippet
                    else sentence(step.say or "", known),
                    apply=apply,
                    placeholders=own + lacking,
                    verbatim=step.snippet is not None and not own and not lacking,
                    confidence=step.confidence or confidence,
                    verified_by=VERIFIED_BY[need],
                    need=need,
                )
            )
    return tuple(result)


def _general(
    text: Message,
    audience: Audience,
    need: str,
    values: Mapping[str, str],
    *,
    product: str | None = None,
    router: str | None = None,
    names: Sequence[Message] = (),
) -> tuple[Remedy, ...]:
    """Return one step in general words; ``names``: what the setting is called in several products."""
    words = sentence(text.id, complete(values))
    if names:
        words = msg("{setting} What that is called: {names}.", setting=words, names=series(names))
    return (
        Remedy(
            group=1,
            step=1,
            audience=audience,
            product=product,
            router=router,
            file=None,
            snippet=words,
            apply=_ONLY_AGAIN if need == "listen" else _AGAIN,
            placeholders=missing(complete(values), text.id),
            confidence="documented",
            verified_by=VERIFIED_BY[need],
            need=need,
        ),
    )
