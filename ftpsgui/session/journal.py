"""The recorder of a run: numbers facts, stamps them, blanks secrets, and tells who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ftpsgui import __version__
from ftpsgui.model.facts import Fact, Observation
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import Clock
from ftpsgui.model.secret import Secret
from ftpsgui.session.redaction import Redactor
from ftpsgui.session.session import Session

Listener = Callable[[Observation], None]


class Journal:
    """Implements the seam ``Recorder``. A secret never gets past :meth:`record`.

    ``observations`` grows in place: a live view for who follows the run. Not thread-safe; a run has one loop.
    """

    def __init__(self, plan: Plan, clock: Clock, secrets: Iterable[Secret] = ()) -> None:
        self.plan = plan
        self.started = clock.wall()
        self.observations: list[Observation] = []
        self._clock = clock
        self._redactor = Redactor(secrets)
        self._listeners: list[Listener] = []

    def record(
        self, fact: Fact, *, probe: str, connection: str | None = None, caused_by: str | None = None
    ) -> Observation:
        """Blank the secrets in ``fact``, store it and return it as observed."""
        sequence = len(self.observations) + 1
        observation = Observation(
            id=f"o{sequence}",
            sequence=sequence,
            time=round(self._clock.now(), 6),
            probe=probe,
            connection=connection,
            caused_by=caused_by,
            fact=self._redactor.fact(fact),
        )
        self._keep(observation)
        return observation

    def carry(self, observations: Iterable[Observation]) -> None:
        """Begin with facts of an earlier run (:func:`ftpsgui.session.carry.carried`), numbered as they come."""
        for observation in observations:
            self._keep(observation)

    def _keep(self, observation: Observation) -> None:
        self.observations.append(observation)
        for listener in tuple(self._listeners):
            listener(observation)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with every further observation; the returned function ends it and may be called twice."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def session(self) -> Session:
        """Return what was recorded so far as a session; valid at any moment of the run."""
        return Session(
            tool_version=__version__,
            started=self.started,
            plan=self.plan,
            observations=tuple(self.observations),
        )
