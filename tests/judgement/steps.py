"""How much work something is, in steps: the same on every computer, however busy it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType


def lines(measured: Callable[[], object]) -> int:
    """Return how many lines of Python are gone through; each turn of a loop or comprehension is one at least."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        measured()
    finally:
        sys.settrace(before)
    return count


def calls(measured: Callable[[], object]) -> int:
    """Return how many functions, ours and Python's own, are called."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        measured()
    finally:
        sys.setprofile(before)
    return count


def grows_linearly(works: Sequence[Callable[[], object]]) -> bool:
    """Whether three works, each for twice as much as the one before, grow as that does (to the step, but for what is kept)."""
    short, middle, long = map(lines, works)
    return long - middle < 2.05 * (middle - short)
