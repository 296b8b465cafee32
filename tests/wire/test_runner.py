"""Whole runs against a small server: the order of things, trust, limits, Stop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence

import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import (
    ConcurrencyLowered,
    DataAttempt,
    Exchange,
    NameLookup,
    StrayBytes,
    TcpConnect,
    TlsHandshake,
    TrustDecision,
)
from ftpsgui.model.plan import Active, Agreement, Budget, Consents, Endpoint, Family, Plan, Trust
from ftpsgui.model.seams import NetworkError, TrustAnswer
from ftpsgui.wire.client.opening import Route
from ftpsgui.wire.runner import routes
from ftpsgui.wire.transport.tcp import SystemNetwork, TcpStream
from tests.wire.mini import DROP, HANG, Mini
from tests.wire.runs import SHORT, Run

Make = Callable[..., ssl.SSLContext]
MODES = ("pasv", "epsv", "port", "eprt")


@pytest.fixture
def trusted(ca_file: str) -> Trust:
    return Trust(ca_file=ca_file)


async def test_a_good_server_is_tested_in_all_modes(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
    assert run.ending == "finished"
    for mode in MODES:
        fact = notes.attempt(mode)
        assert fact.final is not None, mode
        assert fact.final.code == 226, mode
        assert (fact.ending, fact.lines) == ("close_notify", 1), mode
        assert fact.resumed, mode
    assert not run.questions
    assert {probe for probe, (status, _) in run.outcomes.items() if status != "completed"} == {"dns"}


async def test_trying_without_the_session_is_part_of_it(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        notes = await Run(server, trust=trusted).done()
    without = notes.attempt(purpose="reuse")
    assert (without.session_offered, without.resumed) == (False, False)
    assert without.final is not None
    assert without.final.code == 226


async def test_implicit_tls(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), implicit=True) as server:
        run = Run(server, trust=trusted, tls="implicit")
        notes = await run.done()
        assert server.said("AUTH") == []
    assert run.outcomes["login"] == ("completed", None)
    assert {fact.mode for fact in notes.of(TlsHandshake)} == {"implicit"}


async def test_auto_finds_out_that_tls_is_implicit(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), implicit=True) as server:
        run = Run(server, trust=trusted, tls="auto")
        await run.done()
        assert len(server.visits) <= 4, "the silent connection goes on, no other is opened for it"
    assert run.outcomes["greeting"] == run.outcomes["login"] == ("completed", None)


@pytest.mark.parametrize("tls", ["explicit", "none"])
async def test_tls_at_once_is_found_where_another_kind_was_asked_for(server_context: Make, tls: str) -> None:
    async with Mini(server_context(), implicit=True) as server:
        run = Run(server, tls=tls, timeouts=SHORT.__class__(reply=0.3, silence=2))  # type: ignore[arg-type]
        notes = await run.done()
        assert len(server.visits) == 1
        assert server.said("USER") == []
    (handshake,) = notes.of(TlsHandshake)
    assert (handshake.mode, handshake.step.outcome, handshake.verified) == ("implicit", "ok", None)
    heard = [fact.reply.text if fact.reply else fact.ending for fact in notes.of(Exchange)]
    assert heard == ["timeout", "220 mini"]
    assert run.outcomes["greeting"] == ("failed", "timeout")
    assert run.outcomes["login"] == ("skipped", "prerequisite-failed")


async def test_in_clear_only_when_that_was_asked_for(server_context: Make) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, tls="none")
        notes = await run.done()
    assert notes.of(TlsHandshake) == []
    assert "tls" not in run.outcomes
    assert {fact.protection for fact in notes.of(DataAttempt)} == {"clear"}


@pytest.mark.parametrize("tls", ["auto", "explicit"])
async def test_no_login_in_clear_when_auth_is_refused(server_context: Make, tls: str) -> None:
    async with Mini(server_context(), answers={"AUTH": "502 no"}) as server:
        run = Run(server, tls=tls)  # type: ignore[arg-type]
        await run.done()
        assert server.said("USER") == []
    assert run.outcomes["tls"] == ("failed", "auth-refused")
    assert run.outcomes["login"] == ("skipped", "prerequisite-failed")


# Trust


async def test_a_wrong_authority_is_refused_when_strict(server_context: Make, ca_file: str) -> None:
    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, trust=Trust(mode="strict", ca_file=ca_file))
        notes = await run.done()
        assert server.said("USER") == []
    (handshake,) = notes.of(TlsHandshake)
    assert handshake.verified is False
    assert [problem.code for problem in handshake.problems] == [20]
    assert handshake.trust_store == "ca.pem"
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["refused"]
    assert not run.questions


async def test_a_wrong_name_is_refused(server_context: Make, ca_file: str) -> None:
    async with Mini(server_context("ftp.example.net")) as server:
        run = Run(server, trust=Trust(mode="strict", ca_file=ca_file))
        notes = await run.done()
        assert server.said("USER") == []
    assert [problem.code for problem in notes.of(TlsHandshake)[0].problems] == [64]


async def test_all_reasons_are_told(server_context: Make, ca_file: str) -> None:
    async with Mini(server_context("ftp.example.net", stranger=True)) as server:
        run = Run(server, host="localhost", trust=Trust(ca_file=ca_file))
        notes = await run.done()
        assert server.said("USER") == []
    assert [problem.code for problem in run.questions[0].problems] == [20, 62]
    assert run.questions[0].chain[0].names == ("ftp.example.net",)
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["refused"]
    assert run.outcomes["certificate"] == ("failed", "untrusted")


async def test_a_yes_pins_the_certificate(server_context: Make) -> None:
    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, answer="accept")
        notes = await run.done()
        assert 1 not in server.said("USER"), "the connection that was not verified must not be used"
    assert len(run.questions) == 1
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["accepted"]
    assert notes.attempt("pasv").final is not None
    order = [type(each.fact).__name__ for each in notes.observations]
    first_user = next(
        index
        for index, each in enumerate(notes.observations)
        if isinstance(each.fact, Exchange) and (each.fact.command or "").startswith("USER")
    )
    assert order.index("TrustDecision") < first_user


async def test_another_certificate_on_a_later_connection_stops_the_run(server_context: Make) -> None:
    first, other = server_context(stranger=True), server_context(stranger=True)
    async with Mini(first, first, other) as server:
        run = Run(server, answer="accept")
        notes = await run.done()
        assert all(number < 3 for number in server.said("USER"))
    assert [fact.decision for fact in notes.of(TrustDecision)][:2] == ["accepted", "mismatch"]
    assert notes.of(TrustDecision)[1].expected == notes.of(TrustDecision)[0].sha256
    assert run.ending == "finished"


async def test_another_certificate_on_the_data_connection_stops_the_run(server_context: Make) -> None:
    control, data = server_context(stranger=True), server_context(stranger=True)
    async with Mini(control, data_context=data) as server:
        run = Run(server, answer="accept", budget=Budget(connections=1))
        notes = await run.done()
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["accepted", "mismatch"]
    (fact,) = notes.of(DataAttempt)
    assert fact.bytes == 0, "not a byte may be read from a stranger"
    assert fact.ending == "tls-error"
    assert run.outcomes["pasv"] == ("failed", "certificate-changed")


async def test_a_stranger_on_the_data_connection_is_not_verified(
    server_context: Make, trusted: Trust
) -> None:
    async with Mini(server_context(), data_context=server_context(stranger=True)) as server:
        notes = await Run(server, trust=trusted).done()
    fact = notes.attempt("pasv")
    assert fact.tls is not None
    assert fact.tls.error == "CERTIFICATE_VERIFY_FAILED"
    assert fact.bytes == 0


async def test_insecure_pins_without_asking_and_tells_the_reasons(server_context: Make, ca_file: str) -> None:
    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, trust=Trust(mode="insecure", ca_file=ca_file))
        notes = await run.done()
    assert not run.questions
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["insecure"]
    assert [[p.code for p in fact.problems] for fact in notes.of(TlsHandshake) if fact.verified is False] == [
        [20]
    ]
    assert run.outcomes["login"] == ("completed", None)


async def test_the_closer_look_counts_among_the_connections(server_context: Make, ca_file: str) -> None:
    lists: list[int] = []
    busy = asyncio.Event()

    class Counting(SystemNetwork):
        """Counts what stands at once; the closer look, which is the second, has to wait until the others are busy."""

        def __init__(self) -> None:
            self.dialled: list[TcpStream] = []
            self.most = 0

        async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> TcpStream:
            stream = await super().connect(remote, timeout=timeout, bind=bind)
            if remote.port == server.port:
                self.dialled.append(stream)
                self.most = max(self.most, sum(not one._transport.is_closing() for one in self.dialled))
                if len(self.dialled) == 2:
                    await busy.wait()
            return stream

    def heard(number: int, line: str) -> None:
        if line == "LIST":
            lists.append(number)
            if len(lists) >= 3:
                busy.set()

    network = Counting()
    async with Mini(server_context(stranger=True), on_command=heard) as server:
        run = Run(server, trust=Trust(mode="insecure", ca_file=ca_file), network=network)
        notes = await run.done()
    assert network.most == Budget().connections
    assert [[p.code for p in fact.problems] for fact in notes.of(TlsHandshake) if fact.verified is False] == [
        [20]
    ]


async def test_what_was_pinned_before_is_not_asked_again(server_context: Make, ca_file: str) -> None:
    async with Mini(server_context(stranger=True)) as server:
        first = Run(server, answer="accept")
        sha256 = (await first.done()).of(TrustDecision)[0].sha256
        again = Run(server, trust=Trust(pinned=(sha256,), ca_file=ca_file))
        notes = await again.done()
    assert not again.questions
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["already-pinned"]
    assert again.outcomes["login"] == ("completed", None)


async def test_another_than_was_pinned_before_stops_the_run(server_context: Make) -> None:
    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, trust=Trust(pinned=("00" * 32,)), answer="accept")
        notes = await run.done()
        assert server.said("USER") == []
    (decision,) = notes.of(TrustDecision)
    assert (decision.decision, decision.expected) == ("mismatch", "00" * 32)


async def test_what_was_agreed_to_before_is_taken_without_a_question(
    server_context: Make, ca_file: str
) -> None:
    async with Mini(server_context(stranger=True)) as server:
        sha256 = (await Run(server, answer="accept").done()).of(TrustDecision)[0].sha256
        again = Run(server, trust=Trust(agreed=(sha256,), ca_file=ca_file), answer="refuse")
        notes = await again.done()
    assert not again.questions
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["already-pinned"]
    assert next(fact.verified for fact in notes.of(TlsHandshake)) is False
    assert again.outcomes["login"] == ("completed", None)


@pytest.mark.parametrize("answer", ["accept", "refuse"])
async def test_another_than_was_agreed_to_before_is_asked_about_as_changed(
    server_context: Make, ca_file: str, answer: TrustAnswer
) -> None:
    agreed = "00" * 32
    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, trust=Trust(agreed=(agreed,), ca_file=ca_file), answer=answer)
        notes = await run.done()
        assert bool(server.said("USER")) == (answer == "accept")
    assert [question.expected for question in run.questions] == [agreed]
    (decision,) = notes.of(TrustDecision)
    if answer == "accept":
        assert (decision.decision, decision.expected) == ("accepted", None)
    else:
        assert (decision.decision, decision.expected) == ("mismatch", agreed)


@pytest.mark.parametrize("here", [True, False])
async def test_an_agreement_counts_on_its_own_port_alone(
    server_context: Make, ca_file: str, here: bool
) -> None:
    async with Mini(server_context(stranger=True)) as server:
        sha256 = (await Run(server, answer="accept").done()).of(TrustDecision)[0].sha256
        agreed = (
            Agreement(port=server.port, sha256=sha256 if here else "00" * 32),
            Agreement(port=990, sha256="11" * 32 if here else sha256),
        )
        again = Run(server, trust=Trust(agreed=agreed, ca_file=ca_file), answer="refuse")
        notes = await again.done()
    assert again.outcomes["login"][0] == ("completed" if here else "skipped")
    (decision,) = notes.of(TrustDecision)
    if here:
        assert not again.questions
        assert decision.decision == "already-pinned"
    else:
        assert [question.expected for question in again.questions] == ["00" * 32]
        assert (decision.decision, decision.expected) == ("mismatch", "00" * 32)


async def test_an_agreement_for_another_port_says_nothing_of_this_one(
    server_context: Make, ca_file: str
) -> None:
    async with Mini(server_context(stranger=True)) as server:
        agreed = (Agreement(port=990, sha256="00" * 32),)
        run = Run(server, trust=Trust(agreed=agreed, ca_file=ca_file), answer="refuse")
        notes = await run.done()
    assert [question.expected for question in run.questions] == [None]
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["refused"]


async def test_a_certificate_that_verifies_needs_no_agreement(server_context: Make, ca_file: str) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=Trust(agreed=("00" * 32,), ca_file=ca_file), answer="refuse")
        notes = await run.done()
    assert not run.questions
    assert notes.of(TrustDecision) == []
    assert run.outcomes["login"] == ("completed", None)


async def test_plaintext_after_the_reply_to_auth_ends_it(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), after_auth=b"331 password?\r\n230 in\r\n") as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
        assert server.said("USER") == []
    assert [(fact.where, fact.raw) for fact in notes.of(StrayBytes)] == [
        ("before-tls", "331 password?\\x0d\\x0a230 in")
    ]
    assert run.outcomes["tls"] == ("failed", "plaintext-injected")
    assert notes.of(TlsHandshake) == []


# Limits


async def test_one_refused_login_stops_all_others(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, password="wrong")
        notes = await run.done()
        assert server.said("PASS") == [1]
        assert server.said("USER") == [1]
    assert run.outcomes["login"] == ("failed", "refused")
    assert notes.of(DataAttempt) == []
    assert all(run.outcomes[mode][1] == "prerequisite-failed" for mode in MODES)


async def test_too_many_connections_means_one_at_a_time(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), most=1) as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
    (lowered,) = notes.of(ConcurrencyLowered)
    assert lowered.connections == 1
    assert lowered.because is not None
    assert lowered.because.code == 421
    for mode in MODES:
        fact = notes.attempt(mode)
        assert fact.final is not None
        assert fact.final.positive


async def test_a_further_login_that_is_refused_is_not_tried_again(
    server_context: Make, trusted: Trust
) -> None:
    async with Mini(
        server_context(), answers={"PASS#2": "530 no", "PASS#3": "530 no", "PASS#4": "530 no"}
    ) as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
        assert len(server.said("PASS")) <= 4
    for mode in MODES:
        assert notes.attempt(mode).final is not None


async def test_one_connection_is_enough(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, budget=Budget(connections=1))
        notes = await run.done()
        assert len(server.visits) == 1
    assert [fact.mode for fact in notes.of(DataAttempt) if fact.purpose == "mode"] == list(MODES)
    last = notes.of(DataAttempt)[-1]
    assert last.purpose == "reuse", "what may cost the connection comes last"


async def test_no_more_data_ports_than_allowed(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, budget=Budget(ports=2))
        notes = await run.done()
    assert len(notes.of(DataAttempt)) == 2
    assert [run.outcomes[mode][1] for mode in MODES].count("budget") == 2


async def test_no_more_logins_than_allowed(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, budget=Budget(logins=1))
        notes = await run.done()
        assert server.said("PASS") == [1]
    for mode in MODES:
        assert notes.attempt(mode).final is not None


async def test_refused_protection_means_no_listing_in_clear(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"PROT": "534 no"}) as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
        assert server.said("LIST") == []
    assert run.outcomes["protection"] == ("failed", "refused")
    assert notes.of(DataAttempt) == []
    assert notes.of(ConcurrencyLowered) == []


# Addresses


class Elsewhere(SystemNetwork):
    """Private addresses lead nowhere, as on the internet."""

    def __init__(self, names: dict[str, list[str]] | None = None) -> None:
        self.dialled: list[str] = []
        self._names = names or {}

    async def resolve(self, host: str, family: Family) -> Sequence[str]:
        return self._names.get(host) or await super().resolve(host, family)

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> TcpStream:
        self.dialled.append(remote.host)
        if not remote.host.startswith("127."):
            raise NetworkError("timeout", "ETIMEDOUT")
        return await super().connect(remote, timeout=timeout, bind=bind)


async def test_another_advertised_address_is_not_dialled_without_consent(
    server_context: Make, trusted: Trust
) -> None:
    network = Elsewhere()
    async with Mini(server_context(), names="10.0.0.2") as server:
        notes = await Run(server, trust=trusted, network=network).done()
    assert set(network.dialled) == {"127.0.0.1"}
    peer, advertised = sorted(
        (fact for fact in notes.of(DataAttempt) if fact.mode == "pasv" and fact.purpose == "mode"),
        key=lambda fact: fact.address == "advertised",
    )
    assert peer.final is not None
    assert peer.final.positive
    assert advertised.not_dialled == "no-consent"
    assert advertised.setup == peer.setup
    assert advertised.advertised is not None
    assert advertised.advertised.host == "10.0.0.2"


async def test_another_advertised_address_is_dialled_with_consent(
    server_context: Make, trusted: Trust
) -> None:
    network = Elsewhere()
    async with Mini(server_context(), names="10.0.0.2") as server:
        run = Run(server, trust=trusted, network=network, consents=Consents(advertised_address=True))
        notes = await run.done()
    assert network.dialled.count("10.0.0.2") == 1
    (advertised,) = [fact for fact in notes.of(DataAttempt) if fact.address == "advertised"]
    assert advertised.tcp is not None
    assert advertised.tcp.outcome == "timeout"


@pytest.mark.parametrize("address", ["0.0.0.0", "127.0.0.9", "224.0.0.1"])
async def test_an_address_that_can_only_be_ours_is_never_dialled(
    server_context: Make, trusted: Trust, address: str
) -> None:
    network = Elsewhere()
    async with Mini(server_context(), names=address) as server:
        run = Run(server, trust=trusted, network=network, consents=Consents(advertised_address=True))
        notes = await run.done()
    assert address not in network.dialled
    (advertised,) = [fact for fact in notes.of(DataAttempt) if fact.address == "advertised"]
    assert advertised.not_dialled == "not-applicable"


async def test_a_public_address_of_ours_is_tried_beside_the_local_one(
    server_context: Make, trusted: Trust
) -> None:
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted, active=Active(public_address="127.0.0.1"))
        same = await run.done()
        other = Run(server, trust=trusted, active=Active(public_address="127.0.0.2"))
        notes = await other.done()
    assert {fact.address for fact in same.of(DataAttempt) if fact.mode == "port"} == {"local"}
    assert {fact.address for fact in notes.of(DataAttempt) if fact.mode == "port"} == {"local", "public"}
    named = {fact.raw.rsplit(",", 2)[0] for fact in notes.of(DataAttempt) if fact.mode == "port"}
    assert named == {"127,0,0,1", "127,0,0,2"}


async def test_the_first_address_that_answers_is_taken(server_context: Make, trusted: Trust) -> None:
    network = Elsewhere({"ftp.example.net": ["192.0.2.1", "127.0.0.1"]})
    async with Mini(server_context("ftp.example.net")) as server:
        run = Run(server, trust=trusted, network=network, host="ftp.example.net")
        notes = await run.done()
    assert [fact.addresses for fact in notes.of(NameLookup)] == [("192.0.2.1", "127.0.0.1")]
    assert [(fact.remote.host, fact.step.outcome) for fact in notes.of(TcpConnect)][:2] == [
        ("192.0.2.1", "timeout"),
        ("127.0.0.1", "ok"),
    ]
    assert run.outcomes["login"] == ("completed", None)


async def test_the_other_addresses_are_taken_to_the_certificate(server_context: Make, trusted: Trust) -> None:
    network = Elsewhere({"ftp.example.net": ["127.0.0.1", "192.0.2.1", "127.0.0.2"]})
    async with Mini(server_context("ftp.example.net"), also="127.0.0.2") as server:
        run = Run(server, trust=trusted, network=network, host="ftp.example.net")
        notes = await run.done()
    dials = {fact.remote.host: fact.step.outcome for fact in notes.of(TcpConnect)}
    assert dials == {"127.0.0.1": "ok", "192.0.2.1": "timeout", "127.0.0.2": "ok"}
    seen = {
        each.connection
        for each in notes.observations
        if each.probe == "dns" and isinstance(each.fact, TlsHandshake)
    }
    assert len(seen) == 1
    said = {
        each.fact.command
        for each in notes.observations
        if isinstance(each.fact, Exchange) and each.connection in seen
    }
    assert said <= {None, "AUTH TLS", "QUIT"}, "no login there"


async def test_another_certificate_at_another_address_does_not_stop_the_run(server_context: Make) -> None:
    network = Elsewhere({"ftp.example.net": ["127.0.0.1", "127.0.0.2"]})
    first, other = (
        server_context("ftp.example.net", stranger=True),
        server_context("ftp.example.net", stranger=True),
    )
    async with Mini(first, also="127.0.0.2", elsewhere=other) as server:
        run = Run(server, answer="accept", network=network, host="ftp.example.net")
        notes = await run.done()
    assert [fact.decision for fact in notes.of(TrustDecision)] == ["accepted"]
    assert len({fact.chain[0].sha256 for fact in notes.of(TlsHandshake)}) == 2
    assert notes.attempt("pasv").final is not None


async def test_what_is_looked_at_beside_a_failed_login_ends_with_the_run(
    server_context: Make, ca_file: str
) -> None:
    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, trust=Trust(mode="insecure", ca_file=ca_file), password="wrong")
        notes = await run.done()
    assert run.outcomes["login"] == ("failed", "refused")
    assert any(fact.verified is False for fact in notes.of(TlsHandshake))


async def test_a_name_that_nobody_knows() -> None:
    class Unknown(SystemNetwork):
        async def resolve(self, host: str, family: Family) -> Sequence[str]:
            raise NetworkError("error", "EAI_NONAME")

    run = Run(None, host="nowhere.example", network=Unknown())
    notes = await run.done()
    assert [fact.error for fact in notes.of(NameLookup)] == ["EAI_NONAME"]
    assert run.outcomes["dns"] == ("failed", "unresolvable")
    assert run.outcomes["connect"] == ("skipped", "prerequisite-failed")


async def test_a_port_where_nobody_listens() -> None:
    async with Mini() as server:
        port = server.port
    run = Run(None, endpoint=Endpoint(host="127.0.0.1", port=port, tls="auto"))
    notes = await run.done()
    assert [fact.step.outcome for fact in notes.of(TcpConnect)] == ["refused"]
    assert run.outcomes["connect"] == ("failed", "refused")


def test_where_auto_looks() -> None:
    def at(**endpoint: object) -> list[Route]:
        plan = Plan(input="x", endpoint=Endpoint(host="x", **endpoint))  # type: ignore[arg-type]
        return routes(plan, ["192.0.2.1"])

    assert at() == [Route("192.0.2.1", 21, "explicit"), Route("192.0.2.1", 990, "implicit")]
    assert at(port=990) == [Route("192.0.2.1", 990, "implicit"), Route("192.0.2.1", 990, "explicit")]
    assert at(port=2121) == [Route("192.0.2.1", 2121, "explicit")]
    assert at(tls="implicit") == [Route("192.0.2.1", 990, "implicit")]
    assert at(tls="explicit", port=990) == [Route("192.0.2.1", 990, "explicit")]
    assert at(tls="none") == [Route("192.0.2.1", 21, "none")]


async def test_auto_tries_990_when_21_has_no_tls(server_context: Make, trusted: Trust) -> None:
    class Standard(SystemNetwork):
        """Ports 21 and 990 are the two servers' ports."""

        def __init__(self, ports: dict[int, int]) -> None:
            self.ports = ports

        async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> TcpStream:
            here = HostPort(host=remote.host, port=self.ports.get(remote.port, remote.port))
            return await super().connect(here, timeout=timeout, bind=bind)

    async with (
        Mini(answers={"AUTH": "500 what?"}) as plain,
        Mini(server_context(), implicit=True) as implicit,
    ):
        network = Standard({21: plain.port, 990: implicit.port})
        run = Run(None, trust=trusted, network=network, endpoint=Endpoint(host="127.0.0.1"))
        notes = await run.done()
        assert plain.said("USER") == []
    assert [fact.remote.port for fact in notes.of(TcpConnect)][:2] == [21, 990]
    assert run.outcomes["tls"] == run.outcomes["login"] == ("completed", None)


@pytest.mark.parametrize("silence", [0.2, 9.0])
async def test_990_is_not_waited_for_long_when_21_is_silent(silence: float) -> None:
    waited: list[tuple[int, float]] = []

    class Half(SystemNetwork):
        """Port 21 accepts and says nothing, 990 is filtered."""

        async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> TcpStream:
            waited.append((remote.port, timeout))
            if remote.port == 990:
                raise NetworkError("timeout", "ETIMEDOUT")
            return await super().connect(
                HostPort(host=remote.host, port=server.port), timeout=timeout, bind=bind
            )

    async with Mini(greeting=HANG if silence < 1 else DROP) as server:
        timeouts = SHORT.__class__(connect=5, reply=0.4, silence=silence)
        run = Run(None, network=Half(), endpoint=Endpoint(host="127.0.0.1"), timeouts=timeouts)
        await run.done()
        assert server.said("USER") == []
    assert waited == [(21, 5), (990, min(silence, 5))]
    assert run.outcomes["login"] == ("skipped", "prerequisite-failed")


# Other servers


@pytest.mark.parametrize(
    ("greeting", "outcome"),
    [
        ("SSH-2.0-OpenSSH_9.2", ("failed", "not-ftp")),
        ("421 too many users", ("failed", "refused")),
        (DROP, ("failed", "closed")),
        (HANG, ("failed", "timeout")),
    ],
    ids=["ssh", "421", "closed", "silent"],
)
async def test_what_may_stand_in_place_of_a_greeting(greeting: object, outcome: tuple[str, str]) -> None:
    async with Mini(greeting=greeting) as server:
        run = Run(server, timeouts=SHORT.__class__(connect=2, reply=0.2, silence=0.2))
        await run.done()
        assert server.said("USER") == []
    assert run.outcomes["greeting"] == outcome


async def test_a_server_that_drops_the_connection_at_pass(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"PASS": DROP}) as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
    assert run.outcomes["login"] == ("failed", "closed")
    assert [fact.ending for fact in notes.of(Exchange) if (fact.command or "").startswith("PASS")] == [
        "closed"
    ]


async def test_a_plaintext_server_behind_implicit_tls_is_shown() -> None:
    async with Mini(greeting="220 mini") as server:
        run = Run(server, tls="implicit")
        notes = await run.done()
    (handshake,) = notes.of(TlsHandshake)
    assert handshake.first_bytes == "220 mini"
    assert handshake.step.error == "WRONG_VERSION_NUMBER"
    assert run.outcomes["tls"] == ("failed", "handshake-failed")


# Stop and budget


async def test_stop_in_the_middle_ends_everything(server_context: Make, trusted: Trust) -> None:
    reached = asyncio.Event()

    def seen(_: int, line: str) -> None:
        if line == "PASV":
            reached.set()

    async with Mini(server_context(), answers={"PASV": HANG, "EPSV": HANG}, on_command=seen) as server:
        run = Run(server, trust=trusted, timeouts=SHORT.__class__(data=60))
        running = asyncio.create_task(run.done())
        await reached.wait()
        run.runner.stop()
        run.runner.stop()
        notes = await running
    assert run.ending == "cancelled"
    fact = notes.attempt("pasv")
    assert (fact.ending, fact.setup_ending) == ("cancelled", "cancelled")
    assert "PASV -> cancelled" in notes.lines()
    assert run.outcomes["pasv"] == ("cancelled", "cancelled")
    assert run.outcomes["session-reuse"][0] in ("cancelled", "skipped")


async def test_stop_while_a_person_is_asked(server_context: Make) -> None:
    asked = asyncio.Event()

    async def think() -> TrustAnswer:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with Mini(server_context(stranger=True)) as server:
        run = Run(server, answer=think)
        running = asyncio.create_task(run.done())
        await asked.wait()
        run.runner.stop()
        await running
        assert server.said("USER") == []
    assert run.ending == "cancelled"
    assert run.outcomes["certificate"] == ("cancelled", "cancelled")


async def test_stop_before_the_beginning(server_context: Make) -> None:
    async with Mini(server_context()) as server:
        run = Run(server)
        run.runner.stop()
        await run.done()
        assert server.visits == []
    assert run.ending == "cancelled"


async def test_cancelling_the_task_is_stop_too(server_context: Make, trusted: Trust) -> None:
    reached = asyncio.Event()

    def seen(_: int, line: str) -> None:
        if line.startswith("USER"):
            reached.set()

    async with Mini(server_context(), answers={"USER": HANG}, on_command=seen) as server:
        run = Run(server, trust=trusted)
        running = asyncio.create_task(run.runner.run())
        await reached.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert run.ending == "cancelled"
    assert "USER tester -> cancelled" in run.notes.lines()


async def test_the_budget_ends_a_run_that_hangs(server_context: Make, trusted: Trust) -> None:
    async with Mini(server_context(), answers={"USER": HANG}) as server:
        run = Run(server, trust=trusted, budget=Budget(seconds=0.3), timeouts=SHORT.__class__(reply=60))
        await run.done()
    assert run.ending == "budget"
    assert run.outcomes["login"] == ("cancelled", "budget")
    assert run.outcomes["pasv"] == ("skipped", "budget")


async def test_our_own_fault_is_said_to_be_ours(
    server_context: Make, trusted: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ftpsgui.wire.client.context import Context

    async def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(Context, "list_active", broken)
    async with Mini(server_context()) as server:
        run = Run(server, trust=trusted)
        notes = await run.done()
    assert run.outcomes["port"] == ("failed", "internal-error")
    assert run.outcomes["pasv"] == ("completed", None)
    assert notes.attempt("epsv").final is not None
