"""The work of a diagnosis grows as the session does: counted in steps, not in seconds."""

from __future__ import annotations

from functools import partial

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.model.addresses import classify, in_network, normalise
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from ftpsgui.session.state import State, verb_of
from ftpsgui.topology.attempts import advertised, judge, read_setup
from tests.judgement.long import KINDS, long_session, long_session_of
from tests.judgement.steps import calls, grows_linearly


def folded(session: Session) -> State:
    """Fold a session of which nothing is remembered, neither of its facts nor of the words and addresses in them."""
    for kept in (judge, advertised, read_setup, verb_of, normalise, classify, in_network):
        kept.cache_clear()
    load()._identifier = None
    return fold(session.plan, session.observations, session.started)


def diagnosed(session: Session) -> None:
    diagnose(folded(session), load())


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_many_more_observations_are_twice_as_much_more_work(kind: str) -> None:
    """Of the fold and the diagnosis together."""
    sessions = [long_session_of(kind, length) for length in (300, 600, 1200)]
    diagnosed(sessions[0])  # reads the knowledge
    assert grows_linearly([partial(diagnosed, session) for session in sessions])


def test_a_thousand_observations_stay_within_their_work() -> None:
    # About 6 ms on the computer where this was written. Ten more calls for each observation are a slip somewhere.
    session = long_session(1000)
    diagnosed(session)
    state = folded(session)
    assert calls(lambda: diagnose(state, load())) < 60_000
