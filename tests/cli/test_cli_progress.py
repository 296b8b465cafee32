"""The one line on the terminal."""

from __future__ import annotations

import pytest

from ftpsgui.cli import progress
from ftpsgui.model.facts import Fact, Observation, ProbeOutcome, ProbeStarted, SilenceBegan
from ftpsgui.texts.translate import Translator


def seen(fact: Fact, probe: str = "control-idle") -> Observation:
    return Observation(id="o1", sequence=1, time=0.0, probe=probe, fact=fact)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    shown: list[str] = []
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    monkeypatch.setattr(progress, "print_text", lambda text, _: shown.append(text.strip()))
    return shown


async def test_silence_is_counted_down(lines: list[str]) -> None:
    line = progress.Progress(Translator("en"), host="h")
    line(seen(ProbeStarted()))
    line(seen(SilenceBegan(seconds=30.0)))
    assert lines == [
        "Testing h: idle control connection",
        "Testing h, 30 s of silence left: idle control connection",
    ]
    line._silent_until = (line._silent_until or 0.0) - 10.0
    line._count_down()
    assert lines[-1] == "Testing h, 20 s of silence left: idle control connection"
    line(seen(ProbeStarted(), "pasv"))
    line(seen(ProbeOutcome(status="completed")))
    assert lines[-1] == "Testing h: PASV", "over before its time"
    line.clear()
    assert line._tick is None or line._tick.cancelled()


async def test_when_the_time_is_over_it_does_not_go_on(lines: list[str]) -> None:
    line = progress.Progress(Translator("en"), host="h")
    line(seen(ProbeStarted()))
    line(seen(SilenceBegan(seconds=0.0)))
    assert lines[-1] == "Testing h: idle control connection"
    assert line._tick is None


@pytest.mark.parametrize(
    ("probe", "said"),
    [("pasv", "Stopping"), ("round-trip", "Stopping: removing the test file from the server")],
)
async def test_a_stop_is_said_once_and_nothing_after_it(lines: list[str], probe: str, said: str) -> None:
    line = progress.Progress(Translator("en"), host="h")
    line(seen(ProbeStarted(), probe))
    line.stop()
    line.stop()
    line(seen(ProbeStarted(), "epsv"))
    assert lines[1:] == [said]
