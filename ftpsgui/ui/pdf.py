"""The report as PDF: the HTML report's parts in what Qt's rich text understands, the picture as vectors.

Every text is escaped by :class:`ftpsgui.reports.html_writer.Writer`; the document loads nothing from anywhere.
"""

from __future__ import annotations

from html import unescape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QRect, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from ftpsgui import __version__
from ftpsgui.presentation.palette import LIGHT
from ftpsgui.reports.html_style import MARKS
from ftpsgui.reports.html_writer import Writer, picture
from ftpsgui.reports.report import Report
from ftpsgui.reports.words import Mark
from ftpsgui.texts.of_a_log import words_for
from ftpsgui.texts.translate import Translator
from ftpsgui.ui.theme import theme

SUFFIX = ".pdf"
_PICTURE_WIDTH = 680
"""Pixels in which the picture is laid out; on paper it is as wide as the text."""
_DPI = 300
_PASSES = 4
_OBJECT = QTextFormat.ObjectTypes.UserObject + 1
_REPLACED = "\ufffc"
"""The character that stands for an object in a text (U+FFFC)."""


class _PagedWriter(Writer):
    """Boxes as tables and the picture as one character: what Qt's rich text can lay out on pages, and in some seconds."""

    most_facts = 500

    def box(self, mark: Mark, content: str, kind: str = "") -> str:
        """Return a table of one cell, tinted for the verdict, with a coloured edge."""
        role = LIGHT.role(MARKS[mark])
        tint = role.tint if kind == "verdict" else LIGHT.surface
        if kind == "verdict":
            content = content.replace("<p>", '<p class="lead">', 1)
        cell = f"background-color:{tint};border-left:3px solid {role.ink};padding:6px 10px"
        above = '<p class="gap"></p>' if kind == "verdict" else ""
        return f'{above}<table width="100%" class="frame"><tr><td style="{cell}">{content}</td></tr></table><p class="gap"></p>'

    def figure(self, report: Report) -> str:
        """Return a paragraph in which the picture is put later."""
        return f"<p>{_REPLACED}</p>"


class _Svg(QPyTextObject):
    """Paints an SVG where a text has a :data:`_REPLACED` of the format :data:`_OBJECT`."""

    def __init__(self, svg: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(QByteArray(svg), self)
        self._size = self._renderer.defaultSize()

    def intrinsicSize(self, doc: QTextDocument, _position: int, _format: QTextFormat) -> QSizeF:  # noqa: N802
        """As wide as the page allows, in the document's own units."""
        room = doc.pageSize().width()
        if room <= 0:  # not laid out on pages yet
            room = float(self._size.width())
        return QSizeF(room, room * self._size.height() / max(1, self._size.width()))

    def drawObject(  # noqa: N802
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _doc: QTextDocument,
        _position: int,
        _format: QTextFormat,
    ) -> None:
        """Paint it as vectors."""
        self._renderer.render(painter, QRectF(rect))


class _Document(QTextDocument):
    """A document that loads nothing."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802
        """Return nothing, whatever is asked for."""
        return QByteArray()


def markup(report: Report, translate: Translator) -> str:
    """Return what the PDF is made of as one text: its title, its parts, its picture."""
    translate = words_for(translate, log=report.log is not None)
    writer = _PagedWriter(translate)
    drawing = picture(report, translate, _PICTURE_WIDTH).svg if report.topology.nodes else ""
    return f"{writer.title(report)}{writer.body(report)}{drawing}"


def make_document(report: Report, translate: Translator) -> QTextDocument:
    """Return the report as a document that can be laid out on pages."""
    document = _Document()
    translate = words_for(translate, log=report.log is not None)
    writer = _PagedWriter(translate)
    font = QFont(theme.font("body"))
    font.setPointSizeF(9.0)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_style(theme.font("mono").families()))
    body = writer.body(report).replace('<th scope="col" class="wide">', '<th width="58%">')
    body = body.replace("<table class=", '<table width="100%" class=')  # Qt knows no width in style sheets
    document.setHtml(f"<body>{body}</body>")
    document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, unescape(writer.title(report)))
    if report.topology.nodes:
        drawing = picture(report, translate, _PICTURE_WIDTH, font=font.families()[0])
        handler = _Svg(drawing.svg.encode(), document)
        document.documentLayout().registerHandler(_OBJECT, handler)
        found = document.find(_REPLACED)
        if not found.isNull():
            kind = QTextCharFormat()
            kind.setObjectType(_OBJECT)
            kind.setToolTip(drawing.description)
            cursor = QTextCursor(document)
            cursor.setPosition(found.selectionStart())
            cursor.setPosition(found.selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(_REPLACED, kind)
    return document


def render_pdf(report: Report, translate: Translator) -> bytes:
    """Return the report as a PDF file: A4, numbered pages, text that can be searched, the picture as vectors."""
    memory = QBuffer()
    memory.open(QIODevice.OpenModeFlag.WriteOnly)
    device = QPdfWriter(memory)
    device.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_1_6)
    device.setCreator(f"ftpsgui {__version__}")
    document = make_document(report, translate)
    device.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(14, 14, 14, 14), QPageLayout.Unit.Millimeter)
    device.setResolution(_DPI)
    _print(document, device, QFont(theme.font("caption")))
    memory.close()
    return bytes(memory.data().data())


def _print(document: QTextDocument, device: QPdfWriter, small: QFont) -> None:
    """Lay ``document`` out for ``device`` and paint its pages, each with its number at the foot."""
    small.setPointSizeF(7.5)
    layout = document.documentLayout()
    layout.setPaintDevice(device)
    foot = _DPI / 3
    page = QSizeF(device.width(), device.height() - foot)
    document.setDocumentMargin(0)
    document.setPageSize(page)
    keep_headings(document)
    count = document.pageCount()
    painter = QPainter(device)
    for number in range(count):
        if number:
            device.newPage()
        painter.save()
        painter.translate(0, -number * page.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, number * page.height(), page.width(), page.height())
        painter.setClipRect(context.clip)
        layout.draw(painter, context)
        painter.restore()
        painter.setFont(small)
        painter.setPen(QColor(LIGHT.muted))
        box = QRectF(0, page.height(), page.width(), foot)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{number + 1} / {count}"
        )
    painter.end()


def keep_headings(document: QTextDocument) -> None:
    """Begin a page before each heading whose text would begin on the next one: Qt leaves it alone at the foot."""
    for _ in range(_PASSES):  # what moves down may leave another heading alone
        if not sum(_kept_with_next(document, block) for block in reversed(_headings(document))):
            return


def _headings(document: QTextDocument) -> list[QTextBlock]:
    found = []
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and QTextCursor(block).currentTable() is None:
            found.append(block)
        block = block.next()
    return found


def _kept_with_next(document: QTextDocument, heading: QTextBlock) -> bool:
    """Move ``heading`` to the next page when it stands alone; whether it was moved."""
    following = heading.next()
    while following.isValid() and not following.text():
        following = following.next()
    if not following.isValid() or page_of(document, heading) == page_of(document, following):
        return False
    shape = heading.blockFormat()
    shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(heading).setBlockFormat(shape)
    return True


def page_of(document: QTextDocument, block: QTextBlock) -> int:
    """Return the page, from 0, on which the first line of ``block`` stands."""
    top = document.documentLayout().blockBoundingRect(block).top()
    lines = block.layout()
    if lines.lineCount():
        top += lines.lineAt(0).y()
    return int(top // document.pageSize().height())


def _style(mono: list[str]) -> str:
    families = ",".join(f"'{family}'" for family in mono)
    roles = "".join(f".{mark}{{color:{LIGHT.role(role).ink}}}" for mark, role in MARKS.items())
    return (
        f"body{{color:{LIGHT.text}}}p{{margin:2px 0}}"
        "h1{font-size:18pt;margin:0 0 2px 0}h2{font-size:12pt;margin:16px 0 5px 0}"
        "h3{font-size:10pt;margin:0 0 2px 0}h4{font-size:9pt;margin:8px 0 3px 0}"
        "ol,ul{margin-top:2px;margin-bottom:2px}.lead{font-size:11pt;font-weight:bold;margin:0 0 3px 0}"
        f".muted{{color:{LIGHT.muted};margin:0 0 5px 0}}.gap{{font-size:4pt}}"
        f"table{{border-collapse:collapse;width:100%}}.frame td{{border:1px solid {LIGHT.line}}}"
        f"th,td{{border:none;border-bottom:1px solid {LIGHT.line};padding:3px 6px;text-align:left}}th{{color:{LIGHT.muted};font-weight:normal}}"
        f"code,pre,.mono{{font-family:{families};font-size:8pt}}"
        f"pre{{background-color:{LIGHT.sunken};white-space:pre-wrap;margin:3px 0}}"
        f"a{{color:{LIGHT.muted};text-decoration:none}}{roles}"
    )
