"""The clock of a test that runs; while a connection is left silent on purpose it counts that down, too."""

from __future__ import annotations

import math

from ftpsgui.model.facts import SilenceBegan
from ftpsgui.model.message import msg
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator


def clock_text(state: State | None, seconds: float, t: Translator) -> str:
    """Return what the clock shows ``seconds`` after the start of the run."""
    left = silence_left(state, seconds) if state is not None else 0
    shown = f"{seconds:.1f}"
    if left:
        return t(msg("{seconds} s · {left} s of silence left", seconds=shown, left=left))
    return t(msg("{seconds} s", seconds=shown))


def silence_left(state: State, seconds: float) -> int:
    """Return the seconds of silence that are left, rounded up; 0 when no connection is silent on purpose."""
    if "control-idle" in state.outcomes:
        return 0
    ends = [seen.time + seen.fact.seconds for seen in state.of(SilenceBegan)]
    return max(0, math.ceil(max(ends) - seconds)) if ends else 0
