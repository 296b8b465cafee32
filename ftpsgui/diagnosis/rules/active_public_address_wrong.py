"""The public address that was given is not the one that the server sees."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule
from ftpsgui.model.addresses import is_ipv6, is_public, same_address
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when the server told another public address of ours than the user's."""
    given = case.state.plan.active.public_address
    if given is None:
        return SILENT
    told = [
        one
        for one in case.state.client_addresses_seen_by_server
        if is_public(one.address) and is_ipv6(one.address) == is_ipv6(given)
    ]
    if not told:
        return UNKNOWN
    if any(same_address(given, one.address) for one in told):
        return SILENT
    named = any(seen.fact.address == "public" and seen.fact.not_dialled is None for seen in case.state.active)
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("client",),
        title=msg("The public address that you gave is not the one that the server sees"),
        explanation=msg(
            "You gave {given}, but the server sees your connection come from {seen}. Active mode can work only with the "
            "address that the server sees: enter {seen}, or leave the field empty. Providers change addresses from time "
            "to time, and a VPN or a second internet line has another one.",
            given=given,
            seen=told[0].address,
        )
        if named
        else msg(
            "You gave {given}, but the server sees your connection come from {seen}, so {given} was not named: it may "
            "be somebody else's. Active mode can work only with the address that the server sees: enter {seen}, or leave "
            "the field empty. Providers change addresses from time to time, and a VPN or a second internet line has "
            "another one.",
            given=given,
            seen=told[0].address,
        ),
        params={"given": given, "seen": told[0].address},
        evidence=tuple(dict.fromkeys(one.evidence for one in told)),
    )


RULE = Rule(id="active-public-address-wrong", rank=690, judge=judge)
