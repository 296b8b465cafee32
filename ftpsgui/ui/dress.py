"""A page of Markdown in the type, the colours and the spacing of the window; Qt would dress it as a browser of 1995 did."""

from __future__ import annotations

from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextListFormat,
    QTextTable,
)

from ftpsgui.ui.theme import theme

_MARGIN, _AIR, _QUOTE, _INDENT = 14, 6, 14, 18
_MARK = "‹"
"""Begins what a test puts its own value for."""


def dress(document: QTextDocument, shares: tuple[int, ...] = ()) -> None:
    """Dress ``document``; ``shares``: per cent of the width for each column of its tables."""
    document.setDocumentMargin(_MARGIN)
    document.setIndentWidth(_INDENT)
    block = document.begin()
    while block.isValid():
        _dress_block(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, shares)


def _dress_block(block: QTextBlock) -> None:
    shape = block.blockFormat()
    level = shape.headingLevel()
    listed = block.textList() is not None
    shape.setTopMargin(16 if level > 1 else 0)
    shape.setBottomMargin(2 if listed else _AIR)
    if shape.property(QTextFormat.Property.BlockQuoteLevel):
        shape.setLeftMargin(_QUOTE)
        shape.setRightMargin(_QUOTE)
    cursor = QTextCursor(block)
    cursor.setBlockFormat(shape)
    if listed:
        bullets = QTextListFormat(block.textList().format())
        bullets.setIndent(1)
        block.textList().setFormat(bullets)
    if level:
        words = QTextCharFormat()
        words.setFont(theme.font("headline" if level == 1 else "title"))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(words)  # not merged: what Markdown says of a heading's size would stay
        return
    _dress_codes(block)


def _dress_codes(block: QTextBlock) -> None:
    """Show code in the window's code font, and a mark as what stands around it: it stands for a word."""
    bold, codes = False, []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        bold = bold or fragment.charFormat().font().bold()
        if fragment.charFormat().fontFixedPitch():
            codes.append((fragment.position(), fragment.length(), fragment.text().startswith(_MARK)))
        iterator += 1
    for start, length, mark in codes:
        words = QTextCharFormat()
        words.setFont(theme.font(("strong" if bold else "body") if mark else "mono"))
        words.setFontFixedPitch(False)
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(words)


def _dress_table(table: QTextTable, shares: tuple[int, ...]) -> None:
    line = QBrush(QColor(theme.palette.line))
    shape = table.format()
    shape.setBorder(0)
    shape.setCellSpacing(0)
    shape.setCellPadding(_AIR)
    shape.setTopMargin(_AIR)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    if len(shares) == table.columns():
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in shares]
        )
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            edge = cell.format().toTableCellFormat()
            edge.setBottomBorder(1)
            edge.setBottomBorderBrush(line)
            edge.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            edge.setLeftPadding(0)
            edge.setTopPadding(_AIR)
            edge.setBottomPadding(_AIR)
            edge.setRightPadding(2 * _AIR)
            cell.setFormat(edge)
