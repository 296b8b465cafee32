"""What of the mode table goes into the diagram: what was tried, or is being tried; what was not only crowds it."""

from __future__ import annotations

import msgspec

from ftpsgui.model.findings import Diagnosis
from ftpsgui.presentation.control import running_probes
from ftpsgui.session.state import State


def drawn(state: State, diagnosis: Diagnosis) -> Diagnosis:
    """Return ``diagnosis`` with the rows that the diagram shows.

    An advertised address that was not dialled stays: that the server names it is the point. Rows of active mode with
    a public address that nobody has given, and rows that were never reached, go.
    """
    under_way = running_probes(state)
    kept = tuple(
        row
        for row in diagnosis.modes
        if row.result != "untested" or row.address == "advertised" or row.mode in under_way
        if row.result != "untested"
        or row.address != "advertised"
        or row.endpoint is not None
        or row.mode in under_way
    )
    return msgspec.structs.replace(diagnosis, modes=kept)
