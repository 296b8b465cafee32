"""Whether the target is our own network's public address, so that the way leads to our router and back in."""

from __future__ import annotations

from dataclasses import dataclass

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.addresses import in_network, is_private, is_public, same_address
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import once


@dataclass(frozen=True, slots=True)
class Back:
    """What says so.

    ``same``: the server sees us at the very target; ``ours``: at an address of our own network; ``claimed``: the user gave
    the target as our public address.
    """

    same: tuple[str, ...]
    ours: tuple[str, ...]
    claimed: bool

    @property
    def there(self) -> bool:
        """Whether anything does."""
        return bool(self.same or self.ours or self.claimed)


@once
def back_in(case: Case) -> Back | None:
    """Return what says that the way comes back in; None where it cannot (a target that is no public address, or our own)."""
    peer, local = case.state.target_address, case.state.local_address
    if peer is None or local is None or not is_public(peer):
        return None
    if any(same_address(peer, interface.address) for interface in case.state.interfaces):
        return None
    told, given = case.state.client_addresses_seen_by_server, case.state.plan.active.public_address
    return Back(
        same=tuple(one.evidence for one in told if same_address(one.address, peer)),
        ours=tuple(
            one.evidence for one in told if near(case, one.address) and not same_address(one.address, local)
        ),
        claimed=given is not None and same_address(given, peer),
    )


def near(case: Case, address: str) -> bool:
    """Whether ``address`` is a private one of a network that this computer is in."""
    return is_private(address) and any(in_network(address, one.network) for one in case.state.interfaces)


def from_outside_first(case: Case, words: Message) -> Message:
    """Return ``words`` about ports that fail, with what they are worth where the way comes back in."""
    back = back_in(case)
    if back is None or not back.there:
        return words
    return msg(
        "{words} But this test came from the server's own side of its router (“hairpin NAT”), and many routers do not lead "
        "such connections to the forwarded ports: test again from outside before you change anything.",
        words=words,
    )
