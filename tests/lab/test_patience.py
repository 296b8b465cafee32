"""A second try with more time is for busy machines; it hides no deadline that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab import patience
from tests.lab.patience import Pressure, hurried, too_many
from tests.lab.reference import Verdict

WORKS, FAILS = Verdict("works", "lftp", ""), Verdict("fails", "lftp", "")


def row(result: str = "fails", reason: str = "timeout", seconds: float | None = 2.01) -> dict[str, object]:
    return {"result": result, "reason": reason, "seconds": seconds}


@pytest.mark.parametrize(
    ("seen", "said", "excused"),
    [
        (row(), WORKS, True),
        (row(reason="tls-failed"), WORKS, True),
        (row(seconds=1.97), WORKS, True),
        (row(seconds=0.7), WORKS, False),  # it gave up before its time: the engine's own mistake
        (row(reason="tls-failed", seconds=0.2), WORKS, False),
        (row(seconds=None), WORKS, False),
        (row(), FAILS, False),
        (row("works", "ok"), WORKS, False),
        (row(reason="refused", seconds=2.5), WORKS, False),
    ],
)
def test_who_was_hurried(seen: dict[str, object], said: Verdict, excused: bool) -> None:
    assert bool(hurried({"pasv/peer": seen}, {"pasv/peer": said}, 2.0)) is excused
    assert hurried({"pasv/peer": seen}, {}, 2.0) == ()


@pytest.mark.parametrize(("waited", "busy"), [(0, False), (10**9, True)])
def test_pressure_is_what_the_kernel_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: int, busy: bool
) -> None:
    file = tmp_path / "cpu"
    file.write_text("some avg10=0.00 avg60=0.00 avg300=0.00 total=1000\nfull avg10=0.00 total=0\n")
    monkeypatch.setattr(patience, "_PRESSURE", file)
    pressure = Pressure()
    file.write_text(f"some avg10=0.00 avg60=0.00 avg300=0.00 total={1000 + waited}\n")
    assert pressure.busy is busy


@pytest.mark.parametrize(("load", "busy"), [(0.0, False), (1e6, True)])
def test_without_pressure_the_load_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: float, busy: bool
) -> None:
    monkeypatch.setattr(patience, "_PRESSURE", tmp_path / "no such file")
    monkeypatch.setattr("os.getloadavg", lambda: (load, 0.0, 0.0))
    assert Pressure().busy is busy


@pytest.mark.parametrize(
    ("patient", "runs", "many"), [(2, 3, False), (3, 20, True), (16, 161, False), (17, 161, True)]
)
def test_patience_is_no_habit(patient: int, runs: int, many: bool) -> None:
    assert too_many([str(number) for number in range(patient)], runs) is many
