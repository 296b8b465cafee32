"""Certificates in the real window, against a real server that nobody vouches for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ftpsgui.memory.pins import Pin
from ftpsgui.model.facts import TrustDecision
from ftpsgui.model.plan import Endpoint, Plan
from ftpsgui.ui.widgets.button import Button
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.widgets.trust_sheet import TrustSheet
from ftpsgui.wire.transport import clock
from tests.servers import Options, Server, start
from tests.ui.ui_helpers import interactive, spoken, until
from tests.wire.test_clock import Watch

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(scope="module")
def stranger() -> Iterator[Server]:
    with start("pyftpdlib", Options(certificate="self-signed")) as server:
        yield server


def begin(window, server: Server) -> None:
    window.bar.fill(server.host, server.port, "explicit", server.user, server.password)
    QTest.keyClick(window.bar.host, Qt.Key.Key_Return)


async def sheet_of(window) -> TrustSheet:
    await until(lambda: any(one.isVisible() for one in window.findChildren(TrustSheet)))
    return next(one for one in window.findChildren(TrustSheet) if one.isVisible())


async def finished(window, keeper) -> None:
    await until(lambda: not keeper.running and window.view.phase == "done" and not window.busy)


def decisions(keeper) -> list[str]:
    return [seen.fact.decision for seen in keeper.state.of(TrustDecision)]


async def test_trusted_always_it_is_not_asked_again(window, keeper, memory, stranger):
    begin(window, stranger)
    sheet = await sheet_of(window)
    assert not [widget for widget in interactive(sheet) if not spoken(widget)]
    QTest.mouseClick(sheet.always, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    assert keeper.state.logged_in
    (pin,) = memory.pins.all()
    assert (pin.host, pin.port) == (stranger.host, stranger.port)
    assert pin.agreed.startswith("20")
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    assert decisions(keeper) == ["already-pinned"]
    assert keeper.state.logged_in


@pytest.mark.parametrize(
    ("tls", "port", "dialled"),
    [
        ("explicit", None, {21}),
        ("implicit", None, {990}),
        ("auto", None, {21, 990}),
        ("explicit", 990, {990}),
        ("explicit", 2121, set()),
    ],
)
async def test_an_agreement_counts_for_its_own_port(keeper, memory, tls, port, dialled):
    for number in (21, 990):
        memory.pins.put(Pin(host="ftp.example", port=number, sha256=f"{number}", agreed=""))
    plan = Plan(input="ftp.example", endpoint=Endpoint(host="FTP.example", port=port, tls=tls), user="u")
    trust = keeper.trust.recall(plan).trust
    for number in (21, 990, 2121):
        assert trust.agreed_on(number) == ((f"{number}",) if number in dialled else ())


async def test_a_changed_certificate_is_shown_beside_the_old_one(window, keeper, memory, stranger):
    old = Pin(host=stranger.host, port=stranger.port, sha256="ab" * 32, agreed="2025-03-04T05:06:07Z")
    memory.pins.put(old)
    begin(window, stranger)
    sheet = await sheet_of(window)
    texts = [label.text() for label in sheet.findChildren(Label)]
    assert f"The certificate of 127.0.0.1:{stranger.port} has changed" in texts
    assert "2025-03-04" in texts
    assert any(text.startswith("AB:AB:AB") for text in texts)
    assert not [widget for widget in interactive(sheet) if not spoken(widget)]
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await finished(window, keeper)
    assert decisions(keeper) == ["mismatch"]
    assert "certificate-changed" in [finding.id for finding in window.view.findings]
    assert not keeper.state.logged_in
    assert memory.pins.all() == (old,)
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    QTest.mouseClick((await sheet_of(window)).always, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    assert keeper.state.logged_in
    assert [pin.sha256 == old.sha256 for pin in memory.pins.all()] == [False]


async def test_trusted_once_nothing_is_kept(window, keeper, memory, stranger, monkeypatch):
    watch = Watch()
    monkeypatch.setattr(clock, "time", watch)
    begin(window, stranger)
    sheet = await sheet_of(window)
    watch.ahead += 1000  # somebody thinks it over
    keeper.refresh()
    assert float(window.results.verdict.clock.text().split()[0]) < 900
    QTest.mouseClick(sheet.trust, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    assert keeper.state.ended.seconds < 900
    assert keeper.state.observations[-1].time < 900
    assert decisions(keeper) == ["accepted"]
    assert memory.pins.all() == ()


async def test_trusted_until_the_program_is_closed_it_is_not_asked_again(window, keeper, memory, stranger):
    begin(window, stranger)
    sheet = await sheet_of(window)
    assert sheet.trust.text() == "Trust until closed"
    assert f"port {stranger.port}, until this program is closed" in sheet.trust.toolTip()
    window.bar.password.setText("wrong")  # what the run began with stands; the next one is refused
    QTest.mouseClick(sheet.trust, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    assert "login-refused" in [finding.id for finding in window.view.findings]
    window.bar.password.setText(stranger.password)
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    assert keeper.state.logged_in
    assert decisions(keeper) == ["already-pinned"]
    assert memory.pins.all() == ()
    assert not keeper.trust.recall(
        msgspec.structs.replace(keeper.state.plan, endpoint=Endpoint(host=stranger.host, port=2121))
    ).trust.agreed


async def test_check_again_leaves_the_focus_on_test(window, keeper, stranger):
    begin(window, stranger)
    QTest.mouseClick((await sheet_of(window)).trust, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    row = next(one for one in window.results.findings.rows if one.view.can_check_again)
    row.unfold()
    again = next(one for one in row.findChildren(Button) if spoken(one) == "Check again")
    again.setFocus()
    QTest.keyClick(again, Qt.Key.Key_Space)
    await until(lambda: keeper.running)
    await finished(window, keeper)
    assert window.focusWidget() is window.bar.test
    assert decisions(keeper) == ["already-pinned"]


async def test_another_certificate_than_the_one_trusted_until_then_is_asked_about_as_changed(
    window, keeper, stranger
):
    keeper.trust._for_now[stranger.host, stranger.port] = "cd" * 32
    begin(window, stranger)
    sheet = await sheet_of(window)
    texts = [label.text() for label in sheet.findChildren(Label)]
    assert f"The certificate of 127.0.0.1:{stranger.port} has changed" in texts
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await finished(window, keeper)
    assert decisions(keeper) == ["mismatch"]
    assert not keeper.state.logged_in


async def test_what_is_taken_out_of_the_list_no_longer_holds_for_now_either(keeper, memory):
    memory.pins.put(Pin(host="ftp.example", port=21, sha256="ab" * 32, agreed=""))
    keeper.trust._for_now["ftp.example", 21] = "ab" * 32
    keeper.trust.show_list()
    keeper.trust.list.remove_wanted.emit("ftp.example", 21)
    plan = Plan(input="ftp.example", endpoint=Endpoint(host="ftp.example", tls="explicit"), user="u")
    assert not keeper.trust.recall(plan).trust.agreed
    keeper.trust.list.close()


async def test_agreements_that_cannot_be_read_or_kept_are_said_and_nothing_is_lost(
    window, keeper, memory, stranger
):
    path = memory.places.pins
    path.parent.mkdir(parents=True)
    path.write_text('{"format_version": 2}')
    begin(window, stranger)
    assert "newer version" in window.notices["pins"].text.text()
    QTest.mouseClick((await sheet_of(window)).always, Qt.MouseButton.LeftButton)
    await finished(window, keeper)
    assert keeper.state.logged_in
    assert path.read_text() == '{"format_version": 2}'
    notice = window.notices["pins"]
    assert not [widget for widget in interactive(window) if not spoken(widget)]
    QTest.mouseClick(notice.close_button, Qt.MouseButton.LeftButton)
    assert not window.notices


async def test_the_demo_keeps_no_agreement(window, keeper):
    keeper.play("self-signed")
    sheet = await sheet_of(window)
    assert not sheet.always.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await finished(window, keeper)
