"""Past runs, one file each: a line for the plan, a line for each fact as it came, a line for the verdict.

The file grows with the run, so a crash leaves all that was seen until then; it only lacks its last line. Facts come
here from the journal, after secrets were blanked in them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import IO, Literal

import msgspec

from ftpsgui import __version__
from ftpsgui.memory.places import make_folder
from ftpsgui.model.facts import Observation
from ftpsgui.model.findings import Verdict
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import Plan
from ftpsgui.model.typed import from_json
from ftpsgui.protocol.escape import escape_text
from ftpsgui.session.codec import LARGEST
from ftpsgui.session.errors import SessionError
from ftpsgui.session.files import cannot_read, cannot_write, read_bytes
from ftpsgui.session.session import Session

MOST_RUNS, MOST_BYTES = 200, 100 * 1024 * 1024
"""What is kept; the oldest go first."""
_SUFFIX = ".run.jsonl"
_TAIL = 64 * 1024
"""Bytes at the end of a file in which the last line is looked for."""


class RunHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line. ``started``: ISO 8601 UTC."""

    format: Literal["ftpsgui-run"] = "ftpsgui-run"
    format_version: int = 1
    tool_version: str
    started: str
    plan: Plan


class RunVerdict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last line. ``outcome``: the colour of the verdict; ``findings``: ids, most important first."""

    outcome: Literal["good", "bad", "warning", "neutral"]
    verdict: Verdict
    findings: tuple[str, ...] = ()


class PastRun(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the history. ``verdict`` None: the program ended before the run did. ``problem``: why it is unreadable."""

    path: Path
    started: str = ""
    plan: Plan | None = None
    verdict: RunVerdict | None = None
    problem: Message | None = None


class RunFile:
    """The file of a run that is under way. Errors are SessionError, with words; after one nothing more is written."""

    def __init__(self, folder: Path, plan: Plan, started: str) -> None:
        make_folder(folder)
        stamp = "".join(character for character in started if character.isalnum())[:19]
        self.path = folder / f"{stamp}-{secrets.token_hex(3)}{_SUFFIX}"
        self._file: IO[bytes] | None = None
        try:
            # Windows would write line ends of its own without O_BINARY.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            handle = os.open(self.path, flags, 0o600)
            self._file = os.fdopen(handle, "wb")
        except OSError as error:
            raise SessionError(cannot_write(self.path, error)) from error
        self._write(RunHead(tool_version=__version__, started=started, plan=plan))
        self.flush()

    def add(self, observation: Observation) -> None:
        """Append a fact; it reaches the disk with the next :meth:`flush`."""
        self._write(observation)

    def flush(self) -> None:
        """Give everything to the system, where a crash of this program cannot take it any more."""
        if self._file is not None:
            try:
                self._file.flush()
            except OSError as error:
                self._give_up(error)

    def end(self, verdict: RunVerdict | None) -> None:
        """Append the verdict, if there is one, and close the file."""
        if verdict is not None:
            self._write(verdict)
        self.flush()
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _write(self, value: msgspec.Struct) -> None:
        if self._file is None:
            return
        try:
            self._file.write(msgspec.json.encode(value) + b"\n")
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):  # it tries once more to write what did not fit
                file.close()
        raise SessionError(cannot_write(self.path, error)) from error


def past_runs(folder: Path) -> tuple[PastRun, ...]:
    """Return the runs in ``folder``, newest first; SessionError when the folder cannot be read."""
    return tuple(_summary(path) for path in _files(folder))


def read_run(path: Path) -> Session:
    """Return a past run as a session; what a crash cut off is left out. SessionError with words."""
    first, *rest = read_bytes(path)[:LARGEST].split(b"\n")
    head = _head(path, first)
    observations: list[Observation] = []
    # What stands after the last line end was cut off by a crash.
    for line in rest[:-1]:
        if not line.startswith(b'{"id":'):
            continue
        try:
            observation = from_json(line, Observation)
        except msgspec.MsgspecError as error:
            raise SessionError(_damaged(path, error)) from error
        if observation.sequence != len(observations) + 1:
            raise SessionError(_damaged(path, ValueError(observation.id)))
        observations.append(observation)
    return Session(
        tool_version=head.tool_version, started=head.started, plan=head.plan, observations=tuple(observations)
    )


def remove_run(path: Path) -> None:
    """Forget one run; SessionError when its file cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SessionError(cannot_write(path, error)) from error


def prune_runs(folder: Path, runs: int = MOST_RUNS, size: int = MOST_BYTES) -> None:
    """Forget the oldest runs beyond ``runs`` files or ``size`` bytes in all; the newest always stays."""
    total = 0
    for number, path in enumerate(_files(folder)):
        try:
            total += path.stat().st_size
        except OSError:
            continue
        if number and (number >= runs or total > size):
            remove_run(path)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted((path for path in folder.glob(f"*{_SUFFIX}")), reverse=True)
    except OSError as error:
        raise SessionError(cannot_read(folder, error)) from error


def _summary(path: Path) -> PastRun:
    try:
        with path.open("rb") as file:
            head = _head(path, file.readline(LARGEST))
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - _TAIL))
            last = file.read(_TAIL).rstrip(b"\n").rsplit(b"\n", 1)[-1]
    except OSError as error:
        return PastRun(path=path, problem=cannot_read(path, error))
    except SessionError as error:
        return PastRun(path=path, problem=error.message)
    verdict = None
    with contextlib.suppress(msgspec.MsgspecError):  # the run did not come to its end
        verdict = from_json(last, RunVerdict)
    return PastRun(path=path, started=head.started, plan=head.plan, verdict=verdict)


def _head(path: Path, line: bytes) -> RunHead:
    try:
        version = msgspec.json.decode(line).get("format_version")
        if isinstance(version, int) and version > 1:
            raise SessionError(
                msg("{path} was written by a newer version of the program.", path=str(path.name))
            )
        return from_json(line, RunHead)
    except (ValueError, AttributeError, RecursionError) as error:
        raise SessionError(_damaged(path, error)) from error


def _damaged(path: Path, error: Exception) -> Message:
    detail = escape_text(str(error)[:200])
    return msg("{path} is damaged: {detail}", path=path.name, detail=detail)
