"""421 where the thorough probes need a connection of their own: one at a time from then on, and once more."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest

from ftpsgui.model.facts import ConcurrencyLowered
from ftpsgui.model.plan import Consents, Trust
from ftpsgui.wire.client import context
from ftpsgui.wire.probes import passive_range
from tests.servers import Options, require, start
from tests.wire.mini import Mini
from tests.wire.runs import SHORT, Run, thorough
from tests.wire.test_real_products import run_against

Make = Callable[..., ssl.SSLContext]
BREATH = 8 * context.BREATH
OWN = ("tls-versions", "resumption-versions", "ccc", "plaintext-comparison")


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive_range, "TRIES", 0)
    monkeypatch.setattr(context, "BREATH", 0.05)


async def test_a_server_that_counts_slowly_is_asked_once_more(server_context: Make, trusted: Trust) -> None:
    def shut(_number: int, line: str) -> None:
        if line == "QUIT":
            server._most = 3  # four stood until now: the one that was closed for the next is still counted

    async with Mini(server_context(), on_command=shut) as server:
        run = thorough(server, trusted, consents=Consents(ccc=True, plaintext=True))
        notes = await run.done()
    (lowered,) = notes.of(ConcurrencyLowered)
    assert lowered.because is not None
    assert lowered.because.code == 421
    for probe in OWN:
        assert run.outcomes[probe] == ("completed", None), probe


async def test_a_server_that_stays_full_is_left_alone(server_context: Make, trusted: Trust) -> None:
    def shut(_number: int, line: str) -> None:
        if line == "QUIT":
            server._most = 0

    async with Mini(server_context(), on_command=shut) as server:
        run = Run(server, trust=trusted, consents=Consents(plaintext=True))
        notes = await run.done()
        assert len(server.visits) == 6, "four, and two tries of the fifth"
    assert len(notes.of(ConcurrencyLowered)) == 1
    assert run.outcomes["plaintext-comparison"] == ("failed", "prerequisite-failed")
    assert run.outcomes["pasv"] == ("completed", None)


@pytest.mark.parametrize("kind", ["vsftpd", "proftpd", "pureftpd"])
async def test_real_servers_with_just_enough_room(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    require(kind)  # type: ignore[arg-type]
    monkeypatch.setattr(
        context, "BREATH", BREATH
    )  # on a busy machine a server sees late that a client has gone
    with start(kind, Options(max_clients=4, require_tls=False)) as server:  # type: ignore[arg-type]
        run, _ = await run_against(
            server,
            thorough=True,
            consents=Consents(ccc=True, plaintext=True),
            timeouts=SHORT.__class__(),
        )
    for probe in OWN:
        assert run.outcomes[probe][0] in ("completed", "skipped"), (probe, run.outcomes[probe])
