"""The main window: puts the widgets together, shows a ViewState, raises intents. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QIcon,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_empty import empty_view
from ftpsgui.presentation.view_state import ActionView, Role, ViewState
from ftpsgui.resources import resource
from ftpsgui.ui.drops import FileDrops
from ftpsgui.ui.focus import chain, in_reading_order
from ftpsgui.ui.menus import Menus
from ftpsgui.ui.theme import Appearance, theme
from ftpsgui.ui.widgets.card import Rule
from ftpsgui.ui.widgets.empty_page import EmptyPage
from ftpsgui.ui.widgets.status_line import StatusLine
from ftpsgui.ui.widgets.target_bar import TargetBar
from ftpsgui.ui.words import retranslate, set_language, tr, translator

if TYPE_CHECKING:
    from ftpsgui.presentation.view_servers import ServerView
    from ftpsgui.ui.results import Results
    from ftpsgui.ui.widgets.notice import Notice, NoticeAction
    from ftpsgui.ui.widgets.recent_list import RecentList

_SAID_MS = 6000
_ORDER_MS = 200
"""While a run goes on, the order of the Tab key follows what appears after so long: it costs a look at every widget."""
_SIDE_BY_SIDE = 1040
"""Logical pixels from which topology and modes stand beside each other."""


class Window(QWidget):
    """Everything that is seen. The results are built when there is something to show in them."""

    painted = Signal()
    closing = Signal()
    language_changed = Signal(str)
    appearance_changed = Signal(str)
    demo_wanted = Signal()
    open_wanted = Signal()
    save_wanted = Signal()
    report_wanted = Signal()
    history_wanted = Signal()
    keep_wanted = Signal()
    pins_wanted = Signal()
    help_wanted = Signal()
    keys_wanted = Signal()
    licences_wanted = Signal()
    about_wanted = Signal()
    recent_chosen = Signal(int)
    dropped = Signal(tuple)
    """Paths of files that were dropped onto the window."""
    text_dropped = Signal(str)
    paste_wanted = Signal()
    picture_wanted = Signal(str)
    again_wanted = Signal(str)
    """What the cure of a finding changes is to be tested again."""
    cure_chosen = Signal(str)
    router_chosen = Signal(str)
    firewall_chosen = Signal(str)
    acted = Signal(ActionView)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("ftpsgui")
        self.setMinimumSize(620, 380)  # no page wants more width
        self.view: ViewState = empty_view(translator())
        self.marked: frozenset[str] = frozenset()
        """Ids of the facts that the user asked to see; pictures mark what rests on them."""
        self._painted = False
        self._order = QTimer(self)
        self._order.setSingleShot(True)
        self._order.setInterval(0)
        self._order.timeout.connect(self._chain)
        self._chained: list[QWidget] = []
        self.bar = TargetBar()
        self.bar.drawer_changed.connect(self._order.start)
        self.bar.report_wanted.connect(self.report_wanted)
        self.empty = EmptyPage()
        self.empty.demo_wanted.connect(self.demo_wanted)
        self.empty.open_wanted.connect(self.open_wanted)
        self.empty.paste_wanted.connect(self.paste_wanted)
        self.status = StatusLine()
        self.status.language_chosen.connect(self.choose_language)
        self.results: Results | None = None
        page = QWidget()  # of no kind: it is filled with the window's colour and hides what lies behind it
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(16, 14, 16, 8)
        self._page.setSpacing(12)
        self._below = QWidget()
        self._below.setProperty("kind", "plain")
        self.recent: RecentList | None = None
        self._front = self._centred(self.empty)
        self._page.addWidget(self._front, 1)
        self.area = QScrollArea()
        self.area.setProperty("kind", "page")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setMinimumHeight(24)  # else the fields of the open drawer are cut in a small window
        self.area.verticalScrollBar().rangeChanged.connect(self._balance)
        self._bands = QVBoxLayout()
        self.notices: dict[str, Notice] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(self._bands)
        layout.addWidget(self.area, 1)
        layout.addWidget(Rule())
        layout.addWidget(self.status)
        self.menus = Menus(self)
        self._shortcuts()
        self.painted.connect(self._once_seen)
        self.retranslate()
        self.status.show_status(self.view.status)
        self.bar.host.setFocus()

    def _once_seen(self) -> None:
        """Do what the first pixels need not wait for."""
        self.setWindowIcon(QIcon(str(resource("icons", "ftpsgui.svg"))))
        drops = FileDrops(self)
        drops.dropped.connect(self.dropped)
        drops.text_dropped.connect(self.text_dropped)
        self.bar.drawer_changed.connect(drops.watch)

    def sizeHint(self) -> QSize:  # noqa: N802
        """The size of the first window: as designed, or what the screen has."""
        wanted = QSize(1180, 900)
        return wanted.boundedTo(self.screen().availableSize() - QSize(20, 60))

    def retranslate(self) -> None:
        """Say what the window says itself."""
        self.menus.retranslate()
        self.area.setAccessibleName(tr(msg("Result")))

    def choose_language(self, language: str) -> None:
        """Speak another language from now on, without a restart."""
        set_language(language)
        retranslate(self)
        if self.view.phase == "empty":
            self.show_view(empty_view(translator()))
        self.language_changed.emit(language)

    def choose_appearance(self, appearance: Appearance) -> None:
        """Follow the system, or stay light or dark."""
        theme.choose(appearance)
        if self.results is not None:
            self.results.topology.redraw()
            self.results.exchange.redraw()
        self.appearance_changed.emit(appearance)

    def make_results(self) -> Results:
        """Build the cards; later calls return the same."""
        if self.results is None:
            from ftpsgui.ui.results import Results

            self.results = Results()
            self.results.arrange(self.width() >= _SIDE_BY_SIDE)
            self._page.addWidget(self.results, 1)
            self.results.hide()
            self.results.evidence_wanted.connect(self.show_evidence)
            self.results.pages_shown.connect(self._settle_focus)
            self.results.verdict.acted.connect(self.acted)
            self.results.topology.export_wanted.connect(self.picture_wanted)
            self.results.findings.changed.connect(self._order.start)
            self.results.tabs.changed.connect(lambda _name: self._order.start())
            self.results.findings.again_wanted.connect(self.again_wanted)
            self.results.findings.finding_wanted.connect(self.show_finding)
            self.results.findings.router_chosen.connect(self.router_chosen)
            self.results.findings.firewall_chosen.connect(self.firewall_chosen)
            self.results.findings.cure_chosen.connect(self.cure_chosen)
            for number in range(9):
                shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
                shortcut.activated.connect(lambda number=number: self.make_results().tabs.turn_to(number))
        return self.results

    @property
    def busy(self) -> bool:
        """Whether parts of what is to be shown are still to come."""
        return self.results is not None and self.results.turns.active

    def show_view(self, view: ViewState, *, gently: bool = False) -> None:
        """Show a state, whatever came before; ``gently``: in several turns of the loop, since a run waits for each."""
        self.view = view
        held: QWidget | None = self.focusWidget()
        empty = view.phase == "empty"
        self.bar.strip.show_progress(view.progress if view.phase == "running" else None)
        running, done = view.phase == "running", view.phase == "done"
        self.bar.set_running(running, again=done, tested=not view.of_a_log, stopping=view.stopping)
        self.status.show_status(view.status)
        self._front.setVisible(empty)
        self.menus.set_result(view.phase == "done")
        if not empty:
            results = self.make_results()
            results.show_view(view, gently=gently)
            results.show()
            if view.phase != "running":
                self._order.start(0)
            elif not self._order.isActive():
                self._order.start(_ORDER_MS)
        elif self.results is not None:
            self.results.turns.stop()
            self.results.hide()
        self._settle_focus(held)

    def _settle_focus(self, held: QWidget | None) -> None:
        """Put the focus to a sensible place when ``held``, which had it, is gone; Qt takes whatever comes next."""
        now: QWidget | None = self.focusWidget()
        if now is not None and (held is None or held.isVisibleTo(self)):
            return
        results = self.results
        if now is not None and results is not None and results.findings.isAncestorOf(now):
            return  # it went on to what stands in its place
        done = self.view.phase == "done" and held is not None and results is not None
        place = results.verdict.action if done and results is not None else self.bar.test
        if not place.isVisibleTo(self):
            place = self.bar.test
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_finding(self, finding: str) -> None:
        """Turn to a finding, unfold it and bring it into sight."""
        results = self.make_results()
        results.tabs.show_page("findings")
        row = results.findings.reveal(finding)
        if row is None:
            return
        row.head.setFocus(Qt.FocusReason.OtherFocusReason)
        row.head.light()
        QTimer.singleShot(0, row, lambda: self._bring_into_sight(row))

    def to_top(self) -> None:
        """Bring the verdict into sight: what follows is another result."""
        self.area.verticalScrollBar().setValue(0)

    def show_evidence(self, evidence: tuple[str, ...]) -> None:
        """Mark the lines of the transcript that hold these facts; without any, the facts themselves."""
        results = self.make_results()
        self.marked = frozenset(evidence)
        results.topology.redraw()
        results.exchange.redraw()
        if results.tabs.current in ("exchange", "details"):
            return
        results.tabs.show_page("transcript")
        if not results.transcript.mark(evidence):
            results.tabs.show_page("details")
            results.details.mark(evidence)
        QTimer.singleShot(0, results, lambda: self.area.ensureWidgetVisible(results.tabs, 0, 12))

    def say_for_a_while(self, text: str) -> None:
        """Say something in the status line; what stood there comes back."""
        self.status.say(text)
        QTimer.singleShot(_SAID_MS, self, lambda: self.status.show_status(self.view.status))

    def tell(
        self, topic: str, message: Message, role: Role = "warning", action: NoticeAction | None = None
    ) -> None:
        """Say something under the target until it is put away; it takes the place of what was said on ``topic``."""
        from ftpsgui.ui.widgets.notice import Notice

        notice = self.notices.get(topic)
        if notice is not None:
            notice.show_message(message, role, action)
            return
        notice = self.notices[topic] = Notice(message, role, action)
        notice.dismissed.connect(lambda: self.hush(topic))
        self.add_band(notice)

    def hush(self, topic: str) -> None:
        """Put away what was said on ``topic``."""
        notice = self.notices.pop(topic, None)
        if notice is not None:
            self._bands.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
            self._order.start()

    def show_recent(self, servers: tuple[ServerView, ...]) -> None:
        """Offer the servers that were tested last, under the first page."""
        if self.recent is None:
            if not servers:
                return
            from ftpsgui.ui.widgets.recent_list import RecentList

            self.recent = RecentList()
            self.recent.setMaximumWidth(self.empty.maximumWidth())
            self.recent.chosen.connect(self.recent_chosen)
            row = QHBoxLayout(self._below)
            row.setContentsMargins(0, 0, 0, 0)
            row.addStretch(1)
            row.addWidget(self.recent, 20)
            row.addStretch(1)
        self.recent.show_servers(servers)
        self.recent.setVisible(bool(servers))
        self._order.start()

    def name_target(self, target: str) -> None:
        """Say in the window's title what is shown; empty: nothing."""
        from ftpsgui.presentation.view_text import visible

        self.setWindowTitle(f"{visible(target, limit=80)} — ftpsgui" if target else "ftpsgui")

    def add_band(self, band: QWidget) -> None:
        """Put a band under the target."""
        self._bands.addWidget(band)
        self._order.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the cards beside or below each other."""
        super().resizeEvent(event)
        if self.results is not None:
            self.results.arrange(self.width() >= _SIDE_BY_SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Tell, once, that there is something to see."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Vanish at once; who listens ends the run."""
        super().closeEvent(event)
        self.closing.emit()

    def _chain(self) -> None:
        order: list[QWidget] = [self.bar.menu, *self.bar.drawer_order()]
        for index in range(self._bands.count()):
            item = self._bands.itemAt(index)
            band = item.widget() if item is not None else None
            if band is not None and band.isVisible():
                order += in_reading_order(band)
        order += in_reading_order(
            self.results if self.view.phase != "empty" and self.results else self._front
        )
        order.append(self.status.language)
        if order != self._chained:
            self._chained = order
            chain(order)

    def _bring_into_sight(self, row: QWidget) -> None:
        page = self.area.widget()
        if page is None:
            return
        top = row.mapTo(page, row.rect().topLeft()).y()
        height = self.area.viewport().height()
        bar = self.area.verticalScrollBar()
        if row.height() + 24 > height or top < bar.value():
            bar.setValue(top - 12)
        else:
            self.area.ensureVisible(0, top + row.height(), 0, 16)

    def _balance(self, _first: int, last: int) -> None:
        # The bar takes its room from the margin, so that the cards keep their width and their line with the form.
        taken = self.area.verticalScrollBar().sizeHint().width() if last > 0 else 0
        self._page.setContentsMargins(16, 14, max(0, 16 - taken), 8)

    def _shortcuts(self) -> None:
        focus_host = QShortcut(QKeySequence("Ctrl+L"), self)
        focus_host.activated.connect(self._focus_host)

    def _focus_host(self) -> None:
        self.bar.host.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.host.selectAll()

    def _centred(self, widget: QWidget) -> QWidget:
        box = QWidget()
        box.setProperty("kind", "plain")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        column.addStretch(2)
        column.addLayout(row)
        # What comes later stands in the room below the card, which stays where it is.
        column.addWidget(self._below, 3)
        row.addStretch(1)
        row.addWidget(widget, 20)
        row.addStretch(1)
        return box
