"""Between the window and the engine: form → plan → run → facts → state → diagnosis → view, at most 20 times a second.

Imported only after the first paint: everything heavy hangs on this module. What it hands on: `record` keeps the facts,
`showing` makes them a view, `demo_mode` plays the demo, `files` reads and writes, `trust` asks about certificates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ftpsgui.diagnosis.again import plan_again
from ftpsgui.diagnosis.changes import Changes, comparable, compare
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.memory.memory import Memory
from ftpsgui.model.facts import Observation
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.form import Form
from ftpsgui.model.message import Message, literal
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import AskTrust, Network
from ftpsgui.model.secret import Credentials
from ftpsgui.presentation.running_clock import clock_text
from ftpsgui.presentation.view import empty_view
from ftpsgui.presentation.view_state import ActionView
from ftpsgui.session.carry import carried
from ftpsgui.session.session import Session
from ftpsgui.session.state import State
from ftpsgui.ui.aside import Errands
from ftpsgui.ui.cures import CureDesk
from ftpsgui.ui.demo_mode import DemoMode
from ftpsgui.ui.files import TOPIC, Files
from ftpsgui.ui.help import Help
from ftpsgui.ui.history import History
from ftpsgui.ui.keeping import Keeper
from ftpsgui.ui.loan import FormLoan
from ftpsgui.ui.own_errors import OwnErrors
from ftpsgui.ui.record import Record
from ftpsgui.ui.replay import Replay
from ftpsgui.ui.servers import Servers
from ftpsgui.ui.showing import show_result
from ftpsgui.ui.starting import Starting
from ftpsgui.ui.trust import TrustDesk
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import translator
from ftpsgui.wire.runner import Runner
from ftpsgui.wire.transport.clock import SystemClock
from ftpsgui.wire.transport.tcp import SystemNetwork

if TYPE_CHECKING:
    from ftpsgui.demo.scenario import Scenario

_TICK_MS = 50
_BREATH_MS = 3
"""Between judging and showing, for the run's own sockets."""
_NO_WORDS = literal("")


@dataclass(frozen=True)
class Before:
    """The run before this one, to compare with and to go on from."""

    record: Record | None
    state: State
    diagnosis: Diagnosis

    def session(self) -> Session | None:
        """Return its facts."""
        return self.record.session() if self.record is not None else None


class Controller(QObject):
    """Owns the run and what is shown. Slots never block; the run is one task."""

    def __init__(self, window: Window, *, latency: float | None = None, memory: Memory | None = None) -> None:
        super().__init__(window)
        self.window = window
        self.memory = memory or Memory()
        self.record: Record | None = None
        self.state: State | None = None
        self.diagnosis: Diagnosis | None = None
        self.task: asyncio.Task[None] | None = None
        self.errors = OwnErrors(window)
        self.cures = CureDesk(window, self.memory.cures)
        self.cures.changed.connect(self.refresh)
        self._before: Before | None = None
        self._changes: Changes | None = None
        self._news = False
        """Whether a run has ended whose end is not shown yet."""
        self._runner: Runner | None = None
        self._stopping = False
        self._closed = asyncio.Event()
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._look_again)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(lambda: self._show(gently=True))
        self._second = QTimer(self)
        self._second.setInterval(100)
        self._second.timeout.connect(self._show_clock)
        self.loan = FormLoan(window.bar)
        self.demo = DemoMode(window, self.loan, latency)
        self.demo.chosen.connect(self._choose_scenario)
        self.demo.left.connect(self.leave_demo)
        self.trust = TrustDesk(window, self.memory.pins)
        self.errands = Errands(self.errors.beside)
        self.starting = Starting(window.bar, self.errands)
        self.keeper = Keeper(window, self.memory)
        self.servers = Servers(window, self.memory, self.errands)
        self.history = History(self)
        self.help = Help(window)
        window.history_wanted.connect(self.history.show)
        window.keep_wanted.connect(self.servers.ask_name)
        self.servers.history_wanted.connect(self.history.show)
        self.replay = Replay(window)
        self.replay.stepped.connect(self.refresh)
        self.replay.left.connect(self.leave_record)
        self.files = Files(self)
        window.bar.started.connect(self.start)
        window.bar.stopped.connect(self.stop)
        window.demo_wanted.connect(lambda: self.play(""))
        window.closing.connect(self._close)
        window.language_changed.connect(self._reword)
        window.appearance_changed.connect(lambda _appearance: self.refresh())
        window.again_wanted.connect(self.check_again)
        window.acted.connect(self.act)

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self.task is not None and not self.task.done()

    async def live(self) -> None:
        """Wait until the window is closed; then end the run in order."""
        await self._closed.wait()
        self.stop()
        if self.task is not None:
            await asyncio.wait({self.task})
        await self.errands.end()

    # Starting and stopping

    def start(self) -> None:
        """Test what the form says; a demo runs its own plan."""
        self.window.to_top()
        self._test(lambda plan: plan)

    def check_again(self, name: str) -> None:
        """After a cure: test again what it concerns; with no such finding, everything."""
        findings = self.diagnosis.findings if self.diagnosis is not None else ()
        finding = next((one for one in findings if one.id == name), None)
        self._test(lambda plan: plan_again(plan, finding) if finding is not None else plan)

    def _test(self, narrowed: Callable[[Plan], Plan]) -> None:
        if self.running:
            return
        scenario = self.demo.scenario
        if scenario is not None:
            self._begin(lambda: self._play(scenario, narrowed))
            return
        self.starting.begin(lambda form, plan: self._test_form(form, narrowed(plan)))

    def _test_form(self, form: Form, plan: Plan) -> None:
        if self.running or self.demo.scenario is not None:
            return
        self.window.bar.note_tested()
        self.loan.keep()
        plan = self.trust.recall(plan)
        credentials = Credentials(plan.user, self.window.bar.secret())
        self._begin(lambda: self._run(plan, credentials, SystemNetwork(), self.trust.ask, form))

    def stop(self) -> None:
        """Stop the run at once; what was found stays."""
        self.trust.dismiss()
        self._stopping = self.running
        if self._runner is not None:
            self._runner.stop()
            self._look()  # it may have a file to delete first
        elif self.task is not None:
            self.task.cancel()

    def play(self, name: str) -> None:
        """Play a scenario of the demo; an empty name plays the default one, an unknown one too."""
        if self.running:
            return
        self._forget()  # another network: nothing to compare with
        self.demo.enter(name)
        self.start()

    def leave_demo(self) -> None:
        """Forget the demo and go back to the first page."""
        if self.running:
            return
        self._forget()
        self.demo.leave()
        self.window.show_view(empty_view(translator()))
        self.window.bar.host.setFocus()

    def _choose_scenario(self, name: str) -> None:
        if self.running:
            self.demo.show_band(name)
            self.stop()
            assert self.task is not None
            self.task.add_done_callback(lambda _task: QTimer.singleShot(0, self, lambda: self.play(name)))
        else:
            self.play(name)

    def _begin(self, run: Callable[[], Coroutine[object, object, None]]) -> None:
        before = self._before
        if self.state is not None and self.diagnosis is not None and self.state.ended is not None:
            before = Before(self.record, self.state, self.diagnosis)
        self._forget()
        self._before = before
        self.task = asyncio.get_running_loop().create_task(self._guard(run), name="ftpsgui window run")

    async def _guard(self, run: Callable[[], Coroutine[object, object, None]]) -> None:
        try:
            await run()  # made here: a task that is cancelled at once leaves nothing unawaited
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 (whatever it was: the window must say so and live on)
            self.show_internal_error(error)
        finally:
            self._runner = None
            self._stopping = False
            self._second.stop()
            self._tick.stop()
            self._turn.stop()
            if self._closed.is_set():
                self.keeper.end(None, None)
            else:
                # One more turn of the loop, so that the task counts as done when the view is made.
                asyncio.get_running_loop().call_soon(self._finish)

    def _finish(self) -> None:
        if self.state is not None or self.record is not None:
            self._look()
            self._news = self._turn.isActive()
            for one in self.diagnosis.untested if self.diagnosis is not None else ():
                if (
                    one.reason == "left-behind"
                ):  # a file of ours on somebody else's server: not only in a list
                    self.window.tell(one.reason, one.text)
        elif self.window.view.phase == "running":
            self.window.show_view(empty_view(translator()))
        if self.record is not None:
            self.record.saved_as = self.keeper.end(self.state, self.diagnosis) or self.record.saved_as
            self.servers.changed.emit()
        else:
            self.keeper.end(None, None)
        if not self._news and not self._closed.is_set():
            self._announce()

    async def _play(self, scenario: Scenario, narrowed: Callable[[Plan], Plan]) -> None:
        self.record = Record(scenario.plan(None))
        self._look()
        async with self.demo.stage(scenario) as stage:
            ask = self.trust.ask_once if scenario.self_signed else stage.ask_trust
            await self._run(narrowed(stage.plan), stage.credentials, stage.network, ask)

    async def _run(
        self, plan: Plan, credentials: Credentials, network: Network, ask: AskTrust, form: Form | None = None
    ) -> None:
        clock = SystemClock()
        record = self.record = Record.live(plan, credentials.password, clock, self._observed)
        record.scenario = self.demo.scenario.id if self.demo.scenario is not None else ""
        assert record.journal is not None
        self.trust.now = record.started
        self.window.name_target(plan.input)
        if form is not None:
            self.keeper.begin(form, plan, record.started)
        if self._before is not None and (session := self._before.session()) is not None:
            record.journal.carry(carried(session, plan, record.started))
        self._runner = Runner(
            plan, credentials, network=network, clock=clock, recorder=record.journal, ask_trust=ask
        )
        self._second.start()
        self._look()
        await self._runner.run()

    def _observed(self, observation: Observation) -> None:
        self.keeper.add(observation)
        if not self._tick.isActive():
            self._tick.start()

    # Showing

    def show_session(
        self, session: Session, title: Message | None = None, text: Message = _NO_WORDS, *, ours: bool = False
    ) -> None:
        """Show a session from a file; ``title`` and ``text`` say which one, in a band with a slider through it.

        ``ours``: it was run on this computer, so the form shows all that it was run with.
        """
        self.show_record(Record.saved(session), title, text, ours=ours)

    def show_record(
        self,
        record: Record,
        title: Message | None = None,
        text: Message = _NO_WORDS,
        *,
        asks_address: bool = False,
        ours: bool = False,
    ) -> None:
        """Show a record as if it had just run; ``title`` and ``text`` name the file it is from.

        The form shows its target until it is closed; of a record from elsewhere, nothing else.
        """
        if self.running:
            return
        self._forget()
        if record.scenario:
            self.demo.enter(record.scenario)
        else:
            self.demo.leave()
            self.loan.lend_target(record.plan, ours=ours or record.journal is not None)
        self.record = record
        self.window.name_target(record.plan.input)
        if title is not None:
            self.replay.show(record, title, text, asks_address=asks_address)
        self.window.to_top()
        self.refresh()

    def leave_record(self) -> None:
        """Close a record from a file and go back to the first page, and to what was typed before."""
        self._forget()
        self.loan.give_back()
        self.window.show_view(empty_view(translator()))
        self.window.bar.host.setFocus()

    def refresh(self) -> None:
        """Fold, judge, and show what there is."""
        if self._judge():
            self._show()

    def _look(self) -> None:
        """Do so for a run, but show in the loop's next turns: all in one would make it late."""
        if self._judge():
            self._turn.start(_BREATH_MS)

    def _look_again(self) -> None:
        """Do so as facts arrive, once what came before is shown whole: a slow computer shows fewer pictures of a run."""
        if self.window.busy:
            self._tick.start()
        else:
            self._look()

    def _judge(self) -> bool:
        if self.record is None or self._closed.is_set():
            return False
        if self.errors.what:
            self.errors.show()
            return False
        self.keeper.flush()
        try:
            self.state = self.record.state()
            self.diagnosis = diagnose(self.state, load(), self.cures.choices)
            self._changes = self._compared()
        except Exception as error:  # noqa: BLE001 (a rule that fails must not take the window with it)
            self.show_internal_error(error)
            return False
        return True

    def _show(self, *, gently: bool = False) -> None:
        self._turn.stop()
        if self.record is None or self.state is None or self.diagnosis is None or self.errors.what:
            return
        self.window.make_results().turns.failed = self.show_internal_error
        try:
            show_result(
                self.window,
                self.state,
                self.diagnosis,
                running=self.running,
                stopping=self._stopping,
                clock=self._seconds(),
                router=self.cures.choices.router or "",
                firewall=self.cures.choices.firewall or "",
                cure=self.cures.product,
                changes=self._changes,
                replayed=self.record.unfinished,
                gently=gently,
            )
        except Exception as error:  # noqa: BLE001 (nor may a card)
            self.show_internal_error(error)
        if self._news:
            self._news = False
            self._announce()

    def _announce(self) -> None:
        """Say that a run is over, also to who looks at something else meanwhile."""
        if self.window.results is not None:
            self.window.results.verdict.announce()
            QApplication.alert(self.window)

    def _compared(self) -> Changes | None:
        """Compare with the run before, once this one is over and tested the same thing."""
        if self._before is None or self.state is None or self.diagnosis is None or self.state.ended is None:
            return None
        before = self._before
        if not comparable(before.state.plan, self.state.plan):
            return None
        return compare(
            before.diagnosis,
            self.diagnosis,
            self.state,
            load(),
            self.cures.choices,
            before_state=before.state,
        )

    def _seconds(self) -> float | None:
        """Return what the run has taken so far, in a replay what it had; None for a whole one from a file."""
        if self._runner is not None:
            return self._runner.seconds
        return self.record.last_time() if self.record is not None and self.record.unfinished else None

    def _show_clock(self) -> None:
        seconds = self._seconds()
        results = self.window.results
        if results is not None and seconds is not None and self.running:
            results.verdict.show_clock(clock_text(self.state, seconds, translator()))

    def _forget(self) -> None:
        self.window.name_target("")
        self._before = self._changes = None
        self._turn.stop()
        self._news = False
        self.errors.what = ""
        self.window.hush("left-behind")
        self.window.hush(TOPIC)  # what it says is about what was shown until now
        self.record = self.state = self.diagnosis = None
        self.replay.hide()
        self.window.marked = frozenset()
        if self.window.results is not None:
            self.window.results.findings.forget()  # what was unfolded there says nothing about what comes

    def _reword(self) -> None:
        self.demo.show_band()
        self.replay.say()
        self.servers.offer()
        self.refresh()

    def show_internal_error(self, error: BaseException) -> None:
        """Say in place of the result that this program made an error; the facts stay, and can be saved."""
        self.diagnosis = None
        if self._runner is not None:
            self._runner.stop()
        self.errors.instead(error)

    # Choices

    def act(self, action: ActionView) -> None:
        """Do what a button of the verdict means."""
        if action.kind == "show-finding":
            self.window.show_finding(action.target)
        elif action.kind == "test":
            self.start()
        else:
            self.window.bar.host.setFocus()

    def _close(self) -> None:
        self._tick.stop()
        self._turn.stop()
        self._second.stop()
        self.errors.closed = True
        self._closed.set()
