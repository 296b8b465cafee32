"""What is known of one run, whether it is under way, was played by the demo or was read from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
        self.scenario = ""
        """The id of the demo's scenario that was played; empty for the real network."""
        self.saved_as: Path | None = None
        self.journal: Journal | None = None
        self._session: Session | None = None
        self._position = 0
        self._folder = Folder(plan, started)

    @classmethod
    def live(
        cls, plan: Plan, password: Secret, clock: Clock, observed: Callable[[Observation], object]
    ) -> Record:
        """Return the record of a run that begins now; ``observed`` hears of each fact after it was taken in."""
        journal = Journal(plan, clock, (password,))
        made = cls(plan, journal.started)
        made.journal = journal

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
        made.go_to(len(session.observations))
        return made

    @property
    def would_be_lost(self) -> bool:
        """Whether this is a run of this window that is in no file yet."""
        return self.journal is not None and self.saved_as is None and bool(self.journal.observations)

    @property
    def total(self) -> int:
        """How many facts a record from a file has; 0 for a live one."""
        return len(self._session.observations) if self._session is not None else 0

    @property
    def position(self) -> int:
        """How many facts of a record from a file are shown."""
        return self._position

    @property
    def unfinished(self) -> bool:
        """Whether a record from a file is shown only up to some fact before its last."""
        return self._position < self.total

    def go_to(self, position: int) -> None:
        """Show the first ``position`` facts of a record from a file."""
        if self._session is None:
            return
        wanted = max(0, min(position, self.total))
        if wanted < self._position:
            self._folder = Folder(self.plan, self.started)
            self._position = 0
        for observation in self._session.observations[self._position : wanted]:
            self._folder.add(observation)
        self._position = wanted

    @property
    def timed(self) -> bool:
        """Whether a record from a file says when things happened: some logs do not."""
        return self._session is not None and any(one.time > 0 for one in self._session.observations[-1:])

    def last_time(self) -> float:
        """Return when the last fact that is shown came, in seconds since the start."""
        if self._session is None or self._position == 0:
            return 0.0
        return max(0.0, self._session.observations[self._position - 1].time)

    def gap(self) -> float:
        """Return the seconds between the last fact that is shown and the next one."""
        if self._session is None or not self.unfinished:
            return 0.0
        # What is known from an earlier run has negative times: it is there from the start.
        return max(0.0, self._session.observations[self._position].time - self.last_time())

    def state(self) -> State:
        """Return the facts so far, indexed."""
        return self._folder.state()

    def session(self) -> Session | None:
        """Return the facts so far as a session; None when there is nothing that could be saved."""
        return self._session or (self.journal.session() if self.journal is not None else None)
