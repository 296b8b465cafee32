"""Between the window and the engine: form → plan → run → facts → state → diagnosis → view, at most 20 times a second.

Imported only after the first paint: everything heavy hangs on this module. What it hands on: `record` keeps the facts,
`watching` judges and shows them, `demo_mode` plays the demo, `files` reads and writes, `trust` asks about certificates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ftpsgui.diagnosis.again import plan_again
from ftpsgui.memory.memory import Memory
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.form import Form
from ftpsgui.model.message import Message, literal
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import AskTrust, Network
from ftpsgui.model.secret import Credentials
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
from ftpsgui.ui.starting import Starting
from ftpsgui.ui.trust import TrustDesk
from ftpsgui.ui.watching import Watcher
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import translator
from ftpsgui.wire.runner import Runner
from ftpsgui.wire.transport.clock import SystemClock
from ftpsgui.wire.transport.tcp import SystemNetwork

if TYPE_CHECKING:
    from ftpsgui.demo.scenario import Scenario

_NO_WORDS = literal("")


class Controller(QObject):
    """Owns the run and what is shown. Slots never block; the run is one task."""

    def __init__(self, window: Window, *, latency: float | None = None, memory: Memory | None = None) -> None:
        super().__init__(window)
        self.window = window
        self.memory = memory or Memory()
        self.task: asyncio.Task[None] | None = None
        self.errors = OwnErrors(window)
        self.cures = CureDesk(window, self.memory.cures)
        self._closed = asyncio.Event()
        self.loan = FormLoan(window.bar)
        self.demo = DemoMode(window, self.loan, latency)
        self.demo.chosen.connect(self._choose_scenario)
        self.demo.left.connect(self.leave_demo)
        self.trust = TrustDesk(window, self.memory.pins)
        self.errands = Errands(self.errors.beside)
        self.starting = Starting(window.bar, self.errands)
        self.keeper = Keeper(window, self.memory)
        self.watcher = Watcher(window, self.keeper, self.cures, self.errors, lambda: self.running)
        self.watcher.failed.connect(self.show_internal_error)
        self.cures.changed.connect(self.refresh)
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
    def record(self) -> Record | None:
        """What is shown, or under way; None on the first page."""
        return self.watcher.record

    @property
    def state(self) -> State | None:
        """Its facts, as far as they were judged."""
        return self.watcher.state

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What they mean; None as well when this program made an error."""
        return self.watcher.diagnosis

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
        asked = self.state.outcomes if self.state is not None else None
        self._test(lambda plan: plan_again(plan, finding, asked) if finding is not None else plan)

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
        self.watcher.stopping = self.running
        if self.watcher.runner is not None:
            self.watcher.runner.stop()
            self.watcher.look()  # it may have a file to delete first
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
        before = self.watcher.become_the_one_before()
        self._forget()
        self.watcher.before = before
        self.task = asyncio.get_running_loop().create_task(self._guard(run), name="ftpsgui window run")

    async def _guard(self, run: Callable[[], Coroutine[object, object, None]]) -> None:
        try:
            await run()  # made here: a task that is cancelled at once leaves nothing unawaited
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 (whatever it was: the window must say so and live on)
            self.show_internal_error(error)
        finally:
            self.watcher.rest()
            if self._closed.is_set():
                self.keeper.end(None, None)
            else:
                # One more turn of the loop, so that the task counts as done when the view is made.
                asyncio.get_running_loop().call_soon(self._finish)

    def _finish(self) -> None:
        if self.record is None and self.window.view.phase == "running":
            self.window.show_view(empty_view(translator()))
        self.watcher.end()
        if self.record is not None:
            self.record.saved_as = self.keeper.end(self.state, self.diagnosis) or self.record.saved_as
            self.servers.changed.emit()
        else:
            self.keeper.end(None, None)

    async def _play(self, scenario: Scenario, narrowed: Callable[[Plan], Plan]) -> None:
        self.watcher.record = Record(scenario.plan(None))
        self.watcher.look()
        async with self.demo.stage(scenario) as stage:
            ask = self.trust.ask_once if scenario.self_signed else stage.ask_trust
            await self._run(narrowed(stage.plan), stage.credentials, stage.network, ask)

    async def _run(
        self, plan: Plan, credentials: Credentials, network: Network, ask: AskTrust, form: Form | None = None
    ) -> None:
        clock = SystemClock()
        record = Record.live(plan, credentials.password, clock, self.watcher.note)
        self.watcher.record = record
        record.scenario = self.demo.scenario.id if self.demo.scenario is not None else ""
        assert record.journal is not None
        self.trust.now = record.started
        self.window.name_target(plan.input)
        if form is not None:
            self.keeper.begin(form, plan, record.started)
        before = self.watcher.before
        if before is not None and (session := before.session()) is not None:
            record.journal.carry(carried(session, plan, record.started))
        runner = Runner(
            plan, credentials, network=network, clock=clock, recorder=record.journal, ask_trust=ask
        )
        self.watcher.begin(runner)
        await runner.run()

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
        self.watcher.record = record
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
        """Judge and show what there is, as after a choice that changes the words."""
        self.watcher.refresh()

    def _forget(self) -> None:
        self.window.name_target("")
        self.watcher.forget()
        self.window.hush(TOPIC)  # what it says is about what was shown until now
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
        self.watcher.diagnosis = None
        if self.watcher.runner is not None:
            self.watcher.runner.stop()
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
        self.watcher.close()
        self.errors.closed = True
        self._closed.set()
