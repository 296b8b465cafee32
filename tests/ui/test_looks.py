"""What a designer looks for: no word is cut, no field stands alone, lists begin where one reads."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge import load
from ftpsgui.model.form import Form
from ftpsgui.presentation.transcript_lines import Row, Transcript
from ftpsgui.presentation.view import build_view
from ftpsgui.presentation.view_form import FormProblems, make_plan
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold
from ftpsgui.ui import words
from ftpsgui.ui.focus import in_reading_order
from ftpsgui.ui.help import Help
from ftpsgui.ui.showing import show_result
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.advanced import balanced
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.check import Check
from ftpsgui.ui.widgets.code_view import CodeView
from ftpsgui.ui.widgets.finding_row import FindingRow
from ftpsgui.ui.widgets.label import ElidedLabel, Label, stand_on_line
from ftpsgui.ui.widgets.profile_sheet import ProfileSheet
from ftpsgui.ui.widgets.reading_sheet import ReadingSheet
from ftpsgui.ui.widgets.transcript_page import TranscriptPage
from ftpsgui.ui.words import translator
from tests.presentation.samples_view import t4_diagnosis, t4_state
from tests.ui.cut_words import cut_words
from tests.ui.ui_helpers import settle, show_sample, until

SESSIONS = Path(__file__).resolve().parents[1] / "sessions"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [640, 900, 1000, 1040, 1180])
def test_no_word_of_modes_and_findings_is_cut(window, look, width, language):
    words.set_language(language)
    window.resize(width, 700)
    show_sample(window)
    results = window.results
    results.findings.rows[0].unfold()
    look.processEvents()
    look.processEvents()
    assert window.width() == width
    assert cut_words(results.modes) == []
    assert cut_words(results.findings) == []


@pytest.mark.parametrize(("size", "language"), [((900, 600), "en"), ((900, 600), "ja"), ((1180, 820), "ja")])
async def test_no_word_is_cut_on_any_page(window, controller, look, size, language):
    words.set_language(language)
    window.resize(*size)
    look.processEvents()
    look.processEvents()
    assert cut_words(window) == []
    window.bar.more.click()
    look.processEvents()
    assert cut_words(window) == []
    window.bar.more.click()
    controller.files.open(SESSIONS / "demo-session-reuse-required.json")  # the longest name
    await controller.errands.settled()
    await until(lambda: window.view.phase == "done" and not window.busy)
    for row in window.results.findings.rows:
        row.unfold()
    for page in ("findings", "clients", "exchange", "transcript", "tls", "whatif", "details"):
        window.results.tabs.show_page(page)
        for _ in range(5):  # bands and pages are laid out in turns of their own
            look.processEvents()
            await asyncio.sleep(0)
        assert cut_words(window) == [], page


def test_what_has_no_room_is_found(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    lines = [
        Label("Words that are too long", parent=host),
        Label("Verylongwordthatcannotbreak", wrap=True, parent=host),
    ]
    elided = ElidedLabel("Words that are too long", parent=host)
    button = Button("secondary", parent=host)
    button.say("A long word")
    for widget in (*lines, elided, button):
        widget.resize(30, 20)
    host.show()
    assert {one.split(":")[0] for one in cut_words(host)} == {"Label", "ElidedLabel", "Button"}
    for widget in (*lines, elided, button):
        widget.resize(400, 60)
    assert cut_words(host) == []


def test_a_long_title_takes_more_lines_and_its_meta_gives_way(look, qtbot):
    view = build_view(t4_state(), t4_diagnosis(), translator()).findings[0]
    row = FindingRow(msgspec.structs.replace(view, title=" ".join([view.title] * 3)))
    host = hosting(row, qtbot)
    host.resize(500, 300)
    host.show()
    look.processEvents()
    assert row.head.title.height() >= 3 * row.head.title.fontMetrics().height()
    assert row.head.meta.text() == ""
    host.resize(2400, 300)
    look.processEvents()
    assert row.head.title.height() < 2 * row.head.title.fontMetrics().height()
    assert row.head.meta.text() == view.meta


@pytest.mark.parametrize(("most", "columns"), [(6, 6), (5, 4), (4, 4), (3, 3), (2, 2), (11, 11), (20, 11)])
def test_no_field_of_the_drawer_stands_alone(most, columns):
    assert balanced(11, most) == columns


def hosting(part: QWidget, qtbot) -> QWidget:
    host = QWidget()
    layout = QVBoxLayout(host)
    layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    layout.addWidget(part)
    layout.addStretch(0)
    qtbot.addWidget(host)
    return host


def lines_of(*numbers: int) -> Transcript:
    rows = [Row(float(number), f"o{number}", "c1", "sent", f"NOOP {number}") for number in numbers]
    return Transcript(rows, translator())


@pytest.fixture
def page(look: QApplication, qtbot) -> Iterator[TranscriptPage]:
    made = TranscriptPage()
    host = hosting(made, qtbot)
    host.resize(700, 420)
    host.show()
    look.processEvents()
    yield made
    host.close()


def test_a_finished_transcript_begins_at_its_beginning(page, look):
    lines = lines_of(*range(200))
    page.show_lines(lines)
    look.processEvents()
    bar = page.view.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == 0
    bar.setValue(100)
    page.show_lines(lines)
    assert bar.value() == 100  # the same lines: whoever reads them stays there
    page.show_lines(lines_of(*range(1000, 1200)))
    assert bar.value() == 0


def test_a_live_transcript_follows_its_end_and_stays_there(page, look):
    bar = page.view.verticalScrollBar()
    page.show_lines(lines_of(*range(100)), live=True)
    look.processEvents()
    assert bar.value() == bar.maximum() > 0
    bar.setValue(10)  # scrolled away: it does not run after the reader
    page.show_lines(lines_of(*range(101)), live=True)
    assert bar.value() == 10
    bar.setValue(bar.maximum())
    page.show_lines(lines_of(*range(150)), live=True)
    look.processEvents()
    assert bar.value() == bar.maximum()
    page.show_lines(lines_of(*range(150)))
    assert bar.value() == bar.maximum()


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_a_box_that_cannot_be_ticked_looks_so(look, qtbot, appearance):
    theme.choose(appearance)
    pictures = []
    for enabled in (True, False):
        box = Check()
        qtbot.addWidget(box)
        box.setEnabled(enabled)
        box.resize(40, 30)
        pictures.append(box.grab().toImage())
    theme.choose("light")
    middle = QPoint(13, 15)
    assert pictures[0].pixelColor(middle) != pictures[1].pixelColor(middle)


def test_small_words_stand_on_the_line_of_large_ones(look, qtbot):
    large, small = Label("a", kind="headline"), Label("b", kind="caption")
    for label in (large, small):
        qtbot.addWidget(label)
    stand_on_line(small, large)
    assert small.contentsMargins().top() + small.fontMetrics().ascent() == large.fontMetrics().ascent()
    stand_on_line(large, small)
    assert large.contentsMargins().top() == 0


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("demo-t1-healthy", 620),
        ("demo-t1-healthy", 900),
        ("demo-t1-healthy", 1180),
        ("demo-t4-filezilla", 620),
        ("demo-t4-filezilla", 900),
    ],
)
def test_no_page_is_wider_than_the_window(window, look, name, width, language):
    words.set_language(language)
    window.resize(width, 700)
    session = load_session(SESSIONS / f"{name}.json")
    state = fold(session.plan, session.observations, session.started)
    show_result(window, state, diagnose(state, load()), running=False, clock=None)
    settle(window)
    for page in ("findings", "clients", "exchange", "transcript", "tls", "whatif", "details"):
        window.results.tabs.show_page(page)
        look.processEvents()
        look.processEvents()
        assert window.area.widget().width() <= window.area.viewport().width(), page


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("size", [(620, 380), (640, 400), (900, 600)])
def test_the_way_to_the_cure_is_seen_whole_in_a_small_window(window, look, size, language):
    words.set_language(language)
    window.resize(*size)
    show_sample(window)
    look.processEvents()
    card, area = window.results.verdict, window.area.viewport()
    seen = QRect(card.action.mapTo(area, QPoint(0, 0)), card.action.size())
    assert area.rect().contains(seen)
    assert card.action.width() >= card.action.sizeHint().width()
    below = card.action.y() >= card.subline.geometry().bottom()
    assert below is (size[0] < 700)


def test_the_settings_of_the_demo_are_not_counted_as_chosen(window):
    window.bar.more.click()
    window.bar.more.click()
    window.bar.advanced.connect_timeout.setText("3")
    window.bar.set_locked(False)
    assert "(1)" in window.bar.more.text()
    window.bar.set_locked(True)
    assert "(" not in window.bar.more.text()


COMMANDS = (
    "iptables -t nat -I PREROUTING -d 203.0.113.1 -p tcp --dport 50000:50100 -j DNAT --to-destination 10.20.30.2\n"
    "  netfilter-persistent save"
)


def test_a_long_command_is_whole_and_is_copied_as_it_is(look, qtbot):
    code = CodeView(COMMANDS, "What to paste")
    host = hosting(code, qtbot)
    host.resize(420, 300)
    host.show()
    look.processEvents()
    line = code.fontMetrics().lineSpacing()
    assert code.height() >= 4 * line
    assert code.document().size().height() <= code.viewport().height()
    assert not code.horizontalScrollBar().isVisible()
    first = code.document().firstBlock().layout()
    texts = [
        code.document().firstBlock().text()[one.textStart() :][: one.textLength()]
        for one in map(first.lineAt, range(first.lineCount()))
    ]
    assert all(text.endswith(" ") for text in texts[:-1])  # broken at spaces, never inside --dport
    assert first.lineAt(1).x() > first.lineAt(0).x()
    code.selectAll()
    data = code.createMimeDataFromSelection()
    assert data.text() == COMMANDS
    assert not data.hasHtml()
    host.resize(1400, 300)
    look.processEvents()
    assert code.height() < 3 * line


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_tab_goes_through_the_sheet_for_saving_as_one_reads(window, look):
    sheet = ProfileSheet("ftp", "upload@ftp.example.com", frozenset(), password=True, parent=window)
    sheet.show()
    sheet.keep.setEnabled(True)
    look.processEvents()
    order = in_reading_order(sheet)
    order[0].setFocus()
    went = []
    for _ in order:
        went.append(sheet.focusWidget())
        QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Tab)
    sheet.close()
    assert went == order
    assert order[-1] is sheet.save


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_page_of_the_help_has_the_type_of_the_window_and_no_title_is_cut(window, look, language):
    words.set_language(language)
    pages = Help(window)
    pages.pages("pasv-private-address")
    sheet = pages.sheet
    assert isinstance(sheet, ReadingSheet)
    look.processEvents()
    scale = {
        theme.font(kind).pixelSize() for kind in ("caption", "body", "strong", "title", "headline", "mono")
    }
    sizes, block = set(), sheet.text.document().begin()
    assert block.text() == sheet.list.currentItem().text()  # the finding's title, and not its id
    assert block.next().text() == "pasv-private-address"
    while block.isValid():
        for piece in block.textFormats() if block.text() else ():
            sizes.add(piece.format.font().pixelSize())
        block = block.next()
    assert sizes <= scale | {-1}  # -1: as the document
    inside = sheet.list.viewport().width()
    for row in range(sheet.list.count()):
        item = sheet.list.item(row)
        room = QRect(0, 0, inside - 24, 1000)
        needed = sheet.list.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
        assert item.sizeHint().height() >= needed.height(), item.text()
    sheet.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_field_of_the_open_drawer_is_cut_in_a_small_window(window, look, language):
    words.set_language(language)
    window.resize(900, 500)
    window.bar.more.click()
    with pytest.raises(FormProblems) as wrong:
        make_plan(Form(port="99999", active_ports="9-1", public_address="10.999"))
    window.bar.show_problems(wrong.value.problems)
    look.processEvents()
    for name, field in window.bar.advanced.fields.items():
        assert field.height() >= field.minimumSizeHint().height(), name
        assert field.editor.geometry().bottom() <= field.rect().bottom(), name


def test_the_focus_around_a_check_box_is_closed_on_all_sides(window, look):
    window.bar.more.click()
    look.processEvents()
    box = window.bar.advanced.thorough
    without = box.grab().toImage()
    box.setFocus()
    look.processEvents()
    focused = box.grab().toImage()

    def changed(x: int, y: int) -> bool:
        return focused.pixelColor(x, y) != without.pixelColor(x, y)

    middle = box.height() // 2
    columns = [x for x in range(box.width()) if changed(x, middle)]
    assert columns
    assert columns[0] > 17  # beside the box, and not outside of the widget
    assert columns[-1] < box.width()
    assert all(changed((columns[0] + columns[-1]) // 2, y) for y in (1, box.height() - 2))
