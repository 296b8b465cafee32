"""The frames that hold things: cards on the page, sunken blocks in a card, hairlines."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

HEAD = 24
"""Height of the line with a card's title, whatever stands beside it."""


class Card(QFrame):
    """A white card with a hairline border; ``body`` is its layout."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, 12, margin, 12)
        self.body.setSpacing(8)


class Rule(QFrame):
    """A horizontal hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rule")
        self.setFixedHeight(1)
