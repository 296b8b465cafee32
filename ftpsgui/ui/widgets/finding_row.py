"""A finding: a line that unfolds to its explanation and its cure."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ftpsgui.model.message import msg
from ftpsgui.presentation.copied import all_steps
from ftpsgui.presentation.view_state import Boxes, FindingView, RemedyChoiceView
from ftpsgui.ui.glyphs import paint_chevron
from ftpsgui.ui.stamps import stamp
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.evidence_list import EvidenceList
from ftpsgui.ui.widgets.fact_line import FACT_SIDE
from ftpsgui.ui.widgets.label import FittingLabel, Label, TitleLabel
from ftpsgui.ui.widgets.remedy_block import COPIED_MS, RemedyBlock
from ftpsgui.ui.widgets.row_button import RowButton
from ftpsgui.ui.words import tr, translator

_INDENT = 44
_LIT_MS = 1200
_TWO_LINES = 1.7
"""From this height on, in lines, a title has two: letters of another font make one line higher than 1."""


class FindingHead(RowButton):
    """The line that folds and unfolds. A long title takes more lines; nothing of it is cut.

    Not checkable: assistive technology would call it a check box. Which way it stands is in its description.
    """

    turned = Signal(bool)
    """It was unfolded (True) or folded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unfolded = False
        self._meta = ""
        self.clicked.connect(lambda: self.unfold(not self._unfolded))
        self._lit = QTimer(self)
        self._lit.setSingleShot(True)
        self._lit.setInterval(_LIT_MS)
        self._lit.timeout.connect(self.update)
        self.badge = Badge(12, circle=False)
        self.title = TitleLabel(kind="strong")
        self.meta = FittingLabel(kind="caption", tone="muted")
        self.meta.setAlignment(Qt.AlignmentFlag.AlignRight)
        # The title has its width first; what stands at the right takes what is left.
        self.meta.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        first_line = self.title.fontMetrics().height()
        self.badge.setFixedHeight(first_line)
        self.meta.setFixedHeight(first_line)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(24, 7, 8, 7)
        row.setSpacing(8)
        row.addWidget(self.badge)
        row.addWidget(self.title)
        row.addWidget(self.meta, 1)
        self.holds(self.badge, self.title, self.meta)

    @property
    def unfolded(self) -> bool:
        """Whether what belongs to it is to be shown."""
        return self._unfolded

    def unfold(self, unfolded: bool) -> None:
        """Point down, or to the side again."""
        if unfolded == self._unfolded:
            return
        self._unfolded = unfolded
        self.describe(self._meta)
        self.update()
        self.turned.emit(unfolded)

    def describe(self, meta: str) -> None:
        """Say to assistive technology which way it stands, and ``meta``."""
        self._meta = meta
        state = tr(msg("unfolded")) if self._unfolded else tr(msg("folded"))
        self.setAccessibleDescription(" · ".join(filter(None, (state, meta))))

    @property
    def lit(self) -> bool:
        """Whether it is shown off just now."""
        return self._lit.isActive()

    def light(self) -> None:
        """Show it off for a moment, so that the eye finds it where nothing else moves."""
        self._lit.start()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep what stands beside the title on its first line."""
        super().resizeEvent(event)
        lines = self.title.height() / self.title.fontMetrics().height()
        where = Qt.AlignmentFlag.AlignTop if lines >= _TWO_LINES else Qt.AlignmentFlag.AlignVCenter
        for part in (self.badge, self.meta):
            self._row.setAlignment(part, where)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the hover, the focus ring and, beside the first line, the arrow."""
        if self.lit:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.palette.accent.tint))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            painter.end()
        super().paintEvent(event)
        beside, colour, down = self.badge.geometry(), theme.palette.muted, self._unfolded
        place = QRectF(4, beside.top(), 16, beside.height())
        stamp(
            QPainter(self),
            ("chevron", beside.top(), beside.height(), colour, down),
            _INDENT,
            self.height(),
            lambda painter: paint_chevron(painter, place, QColor(colour), down=down),
        )


class FindingRow(QWidget):
    """Head and, when unfolded, body. ``evidence_wanted`` and ``again_wanted`` are its links."""

    evidence_wanted = Signal(tuple)
    again_wanted = Signal(str)
    """What the cure changes is to be tested again (the finding's id)."""
    finding_wanted = Signal(str)
    """The steps stand under another finding (its id)."""
    router_chosen = Signal(str)
    firewall_chosen = Signal(str)
    cure_chosen = Signal(str)
    """Among several cures this one was chosen (the id of its product)."""
    changed = Signal()
    """There are other widgets in it than before."""

    def __init__(
        self,
        view: FindingView,
        boxes: Boxes | None = None,
        cure: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self._boxes, self._cure = boxes or Boxes(), cure
        self.head = FindingHead()
        self.head.turned.connect(self._toggled)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.head)
        self._body: QWidget | None = None
        self._making: Iterator[None] | None = None
        """What is still to be made of the body."""
        self._choice: Choice | None = None
        self._steps: QWidget | None = None
        self.view = view
        self._say_head()

    def reuse(self, view: FindingView, boxes: Boxes, cure: str) -> None:
        """Stand for another finding, folded, as a new row would."""
        self._drop_body()
        blocked = self.head.blockSignals(True)
        self.head.unfold(False)
        self.head.blockSignals(blocked)
        self.view, self._boxes, self._cure = view, boxes, cure
        self._say_head()

    def show_finding(self, view: FindingView) -> None:
        """Show the same finding as it stands now; the body is made anew only when it says something else."""
        if view == self.view:
            return
        same_body = _body_of(view) == _body_of(self.view)
        self.view = view
        self._say_head()
        if not same_body and self._body is not None:
            self._drop_body()
            if self.unfolded:
                self._toggled(True)

    def _drop_body(self) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = self._choice = self._steps = self._making = None

    def _say_head(self) -> None:
        view = self.view
        self.head.badge.show_role(view.role, view.glyph)
        self.head.title.setText(view.title)
        self.head.meta.set_texts((view.meta, view.short_meta, ""))
        self.head.setAccessibleName(view.spoken)
        self.head.describe(view.meta)

    @property
    def unfolded(self) -> bool:
        """Whether the body is shown."""
        return self.head.unfolded

    def unfold(self, unfolded: bool = True) -> None:
        """Show or hide the body."""
        self.head.unfold(unfolded)

    def focused_part(self) -> str:
        """Return what of it has the focus: the ``head``, a choice of a step by its purpose, the ``body``; or nothing."""
        focus: QWidget | None = self.window().focusWidget()
        if focus is None or not (focus is self.head or self.isAncestorOf(focus)):
            return ""
        if focus is self.head:
            return "head"
        return next((block.purpose for block in self._blocks() if block.choice is focus), "body")

    def take_focus(self, part: str) -> None:
        """Give the focus to such a part as it is now; the head stands for what is gone."""
        found = next(
            (block.choice for block in self._blocks() if block.choice and block.purpose == part), None
        )
        (found or self.head).setFocus(Qt.FocusReason.OtherFocusReason)

    def _blocks(self) -> list[RemedyBlock]:
        return self._steps.findChildren(RemedyBlock) if self._steps is not None else []

    def _toggled(self, unfolded: bool) -> None:
        if unfolded:
            self._complete()
        if self._body is not None:
            self._body.setVisible(unfolded)
        self.changed.emit()

    def prepared(self) -> Iterator[None]:
        """Make the body in parts, unseen; whoever unfolds before the last one makes the rest at once."""
        if self._body is None:
            self._making = self._make_body()
        while (making := self._making) is not None:
            try:
                next(making)
            except StopIteration:
                self._making = None
                return
            yield

    def _complete(self) -> None:
        for _ in self.prepared():
            pass

    def _make_body(self) -> Iterator[None]:
        view = self.view
        body = self._body = QWidget(self)
        body.setProperty("kind", "plain")
        body.hide()
        self._layout.addWidget(body)
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 4, 0, 12)
        whole.setSpacing(8)
        layout = QVBoxLayout()
        layout.setContentsMargins(_INDENT, 0, 8, 0)
        layout.setSpacing(8)
        whole.addLayout(layout)
        explanation = Label(view.explanation, tone="muted", wrap=True, selectable=True)
        explanation.setMaximumWidth(900)
        layout.addWidget(explanation)
        if len(view.choices) > 1:
            layout.addLayout(self._make_choice_row())
        if view.optional:
            layout.addWidget(Label(view.optional, kind="caption", tone="muted", wrap=True))
        if view.choices:
            self._steps = QWidget()
            layout.addWidget(self._steps)
            yield from self._show_steps()
        if view.refers:
            there = Label(view.refers, tone="muted", wrap=True, selectable=True)
            there.setMaximumWidth(900)
            layout.addWidget(there)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        if not view.choices:  # each step says whose it is
            foot.addWidget(Label(view.audience, kind="caption", tone="muted"))
        foot.addStretch(1)
        if view.choices:
            copy = Button("quiet", clicked=lambda: self._copy_all(copy))
            self._say_copy_all(copy)
            foot.addWidget(copy)
        if view.cured_with:
            show = Button("link", clicked=lambda: self.finding_wanted.emit(self.view.cured_with))
            show.say(tr(msg("Show the steps")))
            foot.addWidget(show)
        if view.can_check_again:
            again = Button("accent", clicked=lambda: self.again_wanted.emit(self.view.id))
            again.say(
                tr(msg("Check again")), hint=tr(msg("After the change: test again only what it concerns"))
            )
            foot.addWidget(again)
        layout.addLayout(foot)
        if view.explains:
            layout.addWidget(Label(view.explains, kind="caption", tone="muted", wrap=True))
        yield
        if view.facts:
            facts = EvidenceList(view)
            facts.setContentsMargins(_INDENT - FACT_SIDE, 0, 8 - FACT_SIDE, 0)
            facts.evidence_wanted.connect(self.evidence_wanted)
            whole.addWidget(facts)
        body.ensurePolished()
        yield

    def _say_copy_all(self, button: Button) -> None:
        hint = tr(msg("All of it as plain text: where, what, what then, and who does it"))
        button.say(tr(msg("Copy all steps")), hint=hint)

    def _copy_all(self, button: Button) -> None:
        QGuiApplication.clipboard().setText(all_steps(self.view.title, self._chosen_way(), translator()))
        button.say(tr(msg("Copied")))
        QTimer.singleShot(COPIED_MS, button, lambda: self._say_copy_all(button))

    def _chosen_way(self) -> RemedyChoiceView:
        return self.view.choices[int(self._choice.key() or 0) if self._choice is not None else 0]

    def _make_choice_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        caption = Label(tr(msg("How to cure it on")), kind="caption", tone="muted")
        self._choice = Choice()
        self._choice.fill([(str(index), choice.label) for index, choice in enumerate(self.view.choices)])
        wanted = (
            index for index, one in enumerate(self.view.choices) if self._cure and one.key == self._cure
        )
        self._choice.choose(str(next(wanted, 0)))
        self._choice.setAccessibleName(caption.text())
        caption.setBuddy(self._choice)
        self._choice.currentIndexChanged.connect(self._chosen)
        row.addWidget(caption)
        row.addWidget(self._choice)
        row.addStretch(1)
        return row

    def _chosen(self) -> None:
        self._say_choice()
        chosen = self._chosen_way()
        if chosen.key:
            self._cure = chosen.key
            self.cure_chosen.emit(chosen.key)

    def prefer(self, product: str) -> None:
        """Show the cure for ``product`` where there is one; it was chosen in another finding."""
        self._cure = product
        if self._making is not None:
            self._complete()
        places = [str(index) for index, one in enumerate(self.view.choices) if one.key == product]
        if self._choice is not None and places and self._choice.key() not in places:
            blocked = self._choice.blockSignals(True)
            self._choice.choose(places[0])
            self._choice.blockSignals(blocked)
            self._say_choice()

    def _say_choice(self) -> None:
        for _ in self._show_steps():
            pass

    def _show_steps(self) -> Iterator[None]:
        steps = self._chosen_way().steps
        old = self._steps
        parent = old.parentWidget() if old is not None else None
        box = QWidget(parent)
        box.setProperty("kind", "plain")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for number, step in enumerate(steps, 1):
            block = RemedyBlock(step, number if len(steps) > 1 else 0, self._boxes)
            block.router_chosen.connect(self.router_chosen)
            block.firewall_chosen.connect(self.firewall_chosen)
            layout.addWidget(block)
            block.ensurePolished()
            yield
        if old is not None and parent is not None:
            parent_layout = parent.layout()
            if parent_layout is not None:
                parent_layout.replaceWidget(old, box)
            old.deleteLater()
        self._steps = box
        self.changed.emit()


def _body_of(view: FindingView) -> FindingView:
    return msgspec.structs.replace(view, role="neutral", glyph="dash", title="", meta="", spoken="")
