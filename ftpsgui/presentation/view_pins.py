"""The certificates that were agreed to for good, as one reads them."""

from __future__ import annotations

import msgspec

from ftpsgui.memory.pins import Pin
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.model.message import msg
from ftpsgui.presentation.view_text import visible
from ftpsgui.texts.moments import day_where_we_are
from ftpsgui.texts.translate import Translator


class PinView(msgspec.Struct, frozen=True, kw_only=True):
    """One line. ``host`` and ``port`` name it; ``spoken`` says all of it."""

    host: str
    port: int
    server: str
    agreed: str
    subject: str
    fingerprint: str
    spoken: str


def pins_view(pins: tuple[Pin, ...], t: Translator) -> tuple[PinView, ...]:
    """Return a line for each agreement."""
    return tuple(_pin(pin, t) for pin in pins)


def _pin(pin: Pin, t: Translator) -> PinView:
    host = visible(pin.host, limit=80)
    server = f"[{host}]:{pin.port}" if ":" in host else f"{host}:{pin.port}"
    subject, agreed = visible(pin.subject, limit=160), visible(day_where_we_are(pin.agreed), limit=40)
    return PinView(
        host=pin.host,
        port=pin.port,
        server=server,
        agreed=agreed,
        subject=subject,
        fingerprint=in_pairs(visible(pin.sha256, limit=64)),
        spoken=t(msg("{server}, agreed to on {day}, {subject}", server=server, day=agreed, subject=subject)),
    )
