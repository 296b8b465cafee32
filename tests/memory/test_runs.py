"""Past runs: written as they happen, read back whole or as far as a crash let them come."""

from __future__ import annotations

import errno
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftpsgui.memory.runs import (
    PastRun,
    RunFile,
    RunVerdict,
    past_runs,
    prune_runs,
    read_run,
    remove_run,
)
from ftpsgui.model.findings import Verdict
from ftpsgui.model.message import msg
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import load
from ftpsgui.session.session import Session

SAMPLE = Path(__file__).parent.parent / "sessions" / "demo-wrong-password.json"
VERDICT = RunVerdict(
    outcome="bad",
    verdict=Verdict(summary=msg("Nothing works, {n}", n=3), use_mode=None, exit_status=4),
    findings=("login-refused",),
)


@pytest.fixture(scope="module")
def session() -> Session:
    return load(SAMPLE)


def write(folder: Path, session: Session, verdict: RunVerdict | None = VERDICT, started: str = "") -> Path:
    file = RunFile(folder, session.plan, started or session.started)
    for observation in session.observations:
        file.add(observation)
    file.end(verdict)
    return file.path


def test_a_run_is_listed_with_its_verdict_and_read_back_whole(tmp_path: Path, session: Session) -> None:
    path = write(tmp_path, session)
    (run,) = past_runs(tmp_path)
    assert run == PastRun(path=path, started=session.started, plan=session.plan, verdict=VERDICT)
    assert read_run(path) == msgspec.structs.replace(session, tool_version=read_run(path).tool_version)


def test_a_run_that_a_crash_cut_off_keeps_what_was_flushed(tmp_path: Path, session: Session) -> None:
    file = RunFile(tmp_path, session.plan, session.started)
    for observation in session.observations[:10]:
        file.add(observation)
    file.flush()
    (run,) = past_runs(tmp_path)
    assert run.verdict is None
    assert run.problem is None
    assert read_run(run.path).observations == session.observations[:10]
    file.end(None)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0, 1))
def test_cut_off_anywhere_it_is_a_beginning_or_said_in_words(
    tmp_path: Path, session: Session, share: float
) -> None:
    path = tmp_path / "x.run.jsonl"
    if not path.exists():
        write(tmp_path, session).rename(path)
        (tmp_path / "whole").write_bytes(path.read_bytes())
    whole = (tmp_path / "whole").read_bytes()
    cut = whole[: int(len(whole) * share)]
    path.write_bytes(cut)
    (run,) = past_runs(tmp_path)
    if b"\n" not in cut and run.problem is not None:
        with pytest.raises(SessionError, match=r"x\.run\.jsonl"):
            read_run(path)
    else:
        read = read_run(path).observations
        assert read == session.observations[: len(read)]
        assert run.verdict in (None, VERDICT)


@pytest.mark.parametrize("data", [b"", b"\n", b"\x00" * 50, b"[]\n", b'{"format":"ftpsgui-run"}\n', b"{}"])
def test_what_is_no_run_is_listed_as_unreadable(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.run.jsonl").write_bytes(data)
    (run,) = past_runs(tmp_path)
    assert run.problem is not None
    with pytest.raises(SessionError, match="damaged"):
        read_run(run.path)


def test_a_newer_run_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.run.jsonl").write_bytes(b'{"format":"ftpsgui-run","format_version":2}\n')
    (run,) = past_runs(tmp_path)
    assert run.problem is not None
    assert "newer version" in run.problem.id


def test_a_line_that_is_missing_in_the_middle_is_damage(tmp_path: Path, session: Session) -> None:
    path = write(tmp_path, session)
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(lines[:5] + lines[6:]))
    with pytest.raises(SessionError, match="damaged"):
        read_run(path)


def test_runs_are_newest_first_bounded_and_cleared(tmp_path: Path, session: Session) -> None:
    paths = [write(tmp_path, session, started=f"2026-01-0{day}T10:00:00.000Z") for day in range(1, 6)]
    assert [run.path for run in past_runs(tmp_path)] == paths[::-1]
    prune_runs(tmp_path, runs=3)
    assert [run.path for run in past_runs(tmp_path)] == paths[:1:-1]
    prune_runs(tmp_path, size=1)
    assert [run.path for run in past_runs(tmp_path)] == paths[-1:]
    remove_run(write(tmp_path, session))
    assert [run.path for run in past_runs(tmp_path)] == paths[-1:]
    remove_run(paths[-1])
    remove_run(paths[-1])  # gone already
    assert past_runs(tmp_path) == ()
    assert past_runs(tmp_path / "missing") == ()


def test_a_full_disk_is_said_once_and_ends_the_writing(
    tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = RunFile(tmp_path, session.plan, session.started)
    inner = file._file

    class Full:
        def write(self, _data: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            inner.close()

    monkeypatch.setattr(file, "_file", Full())
    with pytest.raises(SessionError, match="disk is full"):
        file.add(session.observations[0])
    file.add(session.observations[1])
    file.end(VERDICT)
    assert past_runs(tmp_path)[0].verdict is None
