"""What of the mode table goes into the diagram: what was tried, or is being tried; what was not only crowds it."""

from __future__ import annotations

import msgspec

from ftpsgui.model.findings import Diagnosis, ModeRow
from ftpsgui.presentation.control import running_probes
from ftpsgui.session.state import State


def drawn(state: State, diagnosis: Diagnosis) -> Diagnosis:
    """Return ``diagnosis`` with the rows that the diagram shows; see :func:`drawn_rows`."""
    return msgspec.structs.replace(diagnosis, modes=drawn_rows(diagnosis.modes, running_probes(state)))


def drawn_rows(rows: tuple[ModeRow, ...], under_way: frozenset[str] = frozenset()) -> tuple[ModeRow, ...]:
    """Return the rows of a mode table that the diagram shows; ``under_way``: the probes that run just now.

    An advertised address that was not dialled stays: that the server names it is the point. Rows of active mode with
    a public address that nobody has given, and rows that were never reached, go.
    """
    return tuple(
        row
        for row in rows
        if row.result != "untested"
        or row.mode in under_way
        or (row.address == "advertised" and row.endpoint is not None)
    )
