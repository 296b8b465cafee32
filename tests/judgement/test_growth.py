"""The work of a diagnosis grows as the session does: counted in steps, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from ftpsgui.session.state import State
from ftpsgui.topology.attempts import advertised, judge, read_setup
from tests.judgement.long import KINDS, long_session, long_session_of


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


def folded(session: Session) -> State:
    judge.cache_clear()
    advertised.cache_clear()
    read_setup.cache_clear()
    return fold(session.plan, session.observations, session.started)


def diagnosed(session: Session) -> None:
    diagnose(folded(session), load())


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_many_more_observations_are_twice_as_much_more_work(kind: str) -> None:
    """Of the fold and the diagnosis together, where nothing is remembered of the facts; four times were the square."""
    sessions = [long_session_of(kind, length) for length in (300, 600, 1200)]
    diagnosed(sessions[0])  # reads the knowledge
    short, middle, long = (lines(lambda session=session: diagnosed(session)) for session in sessions)
    assert long - middle < 2.2 * (middle - short)


def test_a_thousand_observations_stay_within_their_work() -> None:
    # About 6 ms on the computer where this was written. Ten more calls for each observation are a slip somewhere.
    session = long_session(1000)
    diagnosed(session)
    state = folded(session)
    assert calls(lambda: diagnose(state, load())) < 60_000
