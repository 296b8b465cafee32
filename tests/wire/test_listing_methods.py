"""MLSD and NLST beside LIST."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest

from ftpsgui.model.plan import THOROUGH, Budget, Trust
from ftpsgui.wire.probes import passive_range
from tests.servers import require, start
from tests.wire.mini import Mini
from tests.wire.runs import SHORT, Run, of_probe, thorough
from tests.wire.test_real_products import run_against

Make = Callable[..., ssl.SSLContext]


@pytest.fixture(autouse=True)
def _short_range(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive_range, "TRIES", 0)


async def test_each_is_asked_once(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, "listing-methods")
        tries = of_probe(await run.done(), "listing-methods")
        assert len(server.said("MLSD")) == len(server.said("NLST")) == 1
    assert [(each.command, each.purpose, each.ending) for each in tries] == [
        ("MLSD", "method", "close_notify"),
        ("NLST", "method", "close_notify"),
    ]
    assert run.outcomes["listing-methods"] == ("completed", None)


async def test_a_refused_one_leaves_the_other_alone(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"MLSD": "500 Unknown command."}) as server:
        tries = of_probe(await thorough(server, trusted, "listing-methods").done(), "listing-methods")
    assert [each.final.code for each in tries if each.final] == [500, 226]


async def test_only_on_request_and_within_the_budget(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        await Run(server, trust=trusted).done()
        assert server.said("MLSD") == server.said("NLST") == []
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, budget=Budget(ports=5))
        await run.done()
        assert server.said("MLSD") == []
    assert run.outcomes["listing-methods"] == ("skipped", "budget")


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("vsftpd", [500, 226]),
        ("proftpd", [226, 226]),
        ("pureftpd", [226, 226]),
        ("pyftpdlib", [226, 226]),
    ],
)
async def test_the_real_products(kind: str, codes: list[int]) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind) as server:  # type: ignore[arg-type]
        _, notes = await run_against(
            server,
            thorough=True,
            only=("pasv", "listing-methods"),
            budget=THOROUGH,
            timeouts=SHORT.__class__(),
        )
    tries = of_probe(notes, "listing-methods")
    assert [each.final.code for each in tries if each.final] == codes
    assert [each.ending for each in tries if each.final and each.final.positive] == [
        "close_notify"
    ] * codes.count(226)
