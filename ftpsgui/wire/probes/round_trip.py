"""Ask whether files arrive whole: write two of our own, read them back, compare, delete them.

Only with consent, in the directory that the user named. A few bytes show that writing works at all; a megabyte shows
what only large transfers meet: packets that are too big for the path, helpers that lose their place, uploads whose end
is cut off. The files are deleted in any case, on another connection if need be; when the run is stopped, in the seconds
that a stop may take. One that may still be there is named.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import secrets
from dataclasses import dataclass, replace

from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.seams import NetworkError
from ftpsgui.protocol.numbers import LARGEST_SIZE, whole
from ftpsgui.wire.client.context import Context, worked
from ftpsgui.wire.client.control import Answer, ControlConnection
from ftpsgui.wire.client.data import Attempt
from ftpsgui.wire.client.files import Download, Upload
from ftpsgui.wire.client.listing import Listing, again
from ftpsgui.wire.client.opening import OpenFailed
from ftpsgui.wire.probes import COMPLETED, Outcome, Probe

PRIORITY = 35
SIZES = (1_000, 1_000_003)
"""Not a multiple of anything that a transfer is cut into."""
FAREWELL = 2.0
"""Seconds for deleting a file after the run was stopped."""


@dataclass
class _File:
    path: str
    content: bytes
    may_exist: bool = False
    stored: bool = False
    """Whether the server said that it has it: then 550 to DELE means that it stays."""

    orphaned: bool = False
    """Whether the connection that was to delete it is gone."""

    def deleted(self, code: int) -> bool:
        """Whether the reply to DELE says that there is no such file (any more)."""
        return 200 <= code < 300 or (code == 550 and not self.stored)


async def ask(ctx: Context) -> Outcome:
    """Take each file there and back, in a mode that has worked."""
    proof = next((each for each in ctx.attempts if worked(each)), None)
    if proof is None:
        return Outcome("skipped", "prerequisite-failed")
    directory = ctx.plan.consents.write_directory or ""
    name = f"ftpsgui-test-{secrets.token_hex(6)}"
    files = [_File(_join(directory, f"{name}-{size}.bin"), _noise(size)) for size in SIZES]
    outcome = COMPLETED
    try:
        for file in files:
            outcome = await _there_and_back(ctx, proof, file)
            if outcome != COMPLETED:
                break
    except asyncio.CancelledError:
        if left := _left(files):
            ctx.left_behind["round-trip"] = left
        raise
    left = _left(files)
    return Outcome("failed", "left-behind", left) if left else outcome


def _left(files: list[_File]) -> str:
    return ", ".join(file.path for file in files if file.may_exist)


async def _there_and_back(ctx: Context, proof: DataAttempt, file: _File) -> Outcome:
    try:
        return await _take(ctx, proof, file)
    except asyncio.CancelledError:
        if file.may_exist and file.orphaned:
            # vsftpd and Pure-FTPd end the session with a transfer that is cut off.
            with contextlib.suppress(TimeoutError, OpenFailed, NetworkError):
                async with asyncio.timeout(FAREWELL), ctx.pool.lease("round-trip", PRIORITY) as control:
                    await _delete(ctx, control, file)
        raise


async def _take(ctx: Context, proof: DataAttempt, file: _File) -> Outcome:
    outcome: Outcome = COMPLETED
    async with ctx.pool.lease("round-trip", PRIORITY) as control:
        try:
            outcome = await _transfer(ctx, control, proof, file)
            if file.may_exist and control.usable:
                await _delete(ctx, control, file)
        except asyncio.CancelledError:
            if file.may_exist:
                await _delete_at_once(control, file)
            raise
    if file.may_exist:
        # The transfer took its control connection along.
        try:
            async with ctx.pool.lease("round-trip", PRIORITY) as control:
                await _delete(ctx, control, file)
        except OpenFailed:
            pass
    return outcome


async def _transfer(ctx: Context, control: ControlConnection, proof: DataAttempt, file: _File) -> Outcome:
    timeout = ctx.plan.timeouts.reply
    await control.command("TYPE I", timeout)
    if not ctx.port_left():
        return Outcome("skipped", "budget")
    file.may_exist = True
    stored = await _run(
        Upload(
            control,
            _listing(proof, f"STOR {file.path}"),
            ctx.plan,
            ctx.network,
            ctx.clock,
            ctx.identity,
            content=file.content,
        )
    )
    file.stored = stored.final is not None and stored.final.positive
    if stored.final is not None and stored.final.code >= 500 and stored.preliminary is None:
        file.may_exist = False
        return Outcome("failed", "write-refused", stored.final.text)
    if stored.final is None or not stored.final.positive or not control.usable:
        return COMPLETED  # it was asked, and this is the answer
    size = len(file.content)
    answer = await control.command(f"SIZE {file.path}", timeout)
    if answer.reply is not None and answer.reply.code == 213:
        said = whole(answer.reply.lines[-1], LARGEST_SIZE)
        size = size if said is None else said
    if ctx.may_try(control):
        await _run(
            Download(
                control,
                _listing(proof, f"RETR {file.path}"),
                ctx.plan,
                ctx.network,
                ctx.clock,
                ctx.identity,
                size=size,
            )
        )
    return COMPLETED


async def _run(attempt: Attempt) -> DataAttempt:
    fact = (await attempt.run()).fact
    assert isinstance(fact, DataAttempt)
    return fact


def _listing(proof: DataAttempt, command: str) -> Listing:
    return replace(again(proof), purpose="transfer", command=command)


async def _delete(ctx: Context, control: ControlConnection, file: _File) -> None:
    answer = await control.command(f"DELE {file.path}", ctx.plan.timeouts.reply)
    file.may_exist = answer.reply is None or not file.deleted(answer.reply.code)


async def _delete_at_once(control: ControlConnection, file: _File) -> None:
    """Delete on a connection whose transfer was cut off just now; what it still has to say about that comes first."""
    command = f"DELE {file.path}"
    sent = await control.send(command)
    if isinstance(sent, Answer):
        file.orphaned = True
        return
    try:
        async with asyncio.timeout(FAREWELL):
            while True:
                heard = await control.hear(FAREWELL)
                if heard.reply is None or heard.reply.code in (250, 550):
                    control.answered(command, sent, heard)
                    file.orphaned = heard.reply is None and heard.ending != "timeout"
                    file.may_exist = heard.reply is None or not file.deleted(heard.reply.code)
                    return
                control.answered(None, None, heard)
    except TimeoutError:
        return


def _noise(size: int) -> bytes:
    """Bytes that no compression and no text mode leaves alone, the same each time."""
    return hashlib.shake_128(b"ftpsgui").digest(size)


def _join(directory: str, name: str) -> str:
    return f"{directory.rstrip('/')}/{name}" if directory else name


PROBE = Probe(
    id="round-trip",
    stage="session",
    order=90,
    wave=2,
    ask=ask,
    wanted=lambda ctx: ctx.plan.consents.write_directory is not None,
)
