"""The work of a diagnosis grows as the session does: counted in calls, not in seconds."""

from __future__ import annotations

import sys
from types import FrameType

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.session.fold import fold
from ftpsgui.topology.attempts import advertised, judge
from tests.judgement.long import long_session


def calls(length: int) -> int:
    """Return how many functions, ours and Python's own, a first diagnosis of ``length`` observations calls."""
    session = long_session(length)
    state = fold(session.plan, session.observations, session.started)
    judge.cache_clear()
    advertised.cache_clear()
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        diagnose(state, load())
    finally:
        sys.setprofile(before)
    return count


def test_ten_times_the_observations_are_ten_times_the_work():
    calls(50)  # reads the knowledge
    short, long = calls(200), calls(2000)
    assert long < 11 * short


def test_a_thousand_observations_stay_within_their_work():
    # About 12 ms on the computer where this was written. Ten more calls for each observation are a slip somewhere.
    assert calls(1000) < 150_000
