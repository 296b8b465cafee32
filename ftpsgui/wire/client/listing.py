"""What to try over a data connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ftpsgui.model.facts import DataAttempt, Purpose
from ftpsgui.model.plan import Mode, Target


@dataclass(frozen=True)
class Listing:
    """What to try. ``public``: the address to name in PORT/EPRT when ``address`` is ``public``."""

    mode: Mode
    address: Target
    purpose: Purpose = "mode"
    command: str = "LIST"
    """What to send: LIST, or STOR and RETR with a path."""
    offer_session: bool = True
    session_from: Literal["control", "data", "data-again"] = "control"
    """Whose session to offer: the control connection's, as servers expect it; the last data connection's; or the one that
    was offered last, once more."""
    public: str | None = None
    eager: bool = False
    """Send LIST before the connection stands and begin TLS before the 1xx: only where a listing has just worked."""
    on_setup: Callable[[DataAttempt], None] | None = None
    """Called with what is known once the reply to PASV/EPSV was read, before anything is dialled."""


def again(proof: DataAttempt) -> Listing:
    """Return the listing that goes the way of ``proof``, a try that has worked: same mode, same address."""
    public = proof.advertised.host if proof.address == "public" and proof.advertised is not None else None
    return Listing(mode=proof.mode, address=proof.address, public=public)
