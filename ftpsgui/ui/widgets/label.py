"""Labels that show plain text only, in a step of the type scale and a tone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ftpsgui.ui.line_breaks import spare
from ftpsgui.ui.theme import FontKind, theme
from ftpsgui.ui.words import explain


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at the properties of ``widget``; before it was shown, it has not looked yet."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def stand_on_line(small: QLabel, large: QLabel) -> None:
    """Let the first line of ``small`` stand on the base line of ``large`` when both are aligned at their tops."""
    drop = large.fontMetrics().ascent() - small.fontMetrics().ascent()
    small.setContentsMargins(0, max(0, drop), 0, 0)


class Label(QLabel):
    """A text. ``tone`` is a name of the style sheet: muted, good, bad, warning, accent, or nothing."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: FontKind = "body",
        tone: str = "",
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._heights: dict[int, int] = {}
        self._narrower = 0
        """Pixels that the text leaves free at the right, so that no word stands alone in the last line."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(kind))
        self.setWordWrap(wrap)
        self.set_tone(tone)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setText(text)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Count the lines in the width that the label will really have; layouts ask for it again and again."""
        width = min(width, self.maximumWidth())
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width + self._narrower)
        return self._heights[width]

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return what the text wants, whatever it leaves free just now."""
        return super().sizeHint() - QSize(self._narrower, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Break the lines for the new width."""
        super().resizeEvent(event)
        self._break_lines()

    def setText(self, text: str) -> None:  # noqa: N802
        """Set the text; the same one again costs no new layout."""
        if text != self.text():
            self._heights.clear()
            super().setText(text)
            self._break_lines()

    def _break_lines(self) -> None:
        """Let no word stand alone in the last line where the same lines, a little shorter, hold it as well."""
        if not self.wordWrap():
            return
        margins = self.contentsMargins()
        right = margins.right() - self._narrower
        self._narrower = spare(self.text(), self.font(), self.width() - margins.left() - right)
        if margins.right() != right + self._narrower:
            QLabel.setContentsMargins(
                self, margins.left(), margins.top(), right + self._narrower, margins.bottom()
            )

    def setContentsMargins(self, left: int, top: int, right: int, bottom: int) -> None:  # type: ignore[override] # noqa: N802
        """Set the margins around the text."""
        self._heights.clear()
        self._narrower = 0
        super().setContentsMargins(left, top, right, bottom)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again in another font or style."""
        self._heights.clear()
        super().changeEvent(event)

    def set_tone(self, tone: str) -> None:
        """Change the tone."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class TitleLabel(Label):
    """As wide as its text in one line where there is room, and broken into lines where there is not."""

    def __init__(
        self, text: str = "", *, kind: FontKind = "body", tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, kind=kind, tone=tone, wrap=True, parent=parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of the text in one line (a word-wrapped QLabel asks for a square block instead)."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """A long word's worth."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 12, metrics.height())


class ElidedLabel(Label):
    """One line that is cut with an ellipsis when there is no room; the whole text is its tooltip then."""

    def __init__(
        self, text: str = "", *, kind: FontKind = "body", tone: str = "", parent: QWidget | None = None
    ) -> None:
        self._full = ""
        self._cut: tuple[int, str] | None = None
        """The width for which was measured, and what fits in it."""
        self._placing = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        super().__init__(kind=kind, tone=tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._extra = ""
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Set the whole text."""
        self._full = text
        self._cut = None
        super().setText(text)
        self._explain()

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:  # noqa: N802
        """Let the text stand at another side."""
        super().setAlignment(alignment)
        self._placing = int(self.alignment() | Qt.AlignmentFlag.AlignVCenter)

    def set_extra_tooltip(self, text: str) -> None:
        """Set a tooltip that is shown even when nothing is cut."""
        self._extra = text
        self._explain()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """A few letters and the ellipsis."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Look again if the text fits."""
        super().resizeEvent(event)
        self._explain()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again, and repaint in new colours."""
        super().changeEvent(event)
        self._cut = None
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.update()

    def _explain(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self._full) > self.width() > 0
        lines = [self._full] if cut else []
        extra = getattr(self, "_extra", "")
        if extra:
            lines.append(extra)
        explain(self, "\n".join(lines), described=extra)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw as much as fits."""
        width = self.width()
        if self._cut is None or self._cut[0] != width:
            elided = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, width)
            self._cut = (width, elided)
        # The painter begins with the widget's own font and the colour of its words.
        QPainter(self).drawText(self.rect(), self._placing, self._cut[1])


class FittingLabel(ElidedLabel):
    """One line in the longest of several wordings that fits; only the shortest is ever cut."""

    def __init__(self, *, kind: FontKind = "body", tone: str = "", parent: QWidget | None = None) -> None:
        self._texts: tuple[str, ...] = ("",)
        super().__init__(kind=kind, tone=tone, parent=parent)

    def set_texts(self, texts: tuple[str, ...]) -> None:
        """Set the wordings, longest first."""
        self._texts = texts or ("",)
        self._choose()

    def setText(self, text: str) -> None:  # noqa: N802
        """Set one wording."""
        self.set_texts((text,))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Choose again."""
        self._choose()
        super().resizeEvent(event)

    def _choose(self) -> None:
        fits = (one for one in self._texts if self.fontMetrics().horizontalAdvance(one) <= self.width())
        chosen = next(fits, self._texts[-1])
        if chosen != self._full:
            ElidedLabel.setText(self, chosen)
        if chosen != self._texts[0]:
            explain(self, "\n".join(filter(None, (self._texts[0], self._extra))))
