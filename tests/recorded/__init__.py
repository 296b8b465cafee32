"""Sessions that were recorded against real servers, as saved files (``*.ftpsgui.json``)."""

from __future__ import annotations

from pathlib import Path

from ftpsgui.session.codec import decode
from ftpsgui.session.session import Session


def recorded(name: str) -> Session:
    """Return one recorded session, by its file's name without the ending."""
    return decode((Path(__file__).parent / f"{name}.json").read_bytes())


def recorded_sessions() -> list[Session]:
    """Return every recorded session, in the order of the files' names."""
    return [decode(path.read_bytes()) for path in sorted(Path(__file__).parent.glob("*.json"))]
