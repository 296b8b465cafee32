"""Parts of what is shown come in turns of the loop of their own, and nothing is made anew that is there already."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from ftpsgui.presentation.view import build_view
from ftpsgui.ui.turns import Turns
from ftpsgui.ui.widgets import findings_page
from ftpsgui.ui.widgets.finding_row import FindingRow
from ftpsgui.ui.widgets.label import Label
from ftpsgui.ui.words import translator
from tests.presentation.samples_view import t4_diagnosis, t4_state
from tests.ui.ui_helpers import finished, show_sample, until


@pytest.fixture
def turns(look) -> Iterator[Turns]:
    made = Turns()
    yield made
    made.deleteLater()


async def test_each_part_has_a_turn_of_its_own(turns):
    done: list[str] = []
    loop = asyncio.get_running_loop()

    def parts() -> Iterator[None]:
        for name in "abc":
            done.append(name)
            loop.call_soon(done.append, "others")
            yield

    turns.begin(parts())
    assert done == []
    await until(lambda: not turns.active)
    assert done == ["a", "others", "b", "others", "c", "others"]


async def test_what_is_begun_takes_the_place_of_what_was_left(turns):
    done: list[str] = []

    def first() -> Iterator[None]:
        done.append("first")
        turns.begin(second())
        yield
        done.append("first again")

    def second() -> Iterator[None]:
        done.append("second")
        yield
        done.append("second again")

    turns.begin(first())
    await until(lambda: not turns.active)
    assert done == ["first", "second", "second again"]


async def test_a_part_that_fails_ends_the_others_and_is_told(turns):
    told: list[Exception] = []
    turns.failed = told.append

    def parts() -> Iterator[None]:
        yield
        raise ValueError("a part")

    turns.begin(parts())
    await until(lambda: told)
    assert not turns.active
    assert isinstance(told[0], ValueError)


async def test_during_a_run_the_pages_follow_the_words(window):
    state, diagnosis = t4_state(), t4_diagnosis()
    view = build_view(state, diagnosis, translator())
    window.show_view(view, gently=True)
    assert window.results.verdict.headline.text() == view.verdict.headline
    assert window.results.findings.rows == []
    await until(lambda: not window.busy)
    assert [row.view.id for row in window.results.findings.rows] == [one.id for one in view.findings]
    assert window.results.findings.rows[0].unfolded


async def test_another_run_with_the_same_findings_makes_no_rows(window, controller, monkeypatch):
    made: list[str] = []

    def counted(view, *rest):
        made.append(view.id)
        return FindingRow(view, *rest)

    monkeypatch.setattr(findings_page, "FindingRow", counted)
    controller.play("t2-no-masquerade")
    await finished(controller)
    first = [row.view.id for row in window.results.findings.rows]
    assert sorted(set(made)) == sorted(made)
    made.clear()
    controller.start()
    await finished(controller)
    assert [row.view.id for row in window.results.findings.rows] == first
    assert made == []


def test_a_row_that_stands_for_another_finding_is_as_a_new_one(window):
    show_sample(window)
    first, second = window.results.findings.rows[:2]
    assert first.unfolded
    first.reuse(second.view, first._boxes, "")
    assert not first.unfolded
    assert first.head.title.text() == second.view.title
    first.unfold()
    second.unfold()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    texts = [[label.text() for label in row.findChildren(Label)] for row in (first, second)]
    assert texts[0] == texts[1]


def test_a_body_that_is_half_made_is_whole_when_it_is_unfolded(window):
    show_sample(window)
    page = window.results.findings
    whole = page.rows[0]
    half = FindingRow(whole.view, whole._boxes, page.cure)
    next(half.prepared())
    half.unfold()
    assert len(half._blocks()) == len(whole._blocks()) > 0
    assert next(half.prepared(), "nothing left") == "nothing left"
    half.deleteLater()
