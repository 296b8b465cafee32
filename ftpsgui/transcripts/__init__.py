"""Logs of other clients as the facts of a session: one file ``kind_<name>.py`` a client, found by its name.

A kind turns lines into events (:mod:`ftpsgui.transcripts.events`); :mod:`ftpsgui.transcripts.assemble` makes facts of
events, the same for all kinds. What a log does not show is no fact: nothing is guessed so that a rule may fire.
"""

from __future__ import annotations

import pkgutil
from functools import cache

PREFIX = "kind_"


@cache
def kinds() -> tuple[str, ...]:
    """Return the names of the kinds, sorted; imports none of them."""
    return tuple(
        sorted(
            module.name.removeprefix(PREFIX)
            for module in pkgutil.iter_modules(__path__)
            if module.name.startswith(PREFIX)
        )
    )
