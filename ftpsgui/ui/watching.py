"""What is shown of a record: facts → state → diagnosis → view, at most 20 times a second.

A tick takes several turns of the loop, since a run's own sockets wait for the longest of them and not for their sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ftpsgui.diagnosis.changes import Changes, comparable, compare
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.model.facts import Observation
from ftpsgui.model.findings import Diagnosis
from ftpsgui.presentation.running_clock import clock_text
from ftpsgui.session.session import Session
from ftpsgui.session.state import State
from ftpsgui.ui.cures import CureDesk
from ftpsgui.ui.keeping import Keeper
from ftpsgui.ui.own_errors import OwnErrors
from ftpsgui.ui.record import Record
from ftpsgui.ui.showing import show_result
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import translator
from ftpsgui.wire.runner import Runner

TICK_MS = 50
_BREATH_MS = 3
"""Between judging and showing, for the run's own sockets."""


@dataclass(frozen=True)
class Before:
    """The run before this one, to compare with and to go on from."""

    record: Record | None
    state: State
    diagnosis: Diagnosis

    def session(self) -> Session | None:
        """Return its facts."""
        return self.record.session() if self.record is not None else None


class Watcher(QObject):
    """Judges ``record`` and shows it, again and again while it grows. ``runner`` is the run that feeds it, if one does.

    ``running``: whether a run is under way, one that has not begun to ask included.
    """

    failed = Signal(object)
    """This program made an error of its own, the exception: nothing can be shown."""

    def __init__(
        self,
        window: Window,
        keeper: Keeper,
        cures: CureDesk,
        errors: OwnErrors,
        running: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self.record: Record | None = None
        self.state: State | None = None
        self.diagnosis: Diagnosis | None = None
        self.before: Before | None = None
        self.runner: Runner | None = None
        self.stopping = False
        """Whether the run was told to stop and is not over yet."""
        self.closed = False
        self._window, self._keeper, self._cures, self._errors = window, keeper, cures, errors
        self._running = running
        self.changes: Changes | None = None
        """What the run shows that the one before did not; None when there is nothing to compare with."""
        self._news = False
        """Whether a run has ended whose end is not shown yet."""
        self.tick = QTimer(self)
        self.tick.setSingleShot(True)
        self.tick.setInterval(TICK_MS)
        self.tick.timeout.connect(self._look_again)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(lambda: self._show(gently=True))
        self._second = QTimer(self)
        self._second.setInterval(100)
        self._second.timeout.connect(self._show_clock)

    def begin(self, runner: Runner) -> None:
        """Follow a run."""
        self.runner = runner
        self._second.start()
        self.look()

    def note(self, observation: Observation) -> None:
        """Take note that a fact has come."""
        self._keeper.add(observation)
        if not self.tick.isActive():
            self.tick.start()

    def rest(self) -> None:
        """The run is over: nothing comes any more."""
        self.runner = None
        self.stopping = False
        self._stop_timers()

    def close(self) -> None:
        """Show nothing any more: the window is closed."""
        self.closed = True
        self._stop_timers()

    def _stop_timers(self) -> None:
        for timer in (self._second, self.tick, self._turn):
            timer.stop()

    def end(self) -> None:
        """Show the end of a run, and say that it is over."""
        if self.state is not None or self.record is not None:
            self.look()
            self._news = self._turn.isActive()
            for one in self.diagnosis.untested if self.diagnosis is not None else ():
                if one.reason == "left-behind":  # a file of ours on another's server: not only in a list
                    self._window.tell(one.reason, one.text)
        if not self._news and not self.closed:
            self._announce()

    def forget(self) -> None:
        """Know of no run and no record."""
        self.before = self.changes = None
        self._turn.stop()
        self._news = False
        self._errors.what = ""
        self._window.hush("left-behind")
        self.record = self.state = self.diagnosis = None

    def become_the_one_before(self) -> Before | None:
        """Return what is shown as what the next run is compared with: only a whole run can be; else the one before it."""
        if self.state is not None and self.diagnosis is not None and self.state.ended is not None:
            return Before(self.record, self.state, self.diagnosis)
        return self.before

    def refresh(self) -> None:
        """Fold, judge, and show what there is."""
        if self._judge():
            self._show()

    def look(self) -> None:
        """Do so for a run, but show in the loop's next turns: all in one would make it late."""
        if self._judge():
            self._turn.start(_BREATH_MS)

    def _look_again(self) -> None:
        """Do so as facts arrive, once what came before is shown whole: a slow computer shows fewer pictures of a run."""
        if self._window.busy:
            self.tick.start()
        else:
            self.look()

    def _judge(self) -> bool:
        if self.record is None or self.closed:
            return False
        if self._errors.what:
            self._errors.show()
            return False
        self._keeper.flush()
        try:
            self.state = self.record.state()
            self.diagnosis = diagnose(self.state, load(), self._cures.choices)
            self.changes = self._compared(self.state, self.diagnosis)
        except Exception as error:  # noqa: BLE001 (a rule that fails must not take the window with it)
            self.failed.emit(error)
            return False
        return True

    def _show(self, *, gently: bool = False) -> None:
        self._turn.stop()
        if self.record is None or self.state is None or self.diagnosis is None or self._errors.what:
            return
        self._window.make_results().turns.failed = self.failed.emit
        try:
            show_result(
                self._window,
                self.state,
                self.diagnosis,
                running=self._running(),
                stopping=self.stopping,
                clock=self._seconds(),
                router=self._cures.choices.router or "",
                firewall=self._cures.choices.firewall or "",
                cure=self._cures.product,
                changes=self.changes,
                replayed=self.record.unfinished,
                gently=gently,
            )
        except Exception as error:  # noqa: BLE001 (nor may a card)
            self.failed.emit(error)
        if self._news:
            self._news = False
            self._announce()

    def _announce(self) -> None:
        """Say that a run is over, also to who looks at something else meanwhile."""
        if self._window.results is not None:
            self._window.results.verdict.announce()
            QApplication.alert(self._window)
            if self.diagnosis is not None and self.diagnosis.verdict.cause == "login-refused":
                self._window.bar.ask_password_again()

    def _compared(self, state: State, diagnosis: Diagnosis) -> Changes | None:
        """Compare with the run before, once this one is over and tested the same thing."""
        before = self.before
        if before is None or state.ended is None or not comparable(before.state.plan, state.plan):
            return None
        return compare(
            before.diagnosis, diagnosis, state, load(), self._cures.choices, before_state=before.state
        )

    def _seconds(self) -> float | None:
        """Return what the run has taken so far, in a replay what it had; None for a whole one from a file."""
        if self.runner is not None:
            return self.runner.seconds
        return self.record.last_time() if self.record is not None and self.record.unfinished else None

    def _show_clock(self) -> None:
        seconds = self._seconds()
        results = self._window.results
        if results is not None and seconds is not None and self._running():
            results.verdict.show_clock(clock_text(self.state, seconds, translator()))
