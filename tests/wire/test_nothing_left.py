"""A run leaves no connection, no listener, no file and no task behind, whenever it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import random
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from ftpsgui.model.facts import Fact, Observation, RunEnded
from ftpsgui.model.plan import THOROUGH, Active, Consents, Trust
from ftpsgui.wire.probes import active_revealed, passive_range, round_trip
from tests.wire.mini import Mini
from tests.wire.runs import Run, thorough
from tests.wire.test_public_address import mapped
from tests.wire.test_udp import server as stun_server

Make = Callable[..., ssl.SSLContext]
EVERYTHING = Consents(advertised_address=True, plaintext=True, write_directory="in", ccc=True)
ANSWERS = {
    "FEAT": "211-Features\r\n ESTP\r\n ESTA\r\n211 End",
    "STAT": "211-Status\r\n     Connected to 127.0.0.2\r\n211 End",
    "CCC": "533 no",
    "ESTP": "225 Connected to (|1|127.0.0.1|5|)",
    "ESTA": "502 no",
}
"""A server with which every probe has something to do."""
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts the open sockets by /proc")


def sockets() -> set[str]:
    """The sockets that this process holds, by their kernel's name; those that nobody refers to are collected first."""
    gc.collect()
    found = set()
    for name in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the one that lists them
            found.add(str(name.readlink()))
    return {target for target in found if target.startswith("socket:")}


class Stopper:
    """Stops a run at its n-th observation."""

    def __init__(self, run: Run, moment: int) -> None:
        self._run, self._moment = run, moment
        self._record = run.notes.record
        run.notes.record = self  # type: ignore[method-assign, assignment]

    def __call__(self, fact: Fact, **where: object) -> Observation:
        observation = self._record(fact, **where)  # type: ignore[arg-type]
        if observation.sequence == self._moment:
            self._run.runner.stop()
        return observation


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive_range, "TRIES", 4)
    monkeypatch.setattr(active_revealed, "is_public", lambda address: address.startswith("127."))
    monkeypatch.setattr(round_trip, "SIZES", (1_000, 100_003))
    monkeypatch.setattr(round_trip, "FAREWELL", 1.0)


async def everything(server_context: Make, trusted: Trust, moment: int) -> Run:
    """Run all that can be asked for, stop it at the ``moment``-th observation, and hold what is left against nothing."""
    async with stun_server(mapped) as (_, stun):
        async with Mini(server_context(), answers=ANSWERS) as server:
            ours = sockets()
            run = thorough(
                server,
                trusted,
                consents=EVERYTHING,
                budget=THOROUGH,
                active=Active(ports=(50500, 50600)),
                idle=0.2,
                stun=stun,
            )
            Stopper(run, moment)
            await run.done()
            left = {f.get_name() for f in asyncio.all_tasks() if f.get_name().startswith("ftpsgui")}
            assert not left
            assert server.files == {}, f"stopped at {moment}"
            assert isinstance(run.notes.observations[-1].fact, RunEnded)
        for _ in range(3):
            await asyncio.sleep(0)  # the server's ends of the connections
        assert sockets() <= ours, f"stopped at {moment}"
    return run


async def test_after_a_run_that_came_to_its_end(server_context: Make, trusted: Trust) -> None:
    run = await everything(server_context, trusted, 0)
    assert run.ending == "finished"
    assert {status for status, _ in run.outcomes.values()} <= {"completed", "skipped"}, run.outcomes


@pytest.mark.parametrize("seed", range(12))
async def test_after_a_stop_at_any_moment(server_context: Make, trusted: Trust, seed: int) -> None:
    moment = random.Random(seed).randint(1, 270)
    run = await everything(server_context, trusted, moment)
    assert run.ending == ("cancelled" if len(run.notes.observations) >= moment else "finished")
