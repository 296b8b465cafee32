"""The four products, each in all modes: the listing works and resumes, and what they require is proven."""

from __future__ import annotations

import pytest

from ftpsgui.model.facts import ConcurrencyLowered, DataAttempt, TlsHandshake
from ftpsgui.model.plan import Budget, Endpoint, Trust
from tests.servers import KINDS, Options, Server, require, start
from tests.wire.playbook import Notes
from tests.wire.runs import Run

MODES = ("pasv", "epsv", "port", "eprt")
NO_TICKETS = {"pureftpd"}
"""Issues no TLS 1.3 tickets: nothing can be resumed."""


async def run_against(server: Server, **changes: object) -> tuple[Run, Notes]:
    run = Run(
        None,
        **({  # type: ignore[arg-type]
            "endpoint": Endpoint(host=server.host, port=server.port, tls="implicit" if server.implicit else "explicit"),
            "user": server.user,
            "password": server.password,
            "trust": Trust(mode="strict", ca_file=str(server.ca_file)),
        } | changes),
    )  # fmt: skip
    return run, await run.done()


def assert_lists(fact: DataAttempt, *, resumed: bool) -> None:
    assert fact.final is not None, fact
    assert fact.final.positive, fact
    assert fact.ending == "close_notify", fact
    assert fact.lines >= 3, fact
    assert fact.resumed is resumed, fact


@pytest.mark.parametrize("kind", KINDS)
async def test_every_mode_works_and_resumes(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind) as server:  # type: ignore[arg-type]
        run, notes = await run_against(server)
    for mode in MODES:
        assert_lists(notes.attempt(mode), resumed=kind not in NO_TICKETS)
    assert run.ending == "finished"
    assert all(fact.verified for fact in notes.of(TlsHandshake))


@pytest.mark.parametrize("kind", ["vsftpd", "proftpd"])
@pytest.mark.parametrize("required", [True, False])
async def test_whether_resumption_is_required_is_found_out(kind: str, required: bool) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind, Options(session_reuse=required)) as server:  # type: ignore[arg-type]
        _, notes = await run_against(server)
    tries = [fact for fact in notes.of(DataAttempt) if fact.purpose == "reuse"]
    assert [fact.session_offered for fact in tries] == [False] * len(tries)
    assert [fact.final is not None and fact.final.positive for fact in tries] == [not required] * len(tries)
    # vsftpd says what it is about; ProFTPD's "Operation not permitted" could be anything, so it is asked twice.
    assert len(tries) == (2 if required and kind == "proftpd" else 1)
    without = tries[0]
    after = notes.of(DataAttempt)[notes.of(DataAttempt).index(without) :]
    before = notes.of(DataAttempt)[: notes.of(DataAttempt).index(without)]
    assert any(fact.resumed and fact.final is not None and fact.final.positive for fact in before)
    if required:
        others = [fact for fact in (*before, *after) if fact.purpose == "mode" or fact.purpose == "repeat"]
        assert len([fact for fact in others if fact.resumed]) >= 2


@pytest.mark.parametrize("kind", ["vsftpd", "proftpd"])
async def test_with_one_connection_resumption_is_repeated_after_the_refusal(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind, Options(session_reuse=True)) as server:  # type: ignore[arg-type]
        _, notes = await run_against(server, budget=Budget(connections=1))
    attempts = notes.of(DataAttempt)
    again = ["reuse"] if kind == "proftpd" else []
    assert [fact.purpose for fact in attempts] == ["mode"] * 4 + ["reuse", "repeat", *again]
    assert attempts[4].final is None or not attempts[4].final.positive
    assert_lists(attempts[5], resumed=True)


@pytest.mark.parametrize("version", ["1.2", "1.3"])
async def test_both_tls_versions_resume(version: str) -> None:
    require("vsftpd")
    with start("vsftpd", Options(tls_versions=(version, version))) as server:
        _, notes = await run_against(server)
    assert {fact.version for fact in notes.of(TlsHandshake)} == {f"TLSv{version}"}
    for mode in MODES:
        assert_lists(notes.attempt(mode), resumed=True)


@pytest.mark.parametrize("kind", ["vsftpd", "proftpd", "pyftpdlib"])
async def test_implicit_tls(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind, Options(implicit=True)) as server:  # type: ignore[arg-type]
        _, notes = await run_against(server)
    assert_lists(notes.attempt("pasv"), resumed=True)


async def test_ipv6_has_two_modes() -> None:
    require("vsftpd")
    with start("vsftpd", Options(bind="::1")) as server:
        run, notes = await run_against(server)
    assert_lists(notes.attempt("epsv"), resumed=True)
    assert_lists(notes.attempt("eprt"), resumed=True)
    for mode in ("pasv", "port"):
        assert notes.attempt(mode).not_dialled == "not-applicable"
        assert run.outcomes[mode] == ("skipped", "not-applicable")


@pytest.mark.parametrize("kind", ["vsftpd", "proftpd"])
async def test_a_server_for_two_clients_at_a_time(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    # Where reuse is required, the try without would end a connection and make room.
    with start(kind, Options(max_clients=2, session_reuse=False)) as server:  # type: ignore[arg-type]
        _, notes = await run_against(server)
    assert len(notes.of(ConcurrencyLowered)) == 1
    for mode in MODES:
        assert_lists(notes.attempt(mode), resumed=True)


@pytest.mark.parametrize("kind", KINDS)
async def test_refused_modes_leave_the_others_alone(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    from tests.servers import UnsupportedError

    try:
        with start(kind, Options(active=False)) as server:  # type: ignore[arg-type]
            _, notes = await run_against(server)
    except UnsupportedError as error:
        pytest.skip(str(error))
    assert_lists(notes.attempt("pasv"), resumed=kind not in NO_TICKETS)
    fact = notes.attempt("port")
    assert fact.setup is not None
    assert not fact.setup.positive
