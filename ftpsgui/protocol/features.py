"""FEAT (RFC 2389 §3)."""

from __future__ import annotations

from ftpsgui.model.facts import Reply


def parse_features(reply: Reply) -> frozenset[str]:
    """Return the feature lines of a 211, upper case, without indentation; empty when FEAT was not answered so.

    The first and the last line are framing; a one-line 211 lists nothing. Servers that forget to indent are read too.
    """
    if reply.code != 211 or len(reply.lines) < 2:
        return frozenset()
    return frozenset(line.strip().upper() for line in reply.lines[1:-1] if line.strip())
