"""Stop in the middle of a write test: the window says at once what it still does, and names a file that stays."""

from __future__ import annotations

import asyncio

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ftpsgui.model.facts import ProbeStarted
from ftpsgui.model.plan import Consents
from ftpsgui.presentation.view import build_view
from ftpsgui.presentation.view_verdict import running_verdict
from ftpsgui.texts.translate import Translator
from ftpsgui.wire.probes import round_trip
from tests.judgement.playbook import Playbook
from tests.ui.ui_helpers import finished, until

T = Translator("en")


def writing() -> Playbook:
    book = Playbook().login()
    book.passive()
    book.note(ProbeStarted(), "round-trip")
    return book


def test_what_must_be_done_before_the_end_is_said():
    book = writing()
    assert running_verdict(book.state(), T).headline.startswith("Testing")
    verdict = running_verdict(book.state(), T, stopping=True)
    assert (verdict.headline, verdict.subline) == (
        "Stopping the test",
        "Removing the test file from the server",
    )
    book.outcome("round-trip")
    assert running_verdict(book.state(), T, stopping=True).subline == "Closing the connections"
    assert build_view(book.end().state(), book.diagnose(), T, stopping=True).stopping is False


async def test_stop_says_at_once_that_it_stops(window, controller, monkeypatch):
    held, deleting, writing = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def write(ctx, control, proof, file):
        file.may_exist = True
        writing.set()
        await asyncio.Event().wait()

    async def delete(control, file):
        deleting.set()
        await held.wait()

    monkeypatch.setattr(round_trip, "_transfer", write)
    monkeypatch.setattr(round_trip, "_delete_at_once", delete)
    controller.demo.enter("t1-healthy")
    consents = Consents(write_directory=".")
    controller._test(lambda plan: msgspec.structs.replace(plan, consents=consents))
    await writing.wait()
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)
    await deleting.wait()
    await until(lambda: window.view.stopping)
    assert window.bar.test.text() == "Stopping…"
    assert window.results.verdict.subline.text() == "Removing the test file from the server"
    assert controller.running
    QTest.mouseClick(window.bar.test, Qt.MouseButton.LeftButton)  # impatience changes nothing
    held.set()
    await finished(controller)
    assert window.bar.test.text() == "Test again"
    assert "Please delete" in window.notices["left-behind"].text.text()
    controller.play("t1-healthy")
    assert "left-behind" not in window.notices
    controller.stop()
    await finished(controller)
