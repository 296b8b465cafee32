"""The pages of a result, in their order: what their tabs and the list of shortcuts call them."""

from __future__ import annotations

from typing import Final

from ftpsgui.model.message import Message, msg

PAGES: Final[tuple[tuple[str, Message], ...]] = (
    ("findings", msg("Findings")),
    ("clients", msg("Clients")),
    ("exchange", msg("Exchange")),
    ("transcript", msg("Transcript")),
    ("tls", msg("TLS")),
    ("whatif", msg("What if")),
    ("details", msg("Details")),
)
"""A name that no language changes, and the words."""
