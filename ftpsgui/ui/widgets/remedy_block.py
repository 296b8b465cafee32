"""One step of a cure: where it goes, what to paste (with Copy), how to apply it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.copied import step_text
from ftpsgui.presentation.view_state import Boxes, RemedyView
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.code_view import CodeView
from ftpsgui.ui.widgets.label import ElidedLabel, Label, TitleLabel, stand_on_line
from ftpsgui.ui.words import explain, tr, translator

COPIED_MS = 1600
"""How long a button says that it has copied."""


class RemedyBlock(QFrame):
    """Shows a :class:`RemedyView`; ``number`` is its place among several steps, 0 when it is the only one.

    ``boxes``: what to choose from where the step is about a router, or about the firewall on the server's own machine;
    ``router_chosen`` and ``firewall_chosen`` tell which.
    """

    router_chosen = Signal(str)
    firewall_chosen = Signal(str)

    def __init__(
        self,
        view: RemedyView,
        number: int = 0,
        boxes: Boxes | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sunken")
        self.view = view
        head = QHBoxLayout()
        head.setSpacing(10)
        if number:
            head.addWidget(Label(f"{number}.", kind="strong", tone="muted"))
        boxes = boxes or Boxes()
        self.choice: Choice | None = None
        self.purpose = "router" if view.is_router else "firewall" if view.is_firewall else ""
        if view.is_router and boxes.routers:
            which, anyone = msg("Which router or firewall"), msg("Any router or firewall")
            head.addWidget(self._make_choice(boxes.routers, boxes.router, self.router_chosen, which, anyone))
        elif view.is_firewall and boxes.firewalls:
            which, anyone = msg("Which firewall on the server"), msg("Any firewall on the server")
            head.addWidget(
                self._make_choice(boxes.firewalls, boxes.firewall, self.firewall_chosen, which, anyone)
            )
        else:
            head.addWidget(Label(view.chip, kind="strong"))
        self.file = ElidedLabel(view.file, kind="caption", tone="muted")
        head.addWidget(self.file, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(14, 8, 10, 10)
        body.setSpacing(6)
        body.addLayout(head)
        head.addWidget(TitleLabel(view.audience, kind="caption", tone="muted"))
        # Code is pasted as it is; words are sent to somebody, who needs what comes then, too.
        self.copy = Button("accent", clicked=self._copy)
        head.addWidget(self.copy)
        self._say_copy()
        if view.is_code:
            body.addWidget(CodeView(view.snippet, tr(msg("What to paste into {chip}", chip=view.chip))))
        else:
            body.addWidget(Label(view.snippet, wrap=True, selectable=True))
        for placeholder in view.placeholders:
            row = QHBoxLayout()
            row.setSpacing(8)
            name = Label(placeholder.name, kind="mono", tone="warning")
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(placeholder.meaning, kind="caption", tone="muted", wrap=True), 1)
            body.addLayout(row)
        if view.apply:
            row = QHBoxLayout()
            row.setSpacing(8)
            then = Label(tr(msg("Then:")), tone="muted")
            what = Label(
                view.apply, kind="mono" if view.apply_is_code else "body", wrap=True, selectable=True
            )
            stand_on_line(then, what)
            stand_on_line(what, then)
            row.addWidget(then, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(what, 1, Qt.AlignmentFlag.AlignTop)
            body.addLayout(row)
        if view.note:
            body.addWidget(Label(view.note, kind="caption", tone="muted", wrap=True))

    def _make_choice(
        self,
        known: tuple[tuple[str, str], ...],
        chosen: str,
        told: SignalInstance,
        name: Message,
        anyone: Message,
    ) -> Choice:
        choice = self.choice = Choice()
        choice.setAccessibleName(tr(name))
        explain(choice, tr(msg("Choose yours to see its own words")))
        choice.fill([("", tr(anyone)), *known])
        choice.choose(chosen)
        # Later: the choice makes this very block anew.
        choice.currentIndexChanged.connect(
            lambda _index: QTimer.singleShot(0, self, lambda: told.emit(choice.key()))
        )
        return choice

    def _say_copy(self) -> None:
        if self.view.is_code:
            name = tr(msg("Copy what to paste into {chip}", chip=self.view.chip))
        else:
            name = tr(msg("Copy what to do: {chip}", chip=self.view.chip))
        self.copy.say(tr(msg("Copy")), name=name, hint=name)

    def _copy(self) -> None:
        view = self.view
        text = view.snippet if view.is_code else step_text(view, translator())
        QGuiApplication.clipboard().setText(text)
        self.copy.say(tr(msg("Copied")))
        QTimer.singleShot(COPIED_MS, self, self._say_copy)
