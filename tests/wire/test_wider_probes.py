"""What a run asks beyond the default: each probe's question, its limits, and that the default is none the wiser."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator

import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import DataAttempt, Exchange, TlsHandshake
from ftpsgui.model.plan import THOROUGH, Budget, Consents, Endpoint, Trust
from ftpsgui.model.seams import NetworkError
from ftpsgui.wire.probes import passive_range, repeat_transfers, round_trip
from ftpsgui.wire.transport.tcp import SystemNetwork, TcpStream
from tests.servers import Options, require, start
from tests.wire.mini import DROP, HANG, Mini
from tests.wire.playbook import Notes
from tests.wire.runs import SHORT, Run, of_probe, thorough
from tests.wire.test_real_products import run_against

Make = Callable[..., ssl.SSLContext]
WIDER = {
    "passive-range",
    "repeat-transfers",
    "clear-data",
    "plaintext-comparison",
    "round-trip",
    "tls-versions",
    "resumption-versions",
    "listing-methods",
    "data-reflection",
    "opened-port",
    "active-revealed",
    "ccc",
    "public-address",
}
ASKED = WIDER - {"data-reflection", "opened-port", "active-revealed", "ccc", "public-address"}
"""Those that a thorough run with every consent of these tests has something to ask for."""
WRITE = Consents(write_directory="in")


async def test_the_default_run_knows_nothing_of_them(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
        said = {line for visit in server.visits for line in visit.commands}
    assert not WIDER & {each.probe for each in notes.observations}
    assert "PROT C" not in said
    assert len(server.visits) == 4


# Passive range


class Gate(SystemNetwork):
    """A router that forwards only some of the data ports; ``alive`` says which, by the order in which they are dialled."""

    def __init__(self, control: int, alive: Callable[[int], bool]) -> None:
        self._control = control
        self._alive = alive
        self._count = 0

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> TcpStream:
        if remote.port != self._control:
            self._count += 1
            if not self._alive(self._count):
                raise NetworkError("timeout", "ETIMEDOUT")
        return await super().connect(remote, timeout=timeout, bind=bind)


def outcomes_of(tries: list[DataAttempt]) -> list[str]:
    return [each.tcp.outcome for each in tries if each.tcp is not None]


async def test_a_dozen_ports_of_a_whole_range(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, "epsv", "passive-range")
        tries = of_probe(await run.done(), "passive-range")
    assert len(tries) == passive_range.TRIES
    assert {each.mode for each in tries} == {"pasv", "epsv"}
    assert {each.purpose for each in tries} == {"repeat"}
    assert set(outcomes_of(tries)) == {"ok"}
    assert run.outcomes["passive-range"] == ("completed", None)


async def test_it_ends_when_both_kinds_of_port_were_met(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(
            server,
            trusted,
            "epsv",
            "passive-range",
            network=Gate(server.port, lambda number: number % 2 == 0),
        )
        tries = of_probe(await run.done(), "passive-range")
        assert server.said("PASS").__len__() <= 5, "a dead port costs no control connection"
    assert {"ok", "timeout"} == set(outcomes_of(tries))
    assert len(tries) < passive_range.TRIES


async def test_a_range_that_is_dead_altogether_is_not_searched(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, "epsv", "passive-range", network=Gate(server.port, lambda _: False))
        tries = of_probe(await run.done(), "passive-range")
    assert passive_range.HOPELESS <= len(tries) < passive_range.TRIES
    assert set(outcomes_of(tries)) == {"timeout"}


async def test_refused_modes_leave_nothing_to_search(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"PASV": "502 no", "EPSV": "502 no"}) as server:
        run = thorough(server, trusted, "epsv", "passive-range")
        assert of_probe(await run.done(), "passive-range") == []
    assert run.outcomes["passive-range"] == ("skipped", "prerequisite-failed")


@pytest.mark.parametrize("ports", [4, 6, 8])
async def test_data_ports_are_counted(server_context: Make, trusted: Trust, ports: int) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, budget=Budget(ports=ports))
        notes = await run.done()
    assert len(notes.of(DataAttempt)) == ports


async def test_one_connection_at_a_time_is_enough_for_all_of_it(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), most=1) as server:
        run = thorough(server, trusted, consents=Consents(plaintext=True, write_directory="in"))
        await run.done()
        assert server.files == {}
    for probe in ASKED:
        assert run.outcomes[probe] == ("completed", None), probe


# Repeated transfers


async def test_six_in_a_row_on_one_connection(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        notes = await thorough(server, trusted, "repeat-transfers").done()
    tries = of_probe(notes, "repeat-transfers")
    assert len(tries) == repeat_transfers.TIMES
    assert all(each.resumed and each.session_offered for each in tries)
    assert (
        len(
            {
                each.connection
                for each in notes.observations
                if each.probe == "repeat-transfers" and each.connection
            }
        )
        == 1
    )


async def test_two_failures_in_a_row_are_enough(
    server_context: Make, trusted: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passive_range, "TRIES", 0)
    served = 0

    def count(_: int, line: str) -> None:
        nonlocal served
        if line == "PASV":
            served += 1
            if served > 4:
                server._answers["LIST"] = "425 no session"

    async with Mini(server_context(), on_command=count) as server:
        notes = await thorough(server, trusted, "repeat-transfers").done()
    finals = [each.final.code for each in of_probe(notes, "repeat-transfers") if each.final is not None]
    assert finals[-2:] == [425, 425]
    assert len(finals) < repeat_transfers.TIMES


# PROT C


@pytest.mark.parametrize(("answer", "back"), [("200 ok", True), ("534 no", False)])
async def test_prot_c_is_asked_and_taken_back(
    server_context: Make, trusted: Trust, answer: str, back: bool
) -> None:
    answers = {} if back else {"PROT C": answer}
    async with Mini(server_context(), answers=answers) as server:
        run = thorough(server, trusted, "clear-data")
        notes = await run.done()
        (asked,) = [visit for visit in server.visits if "PROT C" in visit.commands]
        after = asked.commands[asked.commands.index("PROT C") + 1 :]
    if back:
        assert after[0] in ("PASV", "EPSV")
        assert after[1].startswith("RETR ftpsgui-")
        assert after[2:4] == ["PBSZ 0", "PROT P"]
    assert "PROT P" in after or not back
    assert f"PROT C -> {answer}" in notes.lines()
    assert {each.protection for each in notes.of(DataAttempt)} == {"private"}


async def test_a_connection_that_stays_in_clear_is_not_used_again(
    server_context: Make, trusted: Trust
) -> None:
    asked: list[str] = []

    def listen(_: int, line: str) -> None:
        asked.append(line)
        if line == "PROT C":
            server._answers["PROT P"] = "534 no"
        elif line == "PROT P" and "PROT C" in asked:
            asked.clear()

    async with Mini(server_context(), on_command=listen) as server:
        notes = await thorough(server, trusted).done()
        (left,) = [visit for visit in server.visits if "PROT C" in visit.commands]
        after = left.commands[left.commands.index("PROT C") :]
        assert [line.split()[0] for line in after if line != "QUIT"] == [
            "PROT",
            after[1],
            "RETR",
            "PBSZ",
            "PROT",
        ]
    assert {each.protection for each in notes.of(DataAttempt)} == {"private"}


# In clear, to compare


async def test_clear_text_needs_consent(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted)
        notes = await run.done()
    assert "plaintext-comparison" not in run.outcomes
    assert all(
        fact.protected for fact in notes.of(Exchange) if (fact.command or "").startswith(("USER", "PASS"))
    )


async def test_one_login_in_clear_and_every_mode(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, consents=Consents(plaintext=True))
        notes = await run.done()
        (clear,) = [visit for visit in server.visits if not visit.protected]
        assert clear.number == len(server.visits), "last: an account that is locked for it hurts nothing else"
        assert [line.split()[0] for line in clear.commands][:3] == ["FEAT", "USER", "PASS"]
    tries = of_probe(notes, "plaintext-comparison")
    assert [(each.mode, each.protection, each.ending) for each in tries] == [
        (mode, "clear", "eof") for mode in ("pasv", "epsv", "port", "eprt")
    ]
    assert run.outcomes["plaintext-comparison"] == ("completed", None)


async def test_anonymous_has_no_secret_to_give_away(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, "plaintext-comparison", user="anonymous")
        await run.done()
    assert run.outcomes["plaintext-comparison"] == ("completed", None)


@pytest.mark.parametrize("answer", ["530 Non-anonymous sessions must use encryption.", DROP])
async def test_a_refusal_of_clear_text_is_an_answer(
    server_context: Make, trusted: Trust, answer: object
) -> None:
    async with Mini(server_context(), answers={"USER#5": answer}) as server:
        run = Run(server, trust=trusted, consents=Consents(plaintext=True))
        notes = await run.done()
    assert of_probe(notes, "plaintext-comparison") == []
    assert run.outcomes["plaintext-comparison"] == ("completed", None)
    assert run.outcomes["pasv"] == ("completed", None)


async def test_implicit_tls_has_no_clear_text_to_compare_with(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), implicit=True) as server:
        run = Run(server, trust=trusted, tls="implicit", consents=Consents(plaintext=True))
        await run.done()
    assert run.outcomes["plaintext-comparison"] == ("skipped", "not-applicable")


async def test_the_login_in_clear_is_one_of_the_logins(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, budget=Budget(logins=4), consents=Consents(plaintext=True))
        await run.done()
        assert len(server.said("USER")) == 4
    assert run.outcomes["plaintext-comparison"] == ("skipped", "budget")


# There and back


async def test_files_go_there_and_back_and_are_gone(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, only=("pasv", "round-trip"), consents=WRITE)
        notes = await run.done()
        assert server.files == {}
    tries = of_probe(notes, "round-trip")
    assert [(each.command, each.bytes, each.size) for each in tries] == [
        (command, size, size) for size in (1_000, 1_000_003) for command in ("STOR", "RETR")
    ]
    assert tries[0].sha256 == tries[1].sha256
    assert tries[2].sha256 == tries[3].sha256
    assert {each.ending for each in tries} == {"close_notify"}
    paths = {line.split()[1] for visit in server.visits for line in visit.commands if line.startswith("STOR")}
    assert len(paths) == 2
    assert all(path.startswith("in/ftpsgui-test-") for path in paths)


async def test_a_truncated_upload_shows_in_the_facts(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        server.keep = 600
        notes = await Run(server, trust=trusted, only=("pasv", "round-trip"), consents=WRITE).done()
        assert server.files == {}
    there, back = of_probe(notes, "round-trip")[:2]
    assert (there.bytes, back.size, back.bytes) == (1_000, 600, 600)
    assert there.sha256 != back.sha256


async def test_no_right_to_write_is_said(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"STOR": "550 Permission denied."}) as server:
        run = Run(server, trust=trusted, only=("pasv", "round-trip"), consents=WRITE)
        await run.done()
        assert server.said("DELE") == []
        assert len(server.said("STOR")) == 1
    assert run.outcomes["round-trip"] == ("failed", "write-refused")


async def test_a_file_that_cannot_be_deleted_is_named(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"DELE": "550-no\r\n550 Permission denied."}) as server:
        server._answers["DELE"] = "553 Permission denied."
        run = Run(server, trust=trusted, only=("pasv", "round-trip"), consents=WRITE)
        notes = await run.done()
        left = ", ".join(server.files)
    assert run.outcomes["round-trip"] == ("failed", "left-behind")
    assert left in [getattr(each.fact, "detail", "") for each in notes.observations]


@pytest.mark.parametrize("size", ["²", "9" * 5000, "-5", "many"])
async def test_a_size_that_is_no_number_is_no_size(server_context: Make, trusted: Trust, size: str) -> None:
    async with Mini(server_context(), answers={"SIZE": f"213 {size}"}) as server:
        run = Run(server, trust=trusted, only=("pasv", "round-trip"), consents=WRITE)
        notes = await run.done()
    assert run.outcomes["round-trip"] == ("completed", None)
    read = [each for each in of_probe(notes, "round-trip") if each.command == "RETR"]
    assert [each.size for each in read] == list(round_trip.SIZES)


async def test_deleted_on_another_connection_when_the_first_is_gone(
    server_context: Make, trusted: Trust
) -> None:
    async with Mini(server_context(), answers={"SIZE": DROP}) as server:
        run = Run(server, trust=trusted, consents=WRITE)
        await run.done()
        assert server.files == {}
        assert set(server.said("DELE")).isdisjoint(server.said("SIZE"))
    assert run.outcomes["round-trip"] == ("completed", None)


async def test_deleted_even_when_the_run_is_stopped_in_the_middle(
    server_context: Make, trusted: Trust
) -> None:
    async with Mini(server_context()) as server:
        server.release.clear()
        run = Run(server, trust=trusted, consents=WRITE)
        running = asyncio.create_task(run.done())
        await server.stored.wait()
        run.runner.stop()
        server.release.set()
        await running
        assert len(server.said("DELE")) == 1
        assert server.files == {}
    assert run.ending == "cancelled"
    assert run.outcomes["round-trip"] == ("cancelled", "cancelled")


async def test_a_file_that_was_stored_and_may_not_be_deleted_is_named(
    server_context: Make, trusted: Trust
) -> None:
    async with Mini(server_context(), answers={"DELE": "550 Permission denied."}) as server:
        run = Run(server, trust=trusted, consents=WRITE)
        notes = await run.done()
        left = ", ".join(server.files)
    assert run.outcomes["round-trip"] == ("failed", "left-behind")
    assert left in [getattr(each.fact, "detail", "") for each in notes.observations]


async def test_a_file_that_was_not_stored_needs_no_deleting(server_context: Make, trusted: Trust) -> None:
    answers = {"STOR": "450 not now", "DELE": "550 no such file"}
    async with Mini(server_context(), answers=answers) as server:
        run = Run(server, trust=trusted, consents=WRITE)
        await run.done()
        assert len(server.said("DELE")) == len(round_trip.SIZES)
    assert run.outcomes["round-trip"] == ("completed", None)


@pytest.mark.parametrize("answer", [HANG, "550 Permission denied.", "450 busy"])
async def test_a_file_that_a_stop_leaves_behind_is_named(
    server_context: Make, trusted: Trust, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    monkeypatch.setattr(round_trip, "FAREWELL", 0.1)
    reached = asyncio.Event()

    def heard(_number: int, line: str) -> None:
        if line.startswith("DELE"):
            reached.set()

    async with Mini(server_context(), answers={"DELE": answer}, on_command=heard) as server:
        run = Run(server, trust=trusted, consents=WRITE)
        running = asyncio.create_task(run.done())
        await reached.wait()
        run.runner.stop()
        notes = await running
        (left,) = server.files
    assert run.ending == "cancelled"
    assert run.outcomes["round-trip"] == ("failed", "left-behind")
    assert left in [getattr(each.fact, "detail", "") for each in notes.observations]


async def test_deleted_on_another_connection_when_a_stop_costs_the_first(
    server_context: Make, trusted: Trust
) -> None:
    # vsftpd and Pure-FTPd end the session when a transfer is cut off, so nobody is left to be told to delete.
    def heard(_number: int, line: str) -> None:
        if line.startswith("DELE") and len(server.said("DELE")) > 1:
            del server._answers["DELE"]

    async with Mini(server_context(), answers={"DELE": DROP}, on_command=heard) as server:
        server.release.clear()
        run = Run(server, trust=trusted, consents=WRITE)
        running = asyncio.create_task(run.done())
        await server.stored.wait()
        run.runner.stop()
        server.release.set()
        await running
        assert len(server.said("DELE")) == len(set(server.said("DELE"))) == 2
        assert server.files == {}
    assert run.outcomes["round-trip"] == ("cancelled", "cancelled")


async def test_no_file_without_a_mode_that_works(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"LIST": "550 no"}) as server:
        run = Run(server, trust=trusted, only=("pasv", "round-trip"), consents=WRITE)
        await run.done()
        assert server.said("STOR") == []
    assert run.outcomes["round-trip"] == ("skipped", "prerequisite-failed")


# Silence


@pytest.mark.parametrize(
    ("answer", "line"),
    [("200 ok", "NOOP -> 200 ok"), (HANG, "NOOP -> timeout"), (DROP, "NOOP -> closed")],
)
async def test_after_the_silence_noop(
    server_context: Make, trusted: Trust, answer: object, line: str
) -> None:
    async with Mini(server_context(), answers={"NOOP": answer}) as server:
        run = Run(
            server,
            trust=trusted,
            only=("pasv", "control-idle"),
            idle=0.05,
            timeouts=SHORT.__class__(reply=0.5, data=1),
        )
        notes = await run.done()
        assert len(server.said("NOOP")) == 1
    assert line in notes.lines()
    assert run.outcomes["control-idle"] == ("completed", None)


async def test_a_farewell_in_the_silence_is_recorded(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), patience=0.2) as server:
        run = Run(server, trust=trusted, only=("pasv", "control-idle"), idle=60.0)
        notes = await run.done()
        assert server.said("NOOP") == []
    farewells = [
        each
        for each in notes.observations
        if each.probe == "control-idle" and isinstance(each.fact, Exchange) and each.fact.command is None
    ]
    assert [each.fact.reply.code for each in farewells if each.fact.reply is not None] == [421]  # type: ignore[union-attr]
    assert run.outcomes["control-idle"] == ("completed", None)


async def test_silence_is_not_kept_unasked(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        await Run(server, trust=trusted).done()
        assert server.said("NOOP") == []


# TLS versions, and who refuses AUTH


def offered(notes: Notes) -> dict[str, str]:
    return {fact.offered: fact.step.outcome for fact in notes.of(TlsHandshake) if fact.offered is not None}


def old(context: ssl.SSLContext) -> ssl.SSLContext:
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


async def test_every_version_is_offered_alone(server_context: Make, trusted: Trust) -> None:
    async with Mini(old(server_context())) as server:
        notes = await thorough(server, trusted, "tls-versions").done()
    assert list(offered(notes)) == ["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"]
    assert offered(notes)["TLSv1.2"] == "ok"
    assert {offered(notes)[version] for version in ("TLSv1", "TLSv1.1", "TLSv1.3")} <= {
        "error",
        "closed",
        "reset",
    }


async def test_no_login_over_a_version_that_is_only_looked_at(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = thorough(server, trusted, "tls-versions")
        notes = await run.done()
        looked = [visit for visit in server.visits if visit.commands == ["AUTH TLS"]]
        assert len(looked) == 4
    assert run.outcomes["tls-versions"] == ("completed", None)
    assert len(offered(notes)) == 4


async def test_a_server_that_wants_no_more_of_it_is_left_alone(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"AUTH#5": "421 enough"}) as server:
        run = thorough(server, trusted)
        await run.done()
        assert len(server.visits) == 5
    assert run.outcomes["tls-versions"] == ("failed", "auth-refused")


@pytest.fixture(scope="module")
def outdated() -> Iterator[object]:
    require("pyftpdlib")
    with start("pyftpdlib", Options(tls_versions=("1.0", "1.1"))) as server:
        yield server


async def test_an_outdated_server_is_told_from_a_broken_one(outdated: object) -> None:
    run, notes = await run_against(outdated)  # type: ignore[arg-type]
    assert run.outcomes["tls"] == ("failed", "handshake-failed")
    assert run.outcomes["tls-versions"] == ("completed", None)
    found = offered(notes)
    assert found["TLSv1.3"] == found["TLSv1.2"] == "error"
    assert found["TLSv1.1"] in ("ok", "error")  # error: this computer's own OpenSSL was built without it
    assert not [line for line in notes.lines() if line.startswith("USER")]


async def test_a_handshake_that_lacks_trust_is_no_reason_to_look_closer(
    server_context: Make, ca_file: str
) -> None:
    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, trust=Trust(mode="strict", ca_file=ca_file))
        notes = await run.done()
    assert offered(notes) == {}
    assert "tls-versions" not in run.outcomes


@pytest.mark.parametrize("answer", ["502 Command not implemented.", DROP])
async def test_after_auth_was_refused_the_features_are_asked_for(
    server_context: Make, answer: object
) -> None:
    answers = {"AUTH": answer, "FEAT": "211-Features\r\n AUTH TLS\r\n211 End"}
    async with Mini(server_context(), answers=answers) as server:
        run = Run(server)
        notes = await run.done()
        assert server.visits[-1].commands[0] == "FEAT"
        assert server.said("USER") == []
    assert run.outcomes["interference"] == ("completed", None)
    assert run.outcomes["tls"][0] == "failed"
    (features,) = [fact for fact in notes.of(Exchange) if fact.command == "FEAT"]
    assert not features.protected


# Stop, and real servers


@pytest.mark.parametrize("verb", ["PROT C", "USER tester", "STOR"])
async def test_stop_ends_any_of_them(server_context: Make, trusted: Trust, verb: str) -> None:
    reached = asyncio.Event()

    def seen(number: int, line: str) -> None:
        if line.startswith(verb) and (verb != "USER tester" or number > 4):
            reached.set()

    async with Mini(server_context(), on_command=seen) as server:
        server.release.clear()
        run = thorough(
            server,
            trusted,
            consents=Consents(plaintext=True, write_directory=None if verb != "STOR" else "in"),
        )
        running = asyncio.create_task(run.done())
        await reached.wait()
        run.runner.stop()
        server.release.set()
        await running
    assert run.ending == "cancelled"


@pytest.mark.parametrize("kind", ["vsftpd", "proftpd", "pureftpd", "pyftpdlib"])
async def test_all_of_it_on_the_real_products(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind, Options(require_tls=False)) as server:  # type: ignore[arg-type]
        run, notes = await run_against(
            server,
            thorough=True,
            budget=THOROUGH,
            consents=Consents(plaintext=True, write_directory="incoming"),
            timeouts=SHORT.__class__(),
        )
        assert list((server.home / "incoming").iterdir()) == []
    tickets = kind != "pureftpd"
    for probe in ASKED:
        expected = (
            ("completed", None) if tickets or probe != "repeat-transfers" else ("skipped", "not-applicable")
        )
        assert run.outcomes[probe] == expected, probe
    for probe in ASKED - {"clear-data", "tls-versions", "listing-methods"}:
        for fact in of_probe(notes, probe):
            assert fact.final is not None, (probe, fact)
            assert fact.final.positive, (probe, fact)
            assert fact.ending == ("eof" if fact.protection == "clear" else "close_notify"), (probe, fact)
    there = [fact for fact in of_probe(notes, "round-trip") if fact.command == "STOR"]
    back = [fact for fact in of_probe(notes, "round-trip") if fact.command == "RETR"]
    assert [fact.sha256 for fact in there] == [fact.sha256 for fact in back]


@pytest.mark.parametrize("kind", ["vsftpd", "proftpd", "pureftpd", "pyftpdlib"])
async def test_the_real_products_refusals(kind: str) -> None:
    require(kind)  # type: ignore[arg-type]
    with start(kind, Options(require_tls=True, require_protection=True)) as server:  # type: ignore[arg-type]
        run, notes = await run_against(
            server,
            thorough=True,
            budget=THOROUGH,
            consents=Consents(plaintext=True),
            timeouts=SHORT.__class__(),
        )
    codes = [
        each.fact.reply.code
        for each in notes.observations
        if each.probe == "clear-data" and isinstance(each.fact, Exchange) and each.fact.reply is not None
    ]
    # ProFTPD at PROT C itself, pyftpdlib at the next PASV, vsftpd (522) and Pure-FTPd (521) at the transfer.
    assert [code for code in codes if code >= 500] == [
        {"vsftpd": 522, "proftpd": 534, "pureftpd": 521, "pyftpdlib": 550}[kind]
    ]
    assert of_probe(notes, "plaintext-comparison") == []
    assert run.outcomes["plaintext-comparison"] == ("completed", None)


async def test_an_implicit_server_is_asked_for_its_versions_too(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), implicit=True) as server:
        run = thorough(
            server,
            trusted,
            "tls-versions",
            tls="implicit",
            endpoint=Endpoint(host="127.0.0.1", port=server.port, tls="implicit"),
        )
        notes = await run.done()
    assert offered(notes)["TLSv1.3"] == "ok"
