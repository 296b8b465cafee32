"""A table of plain text for Qt's views: rows that only ever grow while a run goes on are appended, not reset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from ftpsgui.presentation.rows import common
from ftpsgui.presentation.view_state import Role
from ftpsgui.ui.theme import theme
from ftpsgui.ui.words import tooltip

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LinesModel(QAbstractTableModel, Generic[R]):
    """``cells`` turns a row into its texts, ``role`` into its colour; ``mono`` names columns in the code font."""

    def __init__(
        self,
        cells: Callable[[R], tuple[str, ...]],
        role: Callable[[R], Role],
        columns: int,
        mono: frozenset[int],
    ) -> None:
        super().__init__()
        self._cells, self._role = cells, role
        self._columns, self._mono = columns, mono
        self._heads: tuple[str, ...] = ("",) * columns
        self.rows: Sequence[R] = ()

    def say(self, heads: tuple[str, ...]) -> None:
        """Set the column heads."""
        self._heads = heads
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show ``rows``. Those that stay where they were keep their selection and their place on the screen."""
        same = common(self.rows, rows)
        if same == 0:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        if same < len(self.rows):
            self.beginRemoveRows(_ROOT, same, len(self.rows) - 1)
            self.rows = rows[:same]
            self.endRemoveRows()
        if same < len(rows):
            self.beginInsertRows(_ROOT, same, len(rows) - 1)
            self.rows = rows
            self.endInsertRows()
        self.rows = rows

    def rowCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: N802
        """How many columns."""
        return 0 if parent.isValid() else self._columns

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Column heads, left-aligned."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, colours and fonts; never markup."""
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cells(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._cells(row)[index.column()])
        if role == Qt.ItemDataRole.ForegroundRole:
            colour = self._role(row)
            if colour != "neutral":
                return QBrush(QColor(theme.role(colour).ink))
            return QBrush(QColor(theme.palette.text if index.column() in self._mono else theme.palette.muted))
        if role == Qt.ItemDataRole.FontRole:
            return self._font(index.column())
        return None

    def text(self, rows: Sequence[int]) -> str:
        """Return rows as text for the clipboard: cells with tabs between them."""
        return "\n".join("\t".join(self._cells(self.rows[row])) for row in rows)

    def _font(self, column: int) -> QFont:
        return theme.font("mono" if column in self._mono else "caption")
