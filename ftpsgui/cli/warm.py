"""Load the judgement wing while the network keeps us waiting anyway.

The report needs modules whose import takes about as long as a run on loopback. A run at a distance mostly waits, so
the imports cost nothing when they happen beside it.
"""

from __future__ import annotations


def preload(report_format: str) -> None:
    """Import what the diagnosis and the report will need; for a worker thread. Never fails: the report will say."""
    import contextlib

    with contextlib.suppress(Exception):
        from ftpsgui.diagnosis.engine import rules
        from ftpsgui.knowledge import load
        from ftpsgui.reports import load_format

        rules()
        load_format(report_format)
        len(load().products)
