"""The cards of a result, from the verdict down: what is wrong, where the connection dies, what to paste."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.pages import PAGES
from ftpsgui.presentation.view_state import Boxes, ViewState
from ftpsgui.ui.calm import calm
from ftpsgui.ui.turns import Turns
from ftpsgui.ui.widgets.changes_card import ChangesCard
from ftpsgui.ui.widgets.clients_page import ClientsPage
from ftpsgui.ui.widgets.details_page import DetailsPage
from ftpsgui.ui.widgets.exchange_page import ExchangePage
from ftpsgui.ui.widgets.findings_page import FindingsPage
from ftpsgui.ui.widgets.modes_card import ModesCard
from ftpsgui.ui.widgets.tabs_card import TabsCard
from ftpsgui.ui.widgets.tls_page import TlsPage
from ftpsgui.ui.widgets.topology_card import Draw, TopologyCard
from ftpsgui.ui.widgets.transcript_page import TranscriptPage
from ftpsgui.ui.widgets.verdict_card import VerdictCard
from ftpsgui.ui.widgets.whatif_page import Suppose, WhatIfPage
from ftpsgui.ui.words import tr


class Results(QWidget):
    """Verdict, topology, modes, and the pages under tabs."""

    evidence_wanted = Signal(tuple)
    pages_shown = Signal(object)
    """The pages followed in a turn of their own; with the widget that had the focus before, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self.turns = Turns(self)
        self._count = 0
        self._view: ViewState | None = None
        self._stale: set[str] = set()
        self.draw_topology: Draw | None = None
        self.suppose: Suppose | None = None
        self.draw_exchange: Callable[[int, str, bool], Drawing] | None = None
        self.verdict = VerdictCard()
        self.changes = ChangesCard()
        self.topology = TopologyCard()
        self.modes = ModesCard()
        self.findings = FindingsPage()
        self.clients = ClientsPage()
        self.exchange = ExchangePage()
        self.whatif = WhatIfPage()
        self.transcript = TranscriptPage()
        self.tls = TlsPage()
        self.details = DetailsPage()
        self.tabs = TabsCard()
        for name, _words in PAGES:
            self.tabs.add(name, getattr(self, name))
        self.tabs.changed.connect(self._fill)
        for source in (self.topology.chosen, self.findings.evidence_wanted, self.exchange.chosen):
            source.connect(self.evidence_wanted)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(12)
        self._middle.addWidget(self.topology, 5)
        self._middle.addWidget(self.modes, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.verdict)
        layout.addWidget(self.changes)
        layout.addLayout(self._middle)
        layout.addWidget(self.tabs, 1)
        self._rest = QWidget()
        self._rest.setProperty("kind", "plain")
        self._rest.hide()
        layout.addWidget(self._rest, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Say the tabs in the window's language."""
        for name, message in PAGES:
            words = tr(message)
            counted = name == "findings" and self._count
            self.tabs.say(name, f"{words}  {self._count}" if counted else words)
        self.tabs.bar.setAccessibleName(tr(msg("Pages of the result")))

    def arrange(self, side_by_side: bool) -> None:
        """Put topology and modes beside or below each other."""
        wanted = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        if self._middle.direction() != wanted:
            self._middle.setDirection(wanted)

    def show_view(self, view: ViewState, *, gently: bool = False) -> None:
        """Show a state. Long pages are filled when they are turned to: a hidden one costs nothing.

        The picture and the first cure come in later turns of the loop; ``gently``: so do the pages.
        """
        with calm(self):
            self._show_words(view)
            if not gently:
                self._show_pages(view)
        self.turns.begin(self._later_parts(view, pages=gently))

    def _later_parts(self, view: ViewState, *, pages: bool) -> Iterator[None]:
        if pages:
            held: QWidget | None = self.window().focusWidget()
            with calm(self):
                self._show_pages(view)
            self.pages_shown.emit(held)
            yield
        self.topology.redraw_in_time(running=view.phase == "running")
        yield
        yield from self.findings.unfolding()

    def _show_words(self, view: ViewState) -> None:
        self._view = view
        self._stale = {"clients", "transcript", "tls", "whatif", "details"}
        self.verdict.show_verdict(view.verdict, view.clock)
        self.changes.show_changes(view.changes)
        self.topology.show_topology(view.topology, self.draw_topology)
        self.modes.show_modes(view.modes)
        known = bool(view.modes.groups or view.modes.note)
        for part in (self.topology, self.modes, self.tabs):
            part.setVisible(known)
        self._rest.setVisible(not known)

    def _show_pages(self, view: ViewState) -> None:
        self.exchange.show_picture(self.draw_exchange)
        self._count = len(view.findings)
        grave = bool(view.findings) and view.findings[0].glyph != "info"
        self.findings.show_findings(
            view.findings,
            view.findings_empty,
            unfold_first=grave and view.phase == "done",
            boxes=Boxes(
                routers=view.routers, router=view.router, firewalls=view.firewalls, firewall=view.firewall
            ),
            cure=view.cure,
        )
        self.findings.show_also(view.also)
        self._fill(self.tabs.current)
        self.retranslate()

    def _fill(self, page: str) -> None:
        if self._view is None or page not in self._stale:
            return
        self._stale.discard(page)
        view = self._view
        match page:
            case "clients":
                self.clients.show_clients(view.clients)
            case "transcript" if view.transcript is not None:
                self.transcript.show_lines(view.transcript, live=view.phase == "running")
            case "tls":
                self.tls.show_sections(view.tls, view.tls_empty)
            case "whatif":
                self.whatif.show_whatif(self.suppose)
            case "details":
                self.details.show_details(view.details)
            case _:
                pass
