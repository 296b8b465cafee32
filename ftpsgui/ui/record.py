"""What is known of one run, whether it is under way, was played by the demo or was read from a file."""

from __future__ import annotations

from collections.abc import Callable

from ftpsgui.model.facts import Observation
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import Clock
from ftpsgui.model.secret import Secret
from ftpsgui.session.fold import Folder
from ftpsgui.session.journal import Journal
from ftpsgui.session.session import Session
from ftpsgui.session.state import State


class Record:
    """The facts of a run as they arrive. ``journal`` is None for one that was read from a file."""

    def __init__(self, plan: Plan, started: str = "") -> None:
        self.plan = plan
        self.started = started
        self.journal: Journal | None = None
        self._clock: Clock | None = None
        self._session: Session | None = None
        self._folder = Folder(plan, started)

    @classmethod
    def live(
        cls, plan: Plan, password: Secret, clock: Clock, observed: Callable[[Observation], object]
    ) -> Record:
        """Return the record of a run that begins now; ``observed`` hears of each fact after it was taken in."""
        journal = Journal(plan, clock, (password,))
        made = cls(plan, journal.started)
        made.journal, made._clock = journal, clock

        def take(observation: Observation) -> None:
            made._folder.add(observation)
            observed(observation)

        journal.subscribe(take)
        return made

    @classmethod
    def saved(cls, session: Session) -> Record:
        """Return the record of a session from a file."""
        made = cls(session.plan, session.started)
        made._session = session
        for observation in session.observations:
            made._folder.add(observation)
        return made

    def state(self) -> State:
        """Return the facts so far, indexed."""
        return self._folder.state()

    def session(self) -> Session | None:
        """Return the facts so far as a session; None when there is nothing that could be saved."""
        return self._session or (self.journal.session() if self.journal is not None else None)

    def seconds(self) -> float | None:
        """Return the seconds since the run began; None when it is not a live one."""
        return self._clock.now() if self._clock is not None else None
