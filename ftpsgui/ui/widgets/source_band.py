"""A band across the window: these facts are from a file. With a slider through them, and a way out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSlider, QVBoxLayout, QWidget

from ftpsgui.model.addresses import normalise
from ftpsgui.model.message import msg
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.badge import Badge
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.label import FittingLabel, Label, restyle
from ftpsgui.ui.words import explain, tr

_BETWEEN = " · "


class Track(QSlider):
    """A slider whose groove and handle are drawn in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Wide enough to aim at."""
        return QSize(180, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the groove, the part behind, and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        span = self.maximum() - self.minimum()
        part = (self.value() - self.minimum()) / span if span else 1.0
        middle, left, right = self.height() / 2, 9.0, self.width() - 9.0
        at = left + (right - left) * part
        painter.setPen(QPen(QColor(theme.palette.line), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(int(left), int(middle), int(right), int(middle))
        accent = QColor(theme.palette.accent.ink)
        painter.setPen(QPen(accent, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(int(left), int(middle), int(at), int(middle))
        painter.setPen(QPen(accent, 2))
        painter.setBrush(QColor(theme.palette.surface))
        painter.drawEllipse(int(at) - 6, int(middle) - 6, 12, 12)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 5, 5)


class SourceBand(QFrame):
    """Shows where the facts are from. ``moved`` when the user goes to another number of facts."""

    moved = Signal(int)
    play_pressed = Signal()
    left = Signal()
    address_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "band")
        badge = Badge(14, circle=False)
        badge.show_role("neutral", "info")
        self.title = Label(kind="strong")
        self.text = FittingLabel(kind="caption")
        self.text.setMinimumWidth(120)
        self.play = Button("link", clicked=self.play_pressed.emit)
        self.track = Track()
        self.track.setMinimumWidth(90)
        self.track.setMaximumWidth(260)
        self.track.valueChanged.connect(self.moved)
        self.position = Label(kind="caption", tone="muted")
        self.close_button = Button("link", clicked=self.left.emit)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 5)
        row.addWidget(self.play)
        row.addWidget(self.track, 1)
        row.addWidget(self.position)
        row.addWidget(self.close_button)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 6, 10, 6)
        self.body.setSpacing(4)
        self.body.addLayout(row)
        self.question = Label(kind="caption", wrap=True)
        self.address = QLineEdit()
        self.address.setMaximumWidth(220)
        self.address.returnPressed.connect(self._give_address)
        self.address.textEdited.connect(lambda _text: self._mark(wrong=False))
        self.use = Button("accent", clicked=self._give_address)
        asking = QHBoxLayout()
        asking.setContentsMargins(24, 2, 6, 2)
        asking.setSpacing(10)
        asking.addWidget(self.question, 1)
        asking.addWidget(self.address)
        asking.addWidget(self.use)
        self._asking = QWidget()
        self._asking.setProperty("kind", "plain")
        self._asking.setLayout(asking)
        self.body.addWidget(self._asking)
        self._asking.hide()
        self._wrong = False
        self._playing = False
        self.retranslate()

    def retranslate(self) -> None:
        """Say the buttons in the window's language."""
        self.track.setAccessibleName(tr(msg("How much of the record is shown")))
        explain(self.track, tr(msg("Step through the facts as they came")))
        self.close_button.say(tr(msg("Close")), name=tr(msg("Close this record")))
        self.show_playing(self._playing)
        self._mark(wrong=self._wrong)
        self.address.setAccessibleName(tr(msg("Address that the client had dialled")))
        self.address.setPlaceholderText(tr(msg("IP address")))
        self.use.say(tr(msg("Use this address")), hint=tr(msg("Read the log again with this address")))

    def ask_address(self, wanted: bool) -> None:
        """Ask for the address that the client of a log had dialled, or ask no more."""
        self._asking.setVisible(wanted)
        self.address.clear()
        self._mark(wrong=False)

    def _mark(self, *, wrong: bool) -> None:
        self._wrong = wrong
        self.question.setText(
            tr(msg("This is no IP address. Look it up with “nslookup” or “dig”, and write the address here."))
            if wrong
            else tr(
                msg(
                    "The log does not say which address the client had dialled. With it the replies can be compared; it "
                    "is sent nowhere."
                )
            )
        )
        self.address.setProperty("wrong", wrong)
        restyle(self.address)

    def _give_address(self) -> None:
        address = normalise(self.address.text().strip())
        if address is None:
            self._mark(wrong=True)
            self.address.setFocus()
        else:
            self.address_given.emit(address)

    def say(self, title: str, text: str) -> None:
        """Set the words about the record."""
        self.title.setText(title)
        self.text.set_texts(_shorter(text))

    def show_range(self, count: int, at: int) -> None:
        """Set how many facts there are, and how many of them are shown."""
        blocked = self.track.blockSignals(True)
        self.track.setRange(min(1, count), count)
        self.track.setPageStep(max(1, count // 10))
        self.track.setValue(at)
        self.track.blockSignals(blocked)
        self.track.update()

    def show_position(self, text: str) -> None:
        """Say where the slider stands; the width is kept so that nothing jumps."""
        self.position.setText(text)
        self.position.setMinimumWidth(max(self.position.minimumWidth(), self.position.sizeHint().width()))

    def show_playing(self, playing: bool) -> None:
        """Say what the button does next."""
        self._playing = playing
        if playing:
            self.play.say(tr(msg("Pause")), hint=tr(msg("Hold the replay here")))
        else:
            self.play.say(tr(msg("Replay")), hint=tr(msg("Show the facts one by one, as they came")))


def _shorter(text: str) -> tuple[str, ...]:
    """Return ``text``, and what is left of it without its last parts; the whole is the tooltip then."""
    parts = text.split(_BETWEEN)
    return tuple(_BETWEEN.join(parts[:count]) for count in range(len(parts), 0, -1))
