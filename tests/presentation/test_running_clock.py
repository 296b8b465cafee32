"""The clock of a running test counts down while a connection is left silent on purpose."""

import pytest

from ftpsgui.model.facts import SilenceBegan
from ftpsgui.presentation.running_clock import clock_text
from ftpsgui.presentation.view import build_view
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import Playbook

EN = Translator("en")


def silent(seconds=60, *, over=False):
    book = Playbook().login()
    book.note(SilenceBegan(seconds=seconds), "control-idle", "c1")
    if over:
        book.outcome("control-idle", "completed")
    return book


@pytest.mark.parametrize(("after", "left"), [(0, 60), (0.5, 60), (18.2, 42), (59.9, 1)])
def test_it_counts_down(after, left):
    book = silent()
    began = book.observations[-1].time
    assert clock_text(book.state(), began + after, EN) == f"{began + after:.1f} s · {left} s of silence left"


def test_it_is_a_plain_clock_before_and_after():
    assert clock_text(None, 1.0, EN) == "1.0 s"
    assert clock_text(Playbook().login().state(), 2.04, EN) == "2.0 s"
    assert clock_text(silent(over=True).state(), 5.0, EN) == "5.0 s"
    assert clock_text(silent().state(), 500.0, EN) == "500.0 s"


def test_the_view_shows_it():
    assert "of silence left" in build_view(silent().state(), None, EN, running=True, clock=1.0).clock
