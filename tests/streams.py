"""What servers made of asyncio's streams need on every Python."""

from __future__ import annotations

import asyncio
from contextlib import suppress


def abort(writer: asyncio.StreamWriter) -> None:
    """Drop the connection at once, also one that is closed already.

    Until Python 3.11.3 a TLS transport that is closed has no protocol any more, and its ``abort`` stumbles over that.
    """
    with suppress(AttributeError):
        writer.transport.abort()
