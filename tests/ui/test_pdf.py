"""The report on paper: a PDF with its pages, the picture as vectors, and nothing loaded from a text."""

from __future__ import annotations

import re
import zlib

import msgspec
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextCursor, QTextDocument

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.model.message import literal
from ftpsgui.reports.report import build_report
from ftpsgui.session.fold import fold
from ftpsgui.texts.translate import Translator
from ftpsgui.ui.pdf import keep_headings, make_document, page_of, render_pdf
from tests.judgement.long import long_session
from tests.reports.samples_reports import HOSTILE, good_report, hostile_report

EN = Translator("en")


def streams(data: bytes) -> bytes:
    """The contents of all compressed streams in a PDF."""
    found = b""
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            found += zlib.decompress(match[1])
        except zlib.error:
            continue
    return found


def test_a_pdf_has_pages_a_title_and_the_picture_as_vectors(look):
    report = good_report()
    data = render_pdf(report, EN)
    assert data.startswith(b"%PDF-1.6")
    assert len(re.findall(rb"/Type /Page\b", data)) >= 2
    assert "FTPS test of ftp.example.com".encode("utf-16-be") in data
    without = msgspec.structs.replace(report, topology=msgspec.structs.replace(report.topology, nodes=()))
    assert streams(data).count(b" l\n") > streams(render_pdf(without, EN)).count(b" l\n")
    assert b"/Subtype /Image" not in data


def test_the_same_words_as_in_the_html_report(look):
    document = make_document(good_report(), EN)
    text = document.toPlainText()
    assert "MasqueradeAddress" in text
    assert "10.20.30.2" in text
    assert text.count("\ufffc") == 1


def test_japanese_is_rendered(look):
    assert "サーバー" in make_document(good_report(), Translator("ja")).toPlainText()
    assert render_pdf(good_report(), Translator("ja")).startswith(b"%PDF")


def test_texts_from_the_network_stay_text_and_load_nothing(look):
    report = hostile_report()
    verdict = msgspec.structs.replace(report.verdict, summary=literal("<img src='file:///etc/hostname'>"))
    document = make_document(msgspec.structs.replace(report, verdict=verdict), EN)
    text = document.toPlainText()
    assert "<img src='file:///etc/hostname'>" in text
    assert "<img src=x onerror=alert(1)>" in text
    assert HOSTILE not in text  # control characters are made visible
    assert not document.resource(QTextDocument.ResourceType.ImageResource, "file:///etc/hostname")


def test_a_long_session_is_a_paper_that_can_be_printed(look):
    session = long_session(900)
    state = fold(session.plan, session.observations, session.started)
    report = build_report(state, diagnose(state, load()), tool_version="1.0")
    text = make_document(report, EN).toPlainText()
    assert "more facts are left out here" in text
    assert re.search(r"\bo500\b", text)
    assert not re.search(r"^o899$", text, re.MULTILINE)
    assert "left out here" not in make_document(good_report(), EN).toPlainText()


def alone(document: QTextDocument) -> list[str]:
    """The headings whose text begins on the page after theirs."""
    found = []
    block = document.begin()
    while block.isValid():
        following = block.next()
        while following.isValid() and not following.text():
            following = following.next()
        free = QTextCursor(block).currentTable() is None and block.blockFormat().headingLevel()
        if free and following.isValid() and page_of(document, block) != page_of(document, following):
            found.append(block.text())
        block = block.next()
    return found


def test_no_heading_stands_alone_at_the_foot_of_a_page(look):
    before, after = [], []
    for height in range(500, 800, 20):
        document = make_document(good_report(), EN)
        document.setPageSize(QSizeF(600, height))
        before += alone(document)
        keep_headings(document)
        after += alone(document)
    assert before
    assert not after
