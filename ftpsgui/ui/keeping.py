"""What is kept of a run while it happens: its facts, in a file that a crash leaves behind, and its place among the recent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ftpsgui.memory.memory import Memory
from ftpsgui.memory.recent import Recent
from ftpsgui.memory.runs import RunFile, RunVerdict, prune_runs
from ftpsgui.model.facts import Observation
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.form import Form
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Plan
from ftpsgui.presentation.view_verdict import role_of
from ftpsgui.session.errors import SessionError
from ftpsgui.session.state import State
from ftpsgui.ui.window import Window


class Keeper:
    """Keeps one run at a time. When something cannot be written the window says so, once, and the run goes on."""

    def __init__(self, window: Window, memory: Memory) -> None:
        self._window = window
        self._memory = memory
        self._file: RunFile | None = None
        self._form = Form()
        self._started = ""

    @property
    def path(self) -> Path | None:
        """The file that is being written, if there is one."""
        return self._file.path if self._file is not None else None

    def begin(self, form: Form, plan: Plan, started: str) -> None:
        """Begin the file of a run."""
        self._form, self._started = form, started
        try:
            self._file = RunFile(self._memory.places.runs, plan, started)
        except SessionError as error:
            self._give_up(error)
        self._beside(lambda: prune_runs(self._memory.places.runs))
        self._beside(lambda: self._memory.recent.put(Recent(form=form, when=started)))

    def add(self, observation: Observation) -> None:
        """Take a fact."""
        if self._file is not None:
            try:
                self._file.add(observation)
            except SessionError as error:
                self._give_up(error)

    def flush(self) -> None:
        """Put what was taken beyond the reach of a crash."""
        if self._file is not None:
            try:
                self._file.flush()
            except SessionError as error:
                self._give_up(error)

    def end(self, state: State | None, diagnosis: Diagnosis | None) -> Path | None:
        """End the file with the verdict, if the run came to one. Return where the run is kept; None when nowhere."""
        file, self._file = self._file, None
        if file is None:
            return None
        try:
            if state is None or diagnosis is None:
                file.end(None)
                return file.path
            role = role_of(state, diagnosis)
            findings = tuple(finding.id for finding in diagnosis.findings)
            file.end(RunVerdict(outcome=role, verdict=diagnosis.verdict, findings=findings))
        except SessionError as error:
            self._give_up(error)
            return None
        self._beside(
            lambda: self._memory.recent.put(Recent(form=self._form, when=self._started, outcome=role))
        )
        return file.path

    def _beside(self, keep: Callable[[], object]) -> None:
        """Keep something that the file of the run does not depend on."""
        try:
            keep()
        except SessionError as error:
            self._window.tell("history", error.message)

    def _give_up(self, error: SessionError) -> None:
        self._file = None
        words = msg(
            "The history does not keep the whole of this run. What is found stays in the window. {reason}",
            reason=error.message,
        )
        self._window.tell("history", words)
