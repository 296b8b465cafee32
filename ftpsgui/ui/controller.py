"""Between the window and the engine: form → plan → run → facts → state → diagnosis → view, at most 20 times a second.

Imported only after the first paint: everything heavy hangs on this module.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog

from ftpsgui import __version__
from ftpsgui.diagnosis.engine import Choices, diagnose
from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.knowledge.base import KnowledgeError, load
from ftpsgui.model.facts import Observation
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.message import msg
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import AskTrust, Clock, Network, TrustAnswer, TrustQuestion
from ftpsgui.model.secret import Credentials
from ftpsgui.presentation.control import draw_state
from ftpsgui.presentation.ladder import draw_ladder
from ftpsgui.presentation.view import build_view, empty_view, error_view
from ftpsgui.presentation.view_form import FormProblem, make_plan
from ftpsgui.presentation.view_state import ActionView
from ftpsgui.presentation.view_topology import drawn
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import load as load_session
from ftpsgui.session.files import save as save_session
from ftpsgui.session.files import write_atomically
from ftpsgui.session.fold import Folder
from ftpsgui.session.journal import Journal
from ftpsgui.session.session import Session
from ftpsgui.session.state import State
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.band import Band
from ftpsgui.ui.widgets.trust_sheet import TrustSheet
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import tr, translator
from ftpsgui.wire.runner import Runner
from ftpsgui.wire.transport.clock import SystemClock
from ftpsgui.wire.transport.tcp import SystemNetwork

if TYPE_CHECKING:
    from ftpsgui.demo.scenario import Scenario
    from ftpsgui.demo.stage import Stage

_TICK_MS = 50
_log = logging.getLogger("ftpsgui")


class Controller(QObject):
    """Owns the run and what is shown. Slots never block; the run is one task."""

    def __init__(self, window: Window, *, latency: float | None = None) -> None:
        super().__init__(window)
        self.window = window
        self.state: State | None = None
        self.diagnosis: Diagnosis | None = None
        self.task: asyncio.Task[None] | None = None
        self._latency = latency
        self._choices = Choices()
        self._journal: Journal | None = None
        self._session: Session | None = None
        self._folder: Folder | None = None
        self._clock: Clock | None = None
        self._runner: Runner | None = None
        self._demo: Scenario | None = None
        self._band: Band | None = None
        self._sheet: QDialog | None = None
        self._closed = asyncio.Event()
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.refresh)
        self._second = QTimer(self)
        self._second.setInterval(100)
        self._second.timeout.connect(self._show_clock)
        window.bar.started.connect(self.start)
        window.bar.stopped.connect(self.stop)
        window.demo_wanted.connect(lambda: self.play(""))
        window.closing.connect(self._close)
        window.language_changed.connect(self._reword)
        window.appearance_changed.connect(lambda _appearance: self.refresh())
        window.save_wanted.connect(self.ask_where_to_save)
        window.open_wanted.connect(self.ask_what_to_open)
        window.report_wanted.connect(self.ask_where_to_report)
        window.picture_wanted.connect(self.save_picture)
        window.again_wanted.connect(self.start)
        window.acted.connect(self.act)
        window.router_chosen.connect(self.choose_router)

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

    # Starting and stopping

    def start(self) -> None:
        """Test what the form says; a demo runs its own plan."""
        if self.running:
            return
        if self._demo is not None:
            self._begin(self._play(self._demo))
            return
        try:
            plan = make_plan(self.window.bar.form())
        except FormProblem as problem:
            self.window.bar.show_problem(problem)
            return
        self.window.bar.show_problem(None)
        credentials = Credentials(plan.user, self.window.bar.secret())
        self._begin(self._run(plan, credentials, SystemNetwork(), self.ask_trust))

    def stop(self) -> None:
        """Stop the run at once; what was found stays."""
        if self._sheet is not None:
            self._sheet.reject()
        if self._runner is not None:
            self._runner.stop()
        elif self.task is not None:
            self.task.cancel()

    def play(self, name: str) -> None:
        """Play a scenario of the demo; an empty name plays the default one, an unknown one too."""
        if self.running:
            return
        self._demo = _scenarios().get(name) or next(iter(_scenarios().values()))
        self._show_band()
        plan = self._demo.plan(None)
        self.window.bar.fill(
            plan.endpoint.host, plan.endpoint.port, plan.endpoint.tls, plan.user, self._demo.password
        )
        self.start()

    def leave_demo(self) -> None:
        """Forget the demo and go back to the first page."""
        if self.running:
            return
        self._demo = None
        self._forget()
        self._show_band()
        self.window.bar.fill("", None, "auto", "", "")
        self.window.show_view(empty_view(translator()))
        self.window.bar.host.setFocus()

    def _begin(self, run: object) -> None:
        assert asyncio.iscoroutine(run)
        self._forget()
        if self.window.results is not None:
            self.window.results.findings.forget()
        self.task = asyncio.get_running_loop().create_task(self._guard(run), name="ftpsgui window run")

    async def _guard(self, run: object) -> None:
        try:
            assert asyncio.iscoroutine(run)
            await run
        except asyncio.CancelledError:
            pass
        except Exception as error:  # noqa: BLE001 (whatever it was: the window must say so and live on)
            self.show_internal_error(error)
        finally:
            self._runner = None
            self._second.stop()
            self._tick.stop()
            if not self._closed.is_set():
                # One more turn of the loop, so that the task counts as done when the view is made.
                asyncio.get_running_loop().call_soon(self._finish)

    def _finish(self) -> None:
        if self.state is not None or self._folder is not None:
            self.refresh()
        elif self.window.view.phase == "running":
            self.window.show_view(empty_view(translator()))
        results = self.window.results
        if results is not None and not self._closed.is_set():
            results.verdict.announce()

    async def _play(self, scenario: Scenario) -> None:
        from ftpsgui.demo.stage import Stage

        async with AsyncExitStack() as stack:
            stage = Stage(scenario) if self._latency is None else Stage(scenario, latency=self._latency)
            self._folder = Folder(scenario.plan(None))
            self.refresh()
            await _enter(stack, stage)
            ask = self.ask_trust if scenario.self_signed else stage.ask_trust
            await self._run(stage.plan, stage.credentials, stage.network, ask)

    async def _run(self, plan: Plan, credentials: Credentials, network: Network, ask: AskTrust) -> None:
        self._clock = SystemClock()
        self._journal = Journal(plan, self._clock, (credentials.password,))
        self._folder = Folder(plan, self._journal.started)
        self._journal.subscribe(self._observed)
        self._runner = Runner(
            plan, credentials, network=network, clock=self._clock, recorder=self._journal, ask_trust=ask
        )
        self._second.start()
        self.refresh()
        await self._runner.run()
        self._session = self._journal.session()

    def _observed(self, observation: Observation) -> None:
        if self._folder is not None:
            self._folder.add(observation)
        if not self._tick.isActive():
            self._tick.start()

    # Showing

    def refresh(self) -> None:
        """Fold, judge, and show what there is."""
        if self._folder is None or self._closed.is_set():
            return
        try:
            self.state = self._folder.state()
            self.diagnosis = diagnose(self.state, load(), self._choices)
            self._show(self.state, self.diagnosis)
        except Exception as error:  # noqa: BLE001 (a rule that fails must not take the window with it)
            self.show_internal_error(error)

    def _show(self, state: State, diagnosis: Diagnosis) -> None:
        view = build_view(
            state,
            diagnosis,
            translator(),
            running=self.running,
            clock=self._seconds(),
            product_name=product_name,
            routers=routers(),
            router=self._choices.router or "",
            clients=() if self.running else forecast(state, diagnosis, load()),
        )
        results = self.window.make_results()
        results.draw_topology = lambda width, font: draw_state(
            state,
            drawn(state, diagnosis),
            theme.palette,
            translator(),
            width,
            font=font,
            selected=self.window.marked,
        )
        results.draw_exchange = None
        if state.exchanges:
            results.draw_exchange = lambda width, font, everything: draw_ladder(
                state,
                diagnosis.topology,
                theme.palette,
                translator(),
                width,
                font=font,
                everything=everything,
                selected=self.window.marked,
            )
        self.window.show_view(view)

    def _seconds(self) -> float | None:
        return self._clock.now() if self._clock is not None else None

    def _show_clock(self) -> None:
        seconds = self._seconds()
        results = self.window.results
        if results is not None and seconds is not None and self.running:
            results.verdict.show_clock(tr(msg("{seconds} s", seconds=f"{seconds:.1f}")))

    def _forget(self) -> None:
        self.state = self.diagnosis = None
        self.window.marked = frozenset()
        self._journal = self._session = self._folder = self._clock = None

    def _reword(self) -> None:
        self._show_band()
        self.refresh()

    def show_internal_error(self, error: BaseException) -> None:
        """Say in the window that this program made an error, and keep the traceback for its report."""
        _log.error("internal error", exc_info=error)
        frame = traceback.extract_tb(error.__traceback__)[-1:]
        where = f"{Path(frame[0].filename).name}:{frame[0].lineno}" if frame else ""
        self._folder = self._clock = None
        if self._runner is not None:
            self._runner.stop()
        if not self._closed.is_set():
            what = f"{type(error).__name__}: {error} ({where}) ftpsgui {__version__}"
            results = self.window.make_results()
            results.draw_topology = results.draw_exchange = None
            self.window.show_view(error_view(translator(), what))

    # Questions

    async def ask_trust(self, question: TrustQuestion) -> TrustAnswer:
        """Put the certificate before the user; cancelled with the run."""
        answered: asyncio.Future[TrustAnswer] = asyncio.get_running_loop().create_future()
        now = self._journal.started if self._journal is not None else ""
        sheet = TrustSheet(question, now, self.window)

        def answer(result: int) -> None:
            if not answered.done():
                answered.set_result("accept" if result == QDialog.DialogCode.Accepted else "refuse")

        sheet.finished.connect(answer)
        self._sheet = sheet
        sheet.open()
        try:
            return await answered
        finally:
            self._sheet = None
            sheet.finished.disconnect(answer)
            sheet.close()
            sheet.deleteLater()

    def act(self, action: ActionView) -> None:
        """Do what a button of the verdict means."""
        if action.kind == "show-finding":
            self.window.show_finding(action.target)
        elif action.kind == "test":
            self.start()
        else:
            self.window.bar.host.setFocus()

    def choose_router(self, name: str) -> None:
        """Give the cures in the words of this router; an empty name takes that back."""
        self._choices = msgspec.structs.replace(self._choices, router=name or None)
        self.refresh()

    def _show_band(self) -> None:
        if self._demo is None:
            if self._band is not None:
                self._band.hide()
            self.window.bar.set_locked(False)
            return
        if self._band is None:
            self._band = Band()
            self._band.chosen.connect(self._choose_scenario)
            self._band.left.connect(self.leave_demo)
            self.window.add_band(self._band)
        self._band.say(
            tr(msg("Demo")),
            tr(msg("A virtual network inside this program; no packet leaves this computer.")),
            tr(msg("Leave the demo")),
            tr(msg("Scenario of the demo")),
        )
        entries = [(one.id, tr(one.title)) for one in _scenarios().values()]
        self._band.show_choices(entries, self._demo.id)
        self._band.show()
        self.window.bar.set_locked(True)

    def _choose_scenario(self, name: str) -> None:
        if self.running:
            assert self._band is not None
            self._band.show_choices([(one.id, tr(one.title)) for one in _scenarios().values()], name)
            self.stop()
            assert self.task is not None
            self.task.add_done_callback(lambda _task: QTimer.singleShot(0, self, lambda: self.play(name)))
        else:
            self.play(name)

    # Files

    def ask_where_to_save(self) -> None:
        """Save the session where the user says."""
        self._ask_file(tr(msg("Save session")), "session.ftpsgui.json", save=True, then=self.save)

    def ask_what_to_open(self) -> None:
        """Open the session that the user chooses."""
        self._ask_file(tr(msg("Open session")), "", save=False, then=self.open)

    def ask_where_to_report(self, name: str) -> None:
        """Save a report in the format ``name``."""
        suffix = {"html": "html", "markdown": "md", "text": "txt", "json": "json"}[name]
        self._ask_file(
            tr(msg("Save report")), f"report.{suffix}", save=True, then=lambda path: self.report(name, path)
        )

    def _ask_file(self, title: str, name: str, *, save: bool, then: object) -> None:
        assert callable(then)
        dialog = QFileDialog(self.window, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if save else QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile if save else QFileDialog.FileMode.ExistingFile)
        if name:
            dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path) -> None:
        """Save what was recorded."""
        session = self._session or (self._journal.session() if self._journal is not None else None)
        if session is not None:
            self._try(lambda: save_session(session, path), path)

    def open(self, path: Path) -> None:
        """Show a saved session as if it had just run."""
        if self.running:
            return
        try:
            session = load_session(path)
        except SessionError as error:
            self.window.say_for_a_while(tr(error.message))
            return
        self._demo = None
        self._show_band()
        self._forget()
        self._session = session
        self._folder = Folder(session.plan, session.started)
        for observation in session.observations:
            self._folder.add(observation)
        plan = session.plan
        self.window.bar.fill(plan.endpoint.host, plan.endpoint.port, plan.endpoint.tls, plan.user, "")
        self.refresh()

    def report(self, name: str, path: Path) -> None:
        """Write a report of what is shown."""
        if self.state is None or self.diagnosis is None:
            return
        from ftpsgui.reports import render
        from ftpsgui.reports.report import build_report

        clients = forecast(self.state, self.diagnosis, load())
        report = build_report(self.state, self.diagnosis, tool_version=__version__, clients=clients)
        text = render(report, name, translator())
        self._try(lambda: write_atomically(path, text.encode()), path)

    def save_picture(self, kind: str) -> None:
        """Save the topology as SVG or PNG where the user says."""
        results = self.window.results
        drawing = results.topology.picture.drawing if results is not None else None
        if results is None or drawing is None:
            return

        def write(path: Path) -> None:
            if kind == "svg":
                self._try(lambda: write_atomically(path, drawing.svg.encode()), path)
            elif results.topology.picture.save_png(str(path)):
                self.window.say_for_a_while(tr(msg("Saved: {path}", path=str(path))))
            else:
                self.window.say_for_a_while(
                    tr(msg("The picture could not be written to {path}.", path=str(path)))
                )

        self._ask_file(tr(msg("Save the topology")), f"topology.{kind}", save=True, then=write)

    def _try(self, write: object, path: Path) -> None:
        assert callable(write)
        try:
            write()
        except SessionError as error:
            self.window.say_for_a_while(tr(error.message))
        else:
            self.window.say_for_a_while(tr(msg("Saved: {path}", path=str(path))))

    def _close(self) -> None:
        self._tick.stop()
        self._second.stop()
        self._closed.set()


async def _enter(stack: AsyncExitStack, stage: Stage) -> None:
    """Enter ``stage`` whole or not at all: a stop while its servers start must not leave them behind."""
    entering = asyncio.ensure_future(stack.enter_async_context(stage))
    try:
        await asyncio.shield(entering)
    except asyncio.CancelledError:
        await entering
        raise


def _scenarios() -> dict[str, Scenario]:
    from ftpsgui.demo import scenarios

    return scenarios.all()


@cache
def routers() -> tuple[tuple[str, str], ...]:
    """Return the routers that the knowledge base knows, as (id, name), by name."""
    return tuple(
        sorted(((name, product_name(name)) for name in load().routers), key=lambda one: one[1].lower())
    )


def product_name(name: str) -> str:
    """Return the name that people know for the id of a product or a router."""
    knowledge = load()
    try:
        if name in knowledge.products:
            return knowledge.products[name].name
        if name in knowledge.routers:
            return knowledge.routers[name].name
    except KnowledgeError:
        pass
    return name
