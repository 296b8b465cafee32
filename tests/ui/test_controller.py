"""The real window with the real engine: on the demo's virtual network, and against a closed port of loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from ftpsgui.model.facts import RunEnded, TrustDecision
from ftpsgui.session.files import load
from ftpsgui.ui import watching
from ftpsgui.ui.aside import Errands
from ftpsgui.ui.loop import handler_for
from ftpsgui.ui.widgets.choice import Choice
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.remedy_block import RemedyBlock
from ftpsgui.ui.widgets.trust_sheet import TrustSheet
from tests.recorded import recorded
from tests.ui.ui_helpers import finished, until, watch

SESSION = Path(__file__).resolve().parents[1] / "recorded" / "t4_filezilla.json"
REFUSED = SESSION.parent / "passive_refused.json"


pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""What the offscreen platform says of every further top-level window."""


async def test_the_demo_runs_from_the_first_page_to_the_verdict(window, controller):
    watch(controller)
    QTest.mouseClick(window.empty.demo, Qt.MouseButton.LeftButton)
    assert controller.running
    await finished(controller)
    view = window.view
    assert window._bands.itemAt(0).widget().isVisible()
    assert view.verdict.headline
    assert view.topology.klass
    assert any(
        cell.glyph == "check" for group in view.modes.groups for line in group.lines for cell in line.cells
    )
    assert view.status.done.endswith(" s")
    assert not window.bar.host.isEnabled()
    assert window.bar.test.isEnabled()


async def test_t4_names_the_private_address_and_the_fix(window, controller):
    controller.play("t4-filezilla")
    await finished(controller)
    assert window.view.verdict.role == "bad"
    assert window.view.findings[0].id == "pasv-private-address"
    assert "10.20.30.2" in window.view.verdict.subline
    assert window.results.topology.picture.spots
    QTest.mouseClick(window.results.verdict.action, Qt.MouseButton.LeftButton)
    assert window.results.findings.rows[0].unfolded


async def test_again_runs_again(window, controller):
    controller.play("t1-healthy")
    await finished(controller)
    first = controller.state
    assert window.view.verdict.role == "good"
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    assert controller.running
    await finished(controller)
    assert controller.state is not first
    assert window.view.verdict.role == "good"


async def test_wrong_password_is_said_in_the_verdict(window, controller):
    controller.play("wrong-password")
    await finished(controller)
    assert any(finding.id == "login-refused" for finding in window.view.findings)
    assert window.view.verdict.role == "bad"


async def test_escape_stops_and_keeps_what_was_found(window, controller):
    watch(controller)
    controller.play("t4-both-nat")
    await until(lambda: controller.state is not None and controller.state.logged_in)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    await finished(controller)
    assert controller.state is not None
    assert controller.state.cancelled
    assert controller.state.logged_in
    assert window.bar.test.text() == "Test again"
    assert window.view.status.done.startswith("Stopped")


async def test_closing_the_window_ends_the_run_in_order(window, controller):
    watch(controller)
    controller.play("t4-both-nat")
    await until(lambda: controller.state is not None and controller.state.observations)
    task = controller.task
    journal = controller.record.journal
    window.close()
    await until(task.done)
    assert task.exception() is None
    assert journal is not None
    assert isinstance(journal.observations[-1].fact, RunEnded)


async def test_an_untrusted_certificate_is_asked_about_and_trusted_once(window, controller):
    controller.play("self-signed")
    await until(lambda: window.findChild(TrustSheet) is not None and window.findChild(TrustSheet).isVisible())
    sheet = window.findChild(TrustSheet)
    assert sheet.focusWidget() is sheet.cancel
    texts = " ".join(label.text() for label in sheet.findChildren(Label))
    assert "ftp.example.com" in texts
    assert texts.count(":") > 30  # the fingerprint
    assert controller.state is not None
    assert not any((seen.fact.command or "").startswith("USER") for seen in controller.state.exchanges)
    sheet.trust.setFocus()
    QTest.keyClick(sheet.trust, Qt.Key.Key_Return)  # the button under the focus ring, not the default one
    await finished(controller)
    assert controller.state.logged_in
    assert controller.state.of(TrustDecision)[0].fact.decision == "accepted"


async def test_refusing_the_certificate_ends_before_the_login(window, controller):
    controller.play("self-signed")
    await until(lambda: window.findChild(TrustSheet) is not None and window.findChild(TrustSheet).isVisible())
    QTest.keyClick(window.findChild(TrustSheet), Qt.Key.Key_Escape)
    await finished(controller)
    assert controller.state is not None
    assert not controller.state.logged_in
    assert not any((seen.fact.command or "").startswith("PASS") for seen in controller.state.exchanges)
    assert window.view.verdict.role == "bad"
    assert window.view.verdict.subline.startswith("The certificate was not accepted, so the test ended there")
    assert window.results is not None
    # No mode was tried: one sentence in place of eight cells that say so, and the cards are as low as what they hold.
    assert window.view.modes.note == "No data mode was tried: the test did not come that far."
    assert window.results.modes.pills == {}
    assert window.results.topology.height() == window.results.modes.height() < 260


async def test_stopping_while_the_question_is_open_closes_it(window, controller):
    controller.play("self-signed")
    await until(lambda: window.findChild(TrustSheet) is not None and window.findChild(TrustSheet).isVisible())
    controller.stop()
    await finished(controller)
    await until(lambda: window.findChild(TrustSheet) is None)
    assert controller.state is not None
    assert not controller.state.logged_in


async def test_a_closed_port_is_a_finding(window, controller):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    window.bar.host.setText("127.0.0.1")
    window.bar.port.setText(str(port))
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    await finished(controller)
    assert window.view.findings[0].id == "control-refused"
    assert window.view.verdict.role == "bad"
    assert window.bar.host.isEnabled()


async def test_an_unusable_form_starts_nothing(window, controller):
    window.bar.host.setText("a b")
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)
    assert controller.task is None
    assert window.bar.problem.isVisible()
    assert window.bar.problem.text() == "Host: This is neither a host name nor an address."


async def test_changing_the_language_rewords_the_result(window, controller):
    controller.show_session(recorded("t1_healthy"))
    window.choose_language("ja")
    assert window.view.verdict.headline == "ここから FTPS は正常に使えます"
    assert window.results.verdict.headline.text() == window.view.verdict.headline


async def test_asking_for_a_file_does_not_block(window, controller):
    controller.show_session(recorded("t1_healthy"))
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    await until(lambda: window.findChild(QFileDialog) is None)


async def test_an_error_of_ours_is_shown_and_the_window_lives_on(
    window, controller, monkeypatch, caplog, tmp_path
):
    def broken(*_arguments: object, **_options: object) -> None:
        raise KeyError("broken rule")

    with monkeypatch.context() as patch:
        patch.setattr(watching, "diagnose", broken)
        controller.play("t1-healthy")
        await until(lambda: window.view.verdict.role == "bad" and not controller.running)
        await until(lambda: window.bar.test.text() == "Test again")
    assert "broken rule" in window.view.verdict.subline
    assert any("internal error" in record.message for record in caplog.records)
    # What was seen is not lost, and a report of the error needs it.
    controller.files.save(tmp_path / "session.json")
    assert load(tmp_path / "session.json").observations
    window.choose_language("ja")
    assert "broken rule" in window.view.verdict.subline
    controller.start()
    await finished(controller)
    assert window.view.verdict.role == "good"


async def test_an_error_beside_the_run_is_said_and_takes_nothing_away(window, controller, caplog):
    controller.files.open(SESSION)
    await controller.errands.settled()
    before = window.view

    async def errand() -> None:
        raise KeyError("lost letter")

    controller.errands.start(errand())
    await until(lambda: "internal" in window.notices)
    assert "lost letter" in window.notices["internal"].text.text()
    assert "internal error" in caplog.text
    assert window.view is before
    window.hush("internal")
    handle = handler_for(controller.errors.beside)
    handle(
        asyncio.get_running_loop(), {"message": "nobody awaits it", "exception": ValueError("in a callback")}
    )
    assert "in a callback" in window.notices["internal"].text.text()
    handle(asyncio.get_running_loop(), {"message": "no exception at all"})
    assert "no exception at all" in caplog.text


async def test_an_errand_that_will_not_end_does_not_keep_the_program_alive(monkeypatch):
    monkeypatch.setattr("ftpsgui.ui.aside.GRACE", 0.01)
    errands, release = Errands(lambda _error: None), asyncio.Event()

    async def stubborn() -> None:
        while not release.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await release.wait()

    errands.start(stubborn())
    await asyncio.sleep(0)
    await errands.end()
    release.set()
    await errands.settled()


async def test_another_scenario_can_be_chosen_in_mid_run(window, controller):
    watch(controller)
    controller.play("t4-both-nat")
    await until(lambda: controller.state is not None and controller.state.observations)
    band = window._bands.itemAt(0).widget()
    band.choice.choose("t1-healthy")
    await until(lambda: window.view.verdict.role == "good")
    assert band.choice.key() == "t1-healthy"


async def test_choosing_the_router_gives_its_words(window, controller):
    controller.files.open(SESSION)
    await controller.errands.settled()
    await finished(controller)
    row = window.results.findings.rows[0]
    block = next(one for one in row.findChildren(RemedyBlock) if one.view.is_router)
    assert "iptables" not in block.view.snippet
    block.findChild(Choice).choose("iptables")
    await until(
        lambda: any(
            "iptables" in one.view.snippet
            for one in window.results.findings.rows[0].findChildren(RemedyBlock)
            if one.view.is_router
        )
    )
    assert window.results.findings.rows[0].unfolded
    assert window.view.router == "iptables"


async def test_the_firewall_on_the_server_is_chosen_by_itself(window, controller):
    controller.files.open(REFUSED)
    await controller.errands.settled()
    await finished(controller)

    def steps() -> tuple[RemedyBlock, RemedyBlock]:
        blocks = [
            one
            for row in window.results.findings.rows
            if row.view.id == "passive-port-refused"
            for one in row.findChildren(RemedyBlock)
        ]
        router = next(one for one in blocks if one.view.is_router)
        return router, next(one for one in blocks if one.view.is_firewall)

    for row in window.results.findings.rows:
        row.unfold(row.view.id == "passive-port-refused")
    before = steps()[1].view.snippet
    steps()[0].findChild(Choice).choose("iptables")
    await until(lambda: "iptables" in steps()[0].view.snippet)
    assert steps()[1].view.snippet == before
    steps()[1].findChild(Choice).choose("ufw")
    await until(lambda: "ufw" in steps()[1].view.snippet)
    assert "iptables" in steps()[0].view.snippet
    assert steps()[1].findChild(Choice).key() == "ufw"
    assert (window.view.router, window.view.firewall) == ("iptables", "ufw")
    remembered = controller.memory.cures.load()
    assert (remembered.router, remembered.firewall) == ("iptables", "ufw")


async def test_pasting_a_log_leads_to_what_to_do(window, controller):
    QGuiApplication.clipboard().setText("PASV\n227 Entering Passive Mode (10,20,30,2,195,80)\n")
    button = window.empty.paste
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    await until(lambda: window.view.phase == "done")
    action = window.results.verdict.action
    assert window.focusWidget() is (action if action.isVisible() else window.bar.test)


async def test_choosing_the_router_keeps_the_focus_on_the_choice(window, controller):
    controller.files.open(SESSION)
    await controller.errands.settled()
    await finished(controller)

    def routers() -> list[RemedyBlock]:
        blocks = window.results.findings.rows[0].findChildren(RemedyBlock)
        return [one for one in blocks if one.view.is_router]

    (block,) = routers()
    choice = block.findChild(Choice)
    choice.setFocus()
    choice.choose("mikrotik")
    await until(lambda: window.view.router == "mikrotik" and routers() and block not in routers())
    (new,) = routers()
    assert window.focusWidget() is new.findChild(Choice)
