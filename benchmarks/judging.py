"""How long the judgement takes, in this process: no network, no Qt. Processor time, so that a busy computer matters less."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from ftpsgui.diagnosis.engine import diagnose, rules
from ftpsgui.knowledge.base import Knowledge
from ftpsgui.resources import resource
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.topology.attempts import advertised, judge, read_setup
from tests.judgement.long import long_session


def milliseconds(
    measured: Callable[[], object], prepare: Callable[[], object], repeat: int
) -> tuple[float, ...]:
    """Return the processor time of ``measured``, ``repeat`` times, each after ``prepare``."""
    found = []
    for _ in range(repeat):
        prepare()
        gc.collect()
        begun = time.process_time()
        measured()
        found.append((time.process_time() - begun) * 1000)
    return tuple(found)


def diagnosis(length: int, repeat: int) -> tuple[float, ...]:
    """Return the milliseconds of a first diagnosis of ``length`` observations: nothing is remembered of them."""
    knowledge = Knowledge(resource())
    knowledge.identify(())
    rules()
    made: list[State] = []

    def anew() -> None:
        judge.cache_clear()
        advertised.cache_clear()
        read_setup.cache_clear()
        session = long_session(length)
        made[:] = [fold(session.plan, session.observations, session.started)]

    return milliseconds(lambda: diagnose(made[0], knowledge), anew, repeat)


def opening(repeat: int) -> tuple[float, ...]:
    """Return the milliseconds until the knowledge base can name a product: what identifies each one is read."""
    made: list[Knowledge] = []

    def anew() -> None:
        made[:] = [Knowledge(resource())]

    return milliseconds(lambda: made[0].identify(()), anew, repeat)
