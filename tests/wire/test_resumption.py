"""Sessions that are taken once only, and the other TLS version."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest

from ftpsgui.model.facts import TlsHandshake
from ftpsgui.model.plan import THOROUGH, Trust
from ftpsgui.wire.probes import passive_range
from tests.servers import Options, require, start
from tests.wire.mini import Mini
from tests.wire.runs import SHORT, of_probe, thorough
from tests.wire.test_real_products import run_against

Make = Callable[..., ssl.SSLContext]


@pytest.fixture(autouse=True)
def _short_range(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive_range, "TRIES", 0)


async def test_a_ticket_that_is_taken_once_is_told_by_an_unused_one(
    server_context: Make, trusted: Trust
) -> None:
    other = server_context()
    heard: list[int] = []

    def spend(number: int, line: str) -> None:
        # Once a ticket was used, the server forgets all of before: whatever it gives out later is good.
        if line == "PASV":
            heard.append(number)
            if heard.count(number) > 1:
                server._data_context = other

    async with Mini(server_context(), on_command=spend) as server:
        notes = await thorough(server, trusted).done()
    tries = of_probe(notes, "repeat-transfers")
    control = [each for each in tries if each.session_from == "control"]
    data = [each for each in tries if each.session_from == "data"]
    assert len(tries) == 6
    assert not any(each.resumed for each in control[-2:])
    assert data
    assert all(each.resumed for each in data)
    assert len({each.session_id for each in control}) == 1, "the same one each time"
    assert control[0].session_id not in {each.session_id for each in data}
    assert all(each.tickets for each in tries)


async def test_where_tickets_may_be_used_again_the_control_connections_is_offered_each_time(
    server_context: Make, trusted: Trust
) -> None:
    async with Mini(server_context()) as server:
        notes = await thorough(server, trusted, "repeat-transfers").done()
    tries = of_probe(notes, "repeat-transfers")
    assert {(each.session_from, each.resumed) for each in tries} == {("control", True)}
    assert len({each.session_id for each in tries}) == 1
    assert tries[0].session_id


async def test_tls_1_2_resumes_as_tls_1_3_does(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, "resumption-versions")
        notes = await run.done()
    tries = of_probe(notes, "resumption-versions")
    assert [(each.purpose, each.tls_version, each.resumed) for each in tries] == [
        ("version", "TLSv1.2", True)
    ] * 2
    (handshake,) = [
        each.fact
        for each in notes.observations
        if each.probe == "resumption-versions" and isinstance(each.fact, TlsHandshake)
    ]
    assert (handshake.version, handshake.verified, handshake.offered) == ("TLSv1.2", True, None)
    assert run.outcomes["resumption-versions"] == ("completed", None)


async def test_a_server_for_tls_1_3_alone_has_no_other(server_context: Make, trusted: Trust) -> None:
    context = server_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    async with Mini(context) as server:
        run = thorough(server, trusted)
        notes = await run.done()
        assert len(server.said("USER")) == 4
    assert of_probe(notes, "resumption-versions") == []
    assert all(each.offered for each in notes.of(TlsHandshake) if each.step.outcome != "ok")
    assert run.outcomes["resumption-versions"] == ("skipped", "not-applicable")


async def test_a_server_for_tls_1_2_alone_is_not_asked_again(server_context: Make, trusted: Trust) -> None:
    context = server_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    async with Mini(context) as server:
        run = thorough(server, trusted)
        await run.done()
        assert len(server.said("USER")) == 4
    assert run.outcomes["resumption-versions"] == ("skipped", "not-applicable")


async def test_an_untrusted_certificate_gets_no_password_by_another_version(
    server_context: Make, ca_file: str
) -> None:
    good, other = server_context(), server_context(stranger=True)
    async with Mini(good, good, good, good, good, good, good, good, other) as server:
        run = thorough(server, Trust(ca_file=ca_file, mode="strict"))
        await run.done()
        assert server.visits[8].commands == ["AUTH TLS"]
    assert run.outcomes["resumption-versions"] == ("failed", "prerequisite-failed")


@pytest.mark.parametrize("required", [True, False])
async def test_vsftpd_resumes_with_both_versions(required: bool) -> None:
    require("vsftpd")
    with start("vsftpd", Options(session_reuse=required)) as server:
        run, notes = await run_against(server, thorough=True, budget=THOROUGH, timeouts=SHORT.__class__())
    assert [each.resumed for each in of_probe(notes, "resumption-versions")] == [True, True]
    assert run.outcomes["resumption-versions"] == ("completed", None)
