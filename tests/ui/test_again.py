"""After a cure: “Check again” asks only what it concerns, and the window says what has changed since."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ftpsgui.diagnosis.case import Choices
from ftpsgui.diagnosis.changes import compare
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge import load
from ftpsgui.memory.memory import Memory
from ftpsgui.model.facts import ProbeOutcome
from ftpsgui.presentation.view import build_view
from ftpsgui.ui.controller import Controller
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.evidence_list import EvidenceList
from ftpsgui.ui.widgets.pill import Pill
from ftpsgui.ui.words import translator
from tests.judgement.test_again import state_of
from tests.ui.ui_helpers import finished, show_sample, spoken, until, watch

SESSION = Path(__file__).resolve().parents[1] / "recorded" / "t4_filezilla.json"


async def test_check_again_asks_only_what_the_cure_concerns_and_says_what_changed(window, controller):
    controller.play("t4-filezilla")
    await finished(controller)
    results = window.results
    assert not results.changes.isVisible()
    first = window.view
    row = results.findings.rows[0]
    again = next(one for one in row.findChildren(Button) if spoken(one) == "Check again")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert controller.running
    await finished(controller)
    assert window.focusWidget() is window.bar.test  # the button that was pressed is gone
    asked = {seen.probe for seen in controller.state.of(ProbeOutcome) if not seen.earlier}
    assert {"pasv", "epsv"} <= asked
    assert not {"port", "eprt", "session-reuse"} & asked
    assert results.changes.isVisible()
    assert results.changes.title.text() == "Nothing has changed since the last test"
    report = controller.files.reporting.render("text", "none").decode()
    assert "Since the last test" not in report
    gone = msgspec.structs.replace(controller.watcher.changes, fixed=controller.diagnosis.findings[:1])
    controller.watcher.changes = gone
    report = controller.files.reporting.render("text", "none").decode()
    assert "Fixed: The server tells passive clients" in report
    assert "Only what the change concerns" in results.changes.scope.text()
    cells = {line.name: line.cells[0] for group in window.view.modes.groups for line in group.lines}
    assert (cells["PORT"].word, cells["PORT"].seconds) == ("your NAT", "earlier")
    assert cells["PASV"].seconds != "earlier"
    public = {line.name: line.cells[1].word for group in window.view.modes.groups for line in group.lines}
    assert public["PORT"] == public["EPRT"] == "not tried"  # never tried: not even the first time
    # What was learned before and was not asked again is still known, and the counts agree with what is said.
    assert [one.id for one in window.view.findings] == [one.id for one in first.findings]
    assert window.view.topology == first.topology
    assert window.view.modes.facts[:4] == first.modes.facts[:4]
    assert any("from the earlier test" in one.meta for one in window.view.findings)
    QTest.mouseClick(results.changes.dismiss, Qt.MouseButton.LeftButton)
    assert not results.changes.isVisible()


async def test_another_scenario_of_the_demo_is_another_network(window, controller):
    watch(controller)
    controller.play("t4-filezilla")
    await until(lambda: controller.state is not None and controller.state.logged_in)
    controller.stop()
    await finished(controller)
    controller.play("t1-healthy")
    await finished(controller)
    assert window.view.changes is None


async def test_the_chosen_router_is_remembered(window, controller):
    controller.cures.choose_router("mikrotik")
    controller.cures.choose_product("proftpd")
    assert Controller(window, memory=Memory(controller.memory.places)).cures.choices.router == "mikrotik"
    assert controller.memory.cures.load().product == "proftpd"


async def test_a_choice_that_cannot_be_remembered_is_said(window, controller):
    controller.files.open(SESSION)
    await controller.errands.settled()
    path = controller.memory.places.cures
    path.parent.mkdir(parents=True)
    path.write_text('{"format": "ftpsgui-cures", "format_version": 2}')
    controller.cures.choose_router("mikrotik")
    assert window.view.router == "mikrotik"
    assert "newer version" in window.status.text.text()


async def test_before_and_after_stand_side_by_side(window):
    before, after = state_of("t2_no_masquerade"), state_of("t1_healthy")
    knowledge = load()
    diagnosis = diagnose(after, knowledge)
    changes = compare(
        diagnose(before, knowledge), diagnosis, after, knowledge, Choices(), before_state=before
    )
    window.make_results()
    window.show_view(build_view(after, diagnosis, translator(), changes=changes))
    card = window.results.changes
    assert card.title.text().startswith("Since the last test: 1 fixed, 0 new")
    assert not card.findChildren(Pill)  # one line: the findings below are what counts
    assert card.height() < 60
    QTest.mouseClick(card.more, Qt.MouseButton.LeftButton)
    pills = [spoken(pill) for pill in card.findChildren(Pill)]
    assert pills[0].startswith("PASV as advertised: unroutable")
    assert pills[1].startswith("PASV as advertised: works")
    QTest.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert spoken(card.more) == "Show what changed"


async def test_a_fact_under_a_finding_leads_to_its_line_and_its_arrow(window):
    show_sample(window)
    results = window.results
    row = results.findings.rows[0]
    row.unfold()
    line = next(one for one in row.findChild(EvidenceList).lines if one.view.observation == "o18")
    before = results.topology.picture.drawing.svg
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert results.tabs.current == "transcript"
    chosen = {index.row() for index in results.transcript.view.selectionModel().selectedRows()}
    assert {results.transcript.model.rows[row].observation for row in chosen} == {"o18"}
    assert window.marked == {"o18"}
    assert results.topology.picture.drawing.svg != before


async def test_a_finding_that_only_counts_more_facts_keeps_its_body(window):
    show_sample(window)
    findings = window.results.findings
    row = findings.rows[0]
    row.unfold()
    body = row._body
    more = msgspec.structs.replace(window.view.findings[0], meta="pasv-private-address · Proven · 9 facts")
    findings.show_findings((more, *window.view.findings[1:]), "", unfold_first=False)
    assert findings.rows[0] is row
    assert row._body is body
    assert row.head.meta.text().endswith("9 facts")


async def test_a_switch_of_what_if_changes_the_table_and_reset_takes_it_back(window):
    show_sample(window)
    results = window.results
    results.tabs.show_page("whatif")
    page = results.whatif
    pasv = page._lines[3].predicted[0]
    assert spoken(pasv) == "T4 Passive (PASV): fails"
    assert page._lines[3].observed[0].isVisible()
    assert not page._lines[0].observed[0].isVisible()
    QTest.mouseClick(page.checks["masquerade"], Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert spoken(pasv) == "T4 Passive (PASV): works"
    QTest.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert spoken(pasv) == "T4 Passive (PASV): fails"
    assert not page.reset.isVisible()
