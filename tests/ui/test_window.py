"""The window without an engine: what it shows, what it raises, how it is operated."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel

from ftpsgui.model.message import msg
from ftpsgui.presentation.transcript_lines import Transcript
from ftpsgui.presentation.view import build_view, error_view
from ftpsgui.presentation.view_form import FormProblem
from ftpsgui.presentation.view_state import FindingView, RowView, SectionView
from ftpsgui.ui.theme import theme
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.window import Window
from ftpsgui.ui.words import translator
from tests.presentation.samples_view import t4_diagnosis, t4_observations, t4_state
from tests.ui.ui_helpers import double_click, interactive, show_sample, spoken

EVIL = '<img src="http://203.0.113.9/x.png"><b>bold</b> &amp; <a href="x">y</a>'


def test_enter_starts_and_the_form_says_what_was_typed(window, qtbot):
    qtbot.keyClicks(window.bar.host, "ftp.example.com")
    qtbot.keyClicks(window.bar.user, "upload")
    qtbot.keyClicks(window.bar.password, "hunter2")
    with qtbot.waitSignal(window.bar.started, timeout=1000):
        qtbot.keyClick(window.bar.password, Qt.Key.Key_Return)
    form = window.bar.form()
    assert (form.host, form.user, form.tls) == ("ftp.example.com", "upload", "auto")
    assert window.bar.secret().reveal() == "hunter2"
    assert "hunter2" not in repr(form)


def test_a_pasted_address_is_spread_over_the_fields_and_its_password_goes_to_its_own(window, qtbot):
    QGuiApplication.clipboard().setText("ftps://upload:p%40ss@ftp.example.com:990/in")
    window.bar.host.setFocus()
    qtbot.keySequence(window.bar.host, QKeySequence(QKeySequence.StandardKey.Paste))
    assert window.bar.host.text() == "ftp.example.com"
    assert window.bar.port.text() == "990"
    assert window.bar.tls.key() == "implicit"
    assert window.bar.user.text() == "upload"
    assert window.bar.password.text() == "p@ss"
    window.bar.host.undo()
    assert "p%40ss" not in window.bar.host.text()


def test_the_eye_shows_and_hides_the_password(window, qtbot):
    edit = window.bar.password
    assert spoken(edit.eye) == "Show the password"
    qtbot.mouseClick(edit.eye, Qt.MouseButton.LeftButton)
    assert edit.echoMode() == edit.EchoMode.Normal
    assert spoken(edit.eye) == "Hide the password"
    qtbot.mouseClick(edit.eye, Qt.MouseButton.LeftButton)
    assert edit.echoMode() == edit.EchoMode.Password


def test_wrong_fields_are_marked_said_and_focused_even_in_the_drawer(window, qtbot):
    window.activateWindow()
    assert not window.bar.advanced.isVisible()
    window.bar.show_problems(
        (
            FormProblem("active-ports", msg("A range of ports looks like 50000-50100.")),
            FormProblem("idle", msg("Enter seconds from 0.5 to {longest}.", longest=3600)),
        )
    )
    drawer, problem = window.bar.advanced, window.bar.problem
    assert drawer.isVisible()
    assert problem.text().split("\n") == [
        "Active ports: A range of ports looks like 50000-50100.",
        "Idle test, seconds: Enter seconds from 0.5 to 3600.",
    ]
    assert drawer.active_ports.property("wrong") is True
    assert drawer.idle.property("wrong") is True
    assert window.focusWidget() is drawer.active_ports
    assert "50000-50100" in drawer.active_ports.accessibleDescription()
    window.choose_language("ja")
    assert problem.text().startswith("アクティブモードのポート")
    assert drawer.idle.accessibleDescription().startswith("0.5")
    qtbot.keyClicks(
        drawer.active_ports, "5"
    )  # typing takes back what was said of this field, and of no other
    assert drawer.active_ports.property("wrong") is False
    assert "アクティブモード" in drawer.active_ports.accessibleDescription()
    assert "\n" not in problem.text()
    window.bar.show_problems(())
    assert not problem.isVisible()
    assert drawer.idle.property("wrong") is False


def test_the_result_puts_the_verdict_first(window):
    show_sample(window)
    results = window.results
    assert not window.empty.isVisible()
    assert results.verdict.headline.text() == "Passive mode fails for clients that obey the server"
    assert results.verdict.use_today.isVisible()
    tops = [
        widget.mapTo(window, widget.rect().topLeft()).y()
        for widget in (results.verdict, results.topology, results.tabs)
    ]
    assert tops == sorted(tops)
    assert window.bar.test.text() == "Test again"


def test_the_fix_is_one_click_from_the_verdict_and_copy_copies_it(window, qtbot):
    show_sample(window)
    results = window.results
    results.tabs.show_page("transcript")
    window.acted.connect(lambda action: window.show_finding(action.target))
    qtbot.mouseClick(results.verdict.action, Qt.MouseButton.LeftButton)
    assert results.tabs.current == "findings"
    row = results.findings.rows[0]
    assert row.unfolded
    assert row.head.lit  # it may have stood there before: something must happen
    from ftpsgui.ui.widgets.remedy_block import RemedyBlock

    block = row.findChildren(RemedyBlock)[0]
    qtbot.mouseClick(block.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "MasqueradeAddress 203.0.113.1\nPassivePorts 50000 50100"
    assert block.copy.text() == "Copied"


def test_all_steps_are_copied_with_where_what_then_and_who(window, qtbot):
    from ftpsgui.ui.widgets.remedy_block import RemedyBlock

    show_sample(window)
    row = window.results.findings.rows[0]
    row.unfold()
    copy = next(one for one in row.findChildren(Button) if one.text() == "Copy all steps")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith(row.view.title + "\n\n")
    steps = row.view.choices[0].steps
    for step in steps:
        assert all(part in text for part in (step.chip, step.file, step.audience, step.apply))
        assert all(line in text for line in step.snippet.splitlines())
    assert copy.text() == "Copied"
    block = RemedyBlock(
        msgspec.structs.replace(steps[0], is_code=False, snippet="Set it.", apply="Restart it.")
    )
    qtbot.addWidget(block)
    block.copy.click()
    assert QGuiApplication.clipboard().text().splitlines()[0] == "Set it."
    assert "Then: Restart it." in QGuiApplication.clipboard().text()


def test_the_drawer_closes_when_a_test_starts(window):
    window.bar.more.click()
    assert window.bar.advanced.isVisible()
    window.bar.set_running(True)
    assert not window.bar.advanced.isVisible()
    assert "▾" in window.bar.more.text()


def test_a_password_shows_from_its_beginning_when_one_goes_on(window, qtbot):
    line = window.bar.password
    line.setFocus()
    qtbot.keyClicks(line, "longer than the line is wide")
    assert line.cursorPosition() > 0
    window.bar.test.setFocus()
    assert line.cursorPosition() == 0


def test_tab_stops_once_in_the_host(window):
    window.bar.host.setFocus()
    window.focusNextChild()
    assert window.focusWidget() is window.bar.port


def test_findings_unfold_by_keyboard_and_stay_so_while_facts_arrive(window, qtbot):
    show_sample(window)
    findings = window.results.findings
    row = findings.rows[1]
    row.head.setFocus()
    qtbot.keyClick(row.head, Qt.Key.Key_Return)
    assert row.unfolded
    qtbot.keyClick(row.head, Qt.Key.Key_Space)
    qtbot.keyClick(row.head, Qt.Key.Key_Space)
    assert row.unfolded
    changed = msgspec.structs.replace(window.view.findings[0], meta="pasv-private-address · Proven · 6 facts")
    findings.show_findings((changed, *window.view.findings[1:]), "", unfold_first=False)
    assert findings.rows[1] is row
    assert row.unfolded
    assert findings.rows[0].head.meta.text().endswith("6 facts")


def test_what_was_asked_on_request_stands_under_the_findings(window):
    show_sample(window)
    findings = window.results.findings
    assert findings.also is None
    asked = SectionView(title="Asked on request", rows=(RowView(label="CCC", value="refused"),))
    for view in (asked, msgspec.structs.replace(asked, rows=(*asked.rows, RowView(label="", value="more")))):
        findings.show_also(view)
        assert findings.also is not None
        assert [label.text() for label in findings.also.findChildren(QLabel) if label.text()][-1] == (
            view.rows[-1].value
        )
    findings.show_also(None)
    assert findings.also is None


def test_the_diagram_has_buttons_that_lead_to_the_facts(window, qtbot):
    show_sample(window)
    results = window.results
    spots = [spot for spot in results.topology.picture.spots if spot.isVisible() and spot.isEnabled()]
    assert spots
    assert all(spoken(spot) for spot in spots)
    pasv = next(spot for spot in spots if "10.20.30.2:50003" in spoken(spot))
    with qtbot.waitSignal(results.evidence_wanted, timeout=1000):
        qtbot.mouseClick(pasv, Qt.MouseButton.LeftButton)
    assert results.tabs.current == "transcript"
    chosen = {index.row() for index in results.transcript.view.selectionModel().selectedRows()}
    assert {results.transcript.model.rows[row].observation for row in chosen} == {"o18"}


def test_tabs_turn_by_shortcut(window, qtbot):
    show_sample(window)
    window.activateWindow()
    for number, name in enumerate(
        ("findings", "clients", "exchange", "transcript", "tls", "whatif", "details"), 1
    ):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.results.tabs.current == name


def test_every_interactive_widget_has_a_name_on_every_page(window):
    nameless = [widget for widget in interactive(window) if not spoken(widget)]
    window.bar.more.click()
    show_sample(window)
    for name in ("findings", "clients", "exchange", "transcript", "tls", "whatif", "details"):
        window.results.tabs.show_page(name)
        if name == "findings":
            for row in window.results.findings.rows:
                row.unfold()
        nameless += [widget for widget in interactive(window) if not spoken(widget)]
    assert not nameless


def test_language_changes_everywhere_without_a_restart(window, qtbot):
    show_sample(window)
    window.choose_language("ja")
    assert window.bar.host_field.caption.text() == "ホスト"
    assert window.bar.test.text() == "再テスト"
    assert window.results.modes.title.text() == "データモード"
    assert spoken(window.bar.menu) == "メニュー"
    window.choose_language("en")
    assert window.bar.test.text() == "Test again"


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_appearance_changes_at_once(window, appearance):
    show_sample(window)
    window.choose_appearance(appearance)
    shot = window.grab().toImage()
    background = QColor(shot.pixel(2, shot.height() // 2))
    assert background.name().upper() == theme.palette.window
    assert window.results.topology.picture.drawing is not None
    assert theme.palette.text.lower() in window.results.topology.picture.drawing.svg.lower()


def test_text_from_the_network_is_never_markup(window):
    state, diagnosis = t4_state(), t4_diagnosis()
    view = build_view(state, diagnosis, translator())
    evil = FindingView(
        id=EVIL,
        role="bad",
        glyph="cross",
        title=EVIL,
        meta=EVIL,
        audience=EVIL,
        explanation=EVIL,
        explains=EVIL,
        choices=view.findings[0].choices,
        evidence=("o1",),
        spoken=EVIL,
    )
    verdict = msgspec.structs.replace(view.verdict, headline=EVIL, subline=EVIL, meta=EVIL, use_today=EVIL)
    status = msgspec.structs.replace(view.status, done=EVIL, untested_tooltip=EVIL, product=EVIL)
    lines = Transcript([row._replace(words=EVIL) for row in view.transcript.rows], translator())
    window.show_view(
        msgspec.structs.replace(
            view, findings=(evil,), verdict=verdict, status=status, transcript=lines, findings_empty=EVIL
        )
    )
    window.results.findings.rows[0].unfold()
    labels = window.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())
    tips = [widget.toolTip() for widget in window.findChildren(QLabel)] + [window.status.text.toolTip()]
    window.results.tabs.show_page("transcript")
    model = window.results.transcript.model
    tips.append(model.data(model.index(0, 3), Qt.ItemDataRole.ToolTipRole))
    assert not any("<img" in tip or "<b>" in tip for tip in tips)
    assert window.results.verdict.headline.text() == EVIL


def test_a_window_that_goes_after_its_first_paint_leaves_nothing_to_do(look):
    made = Window()
    made.show()
    look.processEvents()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    look.processEvents()  # an exception in a timer fails the test


def test_narrow_and_wide(window, look):
    show_sample(window)
    direction = window.results._middle.direction
    assert direction() == window.results._middle.Direction.LeftToRight
    window.resize(900, 600)
    look.processEvents()
    assert direction() == window.results._middle.Direction.TopToBottom
    assert window.area.horizontalScrollBar().maximum() == 0
    window.resize(640, 420)
    look.processEvents()
    assert window.bar.user_field.y() > window.bar.host_field.y()
    for widget in interactive(window.bar):
        assert widget.mapTo(window, widget.rect().topRight()).x() <= window.width()


def test_a_double_click_starts_and_does_not_stop(window, qtbot):
    heard = []
    window.bar.started.connect(lambda: (heard.append("started"), window.bar.set_running(True)))
    window.bar.stopped.connect(lambda: heard.append("stopped"))
    double_click(window.bar.test)
    assert heard == ["started"]
    qtbot.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    assert heard == ["started", "stopped"]


def test_running_rests_the_fields_and_offers_stop(window, qtbot):
    state = t4_state(ended=False)
    window.bar.host.setFocus()
    window.show_view(build_view(state, t4_diagnosis(), translator(), running=True, clock=1.0))
    assert not window.bar.host.isEnabled()
    assert window.bar.test.text() == "Stop"
    with qtbot.waitSignal(window.bar.stopped, timeout=1000):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.results.verdict.clock.text() == "1.0 s"


def test_facts_that_arrive_are_appended_and_not_shown_anew(window, qtbot):
    show_sample(window)
    window.results.tabs.show_page("details")
    model = window.results.details.model
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    before = len(model.rows)
    window.results.details.show_details((*window.view.details, *window.view.details[:2]))
    assert len(model.rows) == before + 2
    assert not resets
    assert before == len(t4_observations())


def test_our_own_error_is_said_in_words(window):
    window.show_view(error_view(translator(), "KeyError: 'x' (engine.py:12)"))
    assert window.results.verdict.headline.text() == "This program made an error of its own"
    assert "KeyError" in window.results.verdict.subline.text()


def test_choosing_another_way_shows_its_steps(window):
    show_sample(window)
    view = window.view.findings[0]
    other = msgspec.structs.replace(
        view.choices[0],
        label="vsftpd",
        steps=(msgspec.structs.replace(view.choices[0].steps[0], chip="vsftpd"),),
    )
    window.results.findings.show_findings(
        (msgspec.structs.replace(view, choices=(*view.choices, other)),), "", unfold_first=True
    )
    row = window.results.findings.rows[0]
    from ftpsgui.ui.widgets.choice import Choice
    from ftpsgui.ui.widgets.remedy_block import RemedyBlock

    row.unfold()  # it would in a moment
    assert len(row._steps.findChildren(RemedyBlock)) == 2
    row.findChild(Choice).setCurrentIndex(1)
    assert [block.view.chip for block in row._steps.findChildren(RemedyBlock)] == ["vsftpd"]


def test_a_finding_without_steps_of_its_own_leads_to_those_that_cure_it(window):
    show_sample(window)
    first = window.view.findings[0]
    second = msgspec.structs.replace(
        first, id="certificate-untrusted", choices=(), refers="One cures both", cured_with=first.id
    )
    page = window.results.findings
    page.show_findings((first, second), "", unfold_first=False)
    page.rows[0].unfold(False)
    page.rows[1].unfold()
    (show,) = [one for one in page.rows[1].findChildren(Button) if one.text() == "Show the steps"]
    show.click()
    assert page.rows[0].unfolded
    assert page.rows[0].head.lit


def test_tab_goes_as_one_reads_and_ends_at_the_language(window, look):
    show_sample(window)
    look.processEvents()
    window.activateWindow()
    window.bar.host.setFocus()
    order = []
    for _ in range(60):
        widget = window.focusWidget()
        if widget in order:
            break
        order.append(widget)
        window.focusNextChild()
    assert order[0] is window.bar.host
    assert order[-1] is window.status.language
    results = window.results
    places = [order.index(one) for one in (window.bar.menu, results.verdict.action, results.topology.svg)]
    places.append(order.index(next(spot for spot in results.topology.picture.spots if spot in order)))
    places.append(order.index(results.tabs.bar))
    heads = [order.index(row.head) for row in results.findings.rows]
    copy = next(index for index, widget in enumerate(order) if spoken(widget).startswith("Copy what"))
    assert [*places, heads[0], copy, *heads[1:]] == sorted([*places, heads[0], copy, *heads[1:]])


def test_the_clients_page_shows_each_forecast_with_its_option(window):
    from ftpsgui.diagnosis.forecast import forecast
    from ftpsgui.knowledge import load

    state, diagnosis = t4_state(), t4_diagnosis()
    found = forecast(state, diagnosis, load())
    results = window.make_results()
    window.show_view(build_view(state, diagnosis, translator(), clients=found))
    results.tabs.show_page("clients")
    labels = [
        label.text().replace("\u00a0", " ")
        for group in results.clients.groups
        for label in group.findChildren(QLabel)
    ]
    assert {one.name for one in found} <= set(labels)
    assert all("\n".join(one.options) in labels for one in found if one.options)
    window.show_view(build_view(state, diagnosis, translator(), running=True))
    assert not results.clients.groups
    assert "ended" in results.clients.caption.text()


def test_the_transcript_is_searched_and_narrowed_and_evidence_comes_back_into_sight(window, qtbot):
    show_sample(window)
    page = window.results.transcript
    window.results.tabs.show_page("transcript")
    whole = len(page.model.rows)
    window.activateWindow()
    qtbot.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is page.search
    qtbot.keyClicks(page.search, "epsv")
    assert 0 < len(page.model.rows) < whole
    assert page.count.text() == f"{len(page.model.rows)} of {whole} lines"
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert len(QGuiApplication.clipboard().text().split("\n")) == len(page.model.rows)
    window.show_evidence(("o18",))
    assert page.search.text() == ""
    assert len(page.model.rows) == whole
    page.connection.setCurrentIndex(1)
    assert {line.group for line in page.model.rows} == {page.connection.key()}
