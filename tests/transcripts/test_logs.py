"""Logs of other clients: written by the clients themselves (curl, lftp, ftplib) or in their shape (FileZilla, WinSCP)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftpsgui import knowledge, reports
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import DataAttempt, Exchange, LogRead, TcpConnect, TlsHandshake
from ftpsgui.model.findings import Diagnosis, ModeRow
from ftpsgui.presentation.view import build_view
from ftpsgui.reports.report import build_report
from ftpsgui.session.codec import decode, encode
from ftpsgui.session.errors import SessionError
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from ftpsgui.transcripts import kinds, reading
from ftpsgui.transcripts.detection import detect, load_kind
from ftpsgui.transcripts.read import Imported, looks_like_session, read_log
from tests.reports.published import validator

LOGS = Path(__file__).parent / "logs"
NAMES = sorted(path.name for path in LOGS.glob("*.log"))
PEER = "203.0.113.1"
SECRETS = ("Tr0ub4dor", "correct horse")


def read(name: str, *, peer: str | None = None) -> Imported:
    return read_log((LOGS / name).read_bytes(), peer=peer, name=name)


def judged(name: str, *, peer: str | None = None) -> tuple[State, Diagnosis]:
    session = read(name, peer=peer).session
    state = fold(session.plan, session.observations, session.started)
    return state, diagnose(state, knowledge.load())


def row(diagnosis: Diagnosis, mode: str, address: str) -> ModeRow:
    return next(one for one in diagnosis.modes if (one.mode, one.address) == (mode, address))


@pytest.mark.parametrize("name", NAMES)
def test_the_kind_is_found_by_content(name: str) -> None:
    found = detect((LOGS / name).read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == name.split("_")[0]
    assert found[1] > 0.5


@pytest.mark.parametrize("name", NAMES)
def test_a_log_is_a_session_like_any_other(name: str) -> None:
    imported = read(name)
    session = imported.session
    assert decode(encode(session)) == session
    assert isinstance(session.observations[0].fact, LogRead)
    assert session.observations[0].fact.unread == len(imported.unread) <= imported.lines / 5
    state, diagnosis = judged(name)
    report = build_report(state, diagnosis, tool_version="0.1.0")
    document = json.loads(reports.render(report, "json", Translator("ja")))
    assert not list(validator().iter_errors(document))
    assert "timestamp" not in reports.render(report, "junit", Translator("en"))  # its clock has no zone
    assert "tls=" not in reports.render(report, "nagios", Translator("en"))
    assert not any(secret in encode(session).decode() for secret in SECRETS)
    known = {one.id for one in session.observations}
    for finding in diagnosis.findings:
        assert finding.evidence
        assert set(finding.evidence) <= known
        assert "?" not in Translator("en")(finding.title)


@pytest.mark.parametrize(
    ("name", "peer", "certainty"),
    [
        ("curl_t2.log", None, "proven"),
        ("curl_t2_strict.log", None, "likely"),
        ("curl_download.log", None, "proven"),
        ("lftp_t2.log", None, "proven"),
        ("lftp_t2_strict.log", None, "likely"),
        ("filezilla_t2.log", None, "proven"),
        ("winscp_t2.log", PEER, "likely"),
        ("winscp_t2.log", None, "likely"),
        ("plain_t2.log", None, "likely"),
        ("plain_ftplib.log", PEER, "likely"),
        ("plain_words.log", None, "likely"),
        ("plain_editor.log", PEER, "likely"),
        ("plain_quoted.log", PEER, "likely"),
        ("plain_bare.log", PEER, "likely"),
    ],
)
def test_a_private_address_in_227_is_the_cause_and_the_server_is_behind_nat(
    name: str, peer: str | None, certainty: str
) -> None:
    state, diagnosis = judged(name, peer=peer)
    assert diagnosis.findings[0].id == "pasv-private-address"
    assert diagnosis.findings[0].params["address"] == "10.20.30.2"
    assert diagnosis.topology.server.kind == "nat"
    assert diagnosis.topology.server.certainty == certainty
    assert diagnosis.topology.server.inside == "10.20.30.2"
    assert diagnosis.topology.client.kind == "unknown"  # nothing in the log speaks of it
    assert [node.id for node in diagnosis.topology.nodes] == ["client", "internet", "server-router", "server"]
    snippets = " ".join(Translator("en")(one.snippet) for one in diagnosis.findings[0].remedies)
    assert (PEER in snippets) == (state.target_address == PEER)


def test_a_log_that_hides_the_dialogue_still_tells_what_its_client_said() -> None:
    _, diagnosis = judged("filezilla_hidden.log")
    cause = diagnosis.findings[0]
    assert (cause.id, cause.certainty, cause.params["address"]) == ("pasv-private-address", "likely", "")
    assert (diagnosis.topology.server.kind, diagnosis.topology.server.certainty) == ("nat", "likely")
    assert row(diagnosis, "pasv", "peer").reason == "timeout"
    assert row(diagnosis, "pasv", "advertised").result == "untested"
    assert "passive-port-filtered" not in {one.id for one in diagnosis.findings}  # no port is known


def test_of_a_long_log_the_end_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading._MOST == 20_000
    monkeypatch.setattr(reading, "_MOST", 2000)
    one = (LOGS / "filezilla_t2.log").read_bytes()
    imported = read_log(one * 70)
    assert imported.lines == 2000 - 1  # the line after the last line feed is empty
    assert imported.skipped == 2101 - 2000
    assert imported.session.observations[0].fact.skipped == imported.skipped  # type: ignore[union-attr]


def test_both_sides_show_when_active_mode_was_tried_too() -> None:
    _, diagnosis = judged("filezilla_t4_filtered_ja.log")
    assert diagnosis.topology.topology_class == "T4"
    assert diagnosis.topology.client.inside == "192.168.10.2"
    assert [one.id for one in diagnosis.findings][:2] == ["pasv-private-address", "passive-port-filtered"]
    assert diagnosis.findings[1].certainty == "likely"
    assert row(diagnosis, "port", "local").reason == "command-refused"


def test_what_worked_is_said_without_what_the_log_cannot_show() -> None:
    state, diagnosis = judged("curl_t2.log")
    works = row(diagnosis, "pasv", "peer")
    assert (works.result, works.certainty, works.seconds) == ("works", "proven", None)
    assert works.resumed is True
    fact = state.attempts[0].fact
    assert (fact.ending, fact.bytes) == (None, 0)  # nobody says how it ended, nor how much came
    assert state.of(TlsHandshake)[0].fact.version == "TLSv1.3"
    untested = {one.probe: one.reason for one in diagnosis.untested}
    assert untested["epsv"] == "not-in-log"
    assert "pasv" not in untested
    assert "round-trip" not in untested  # that is a test of ours, not a gap of the log


def test_times_are_taken_where_the_log_has_them() -> None:
    _, diagnosis = judged("filezilla_t4_filtered_ja.log")
    assert row(diagnosis, "pasv", "peer").seconds == 21.0
    state, _ = judged("winscp_t2.log")
    assert state.ended is not None
    assert 15 < state.ended.seconds < 16


@pytest.mark.parametrize("name", ["winscp_t2.log", "plain_ftplib.log"])
def test_a_log_without_the_servers_address_asks_for_it(name: str) -> None:
    assert read(name).needs_peer
    assert not read(name, peer=PEER).needs_peer
    state, _ = judged(name)
    assert state.target is None
    assert not state.of(TcpConnect)


def test_without_the_servers_address_and_a_word_of_the_client_nothing_is_claimed() -> None:
    _, diagnosis = judged("plain_ftplib.log")
    assert diagnosis.findings == ()
    assert diagnosis.topology.topology_class == "unknown"


def test_other_causes() -> None:
    for name, cause, certainty in (
        ("filezilla_short.log", "passive-port-refused", "likely"),
        ("filezilla_reuse.log", "tls-session-reuse-required", "likely"),
        ("curl_refused.log", "control-refused", "proven"),
        ("curl_untrusted.log", "certificate-self-signed", "proven"),
        ("lftp_port.log", "certificate-untrusted", "proven"),
    ):
        _, diagnosis = judged(name)
        assert (diagnosis.findings[0].id, diagnosis.findings[0].certainty) == (cause, certainty)


def test_a_refused_port_shows_the_clients_side() -> None:
    _, diagnosis = judged("curl_port.log")
    assert {one.id for one in diagnosis.findings} >= {"active-client-behind-nat"}
    assert diagnosis.topology.client.kind == "nat"


def test_passwords_are_blanked_where_a_server_repeats_them_too() -> None:
    text = "> USER u\n< 331 ok\n> PASS s3same!\n< 530 PASS s3same! was wrong\n"
    session = read_log(text.encode()).session
    assert b"s3same" not in encode(session)
    exchange = next(
        one.fact
        for one in session.observations
        if isinstance(one.fact, Exchange) and one.fact.command and one.fact.command.startswith("PASS")
    )
    assert exchange.command == "PASS ••••"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("500 'PASS Tr0ub4dor': command not understood.", "500 'PASS ••••'"),
        ("500 PASS Tr0ub4dor: not understood", "500 PASS ••••: not understood"),
        ("500-PASS Tr0ub4dor not understood\n< 500 end", "500-PASS •••• not understood"),
        ("500 PASS command not understood", "500 PASS command not understood"),
        ("500 PASS not understood", "500 PASS not understood"),
        ("503 PASS must follow USER: not understood", "503 PASS must follow USER: not understood"),
        ("530 PASS failed: wrong", "530 PASS failed: wrong"),
    ],
)
def test_a_password_that_the_client_masked_is_blanked_where_the_server_repeats_it(
    line: str, kept: str
) -> None:
    log = (
        f"* Connected to h (203.0.113.1) port 21 (#0)\n< 220 hi\n> USER u\n< 331 go\n> PASS ****\n< {line}\n"
    )
    saved = encode(read_log(log.encode()).session).decode()
    assert "Tr0ub4dor" not in saved
    assert kept in saved


def test_what_cannot_be_stored_or_shown_is_escaped_wherever_a_log_has_it() -> None:
    log = (
        b"* Connected to ftp.\xfc\x1b[31m.test (203.0.113.1) port 21 (#0)\n"
        b"< 220 ready\n> USER CORP\\m\xfcller\x1b[1m\n< 331 password\n> PASS Tr0ub4dor\n< 230 in\n"
        b"> CWD /\xfc\x9b1m\n< 250 there\n> PASV\n< 227 Entering Passive Mode (10,20,30,2,195,80).\n"
    )
    session = read_log(log, name="log \udcfc").session
    assert decode(encode(session)) == session
    assert (session.plan.user, session.plan.input) == (
        r"CORP\\m\xfcller\x1b[1m",
        r"ftp.\xfc\x1b[31m.test",
    )
    assert all(
        fact.command is None or fact.command.isprintable()
        for fact in (one.fact for one in session.observations)
        if isinstance(fact, Exchange)
    )
    assert read_log(b"> USER CORP\\me\n< 331 go\n* ALPN\n", kind="curl").session.plan.user == r"CORP\me"


def test_lines_that_are_not_understood_are_counted_by_number() -> None:
    text = "> USER u\n< 331 ok\nnonsense here\n\n> PASS x\n< 230 ok\n"
    imported = read_log(text.encode())
    assert (imported.lines, imported.unread) == (5, (3,))


def test_what_a_log_ends_in_the_middle_of_is_not_held_against_anybody() -> None:
    text = (LOGS / "filezilla_t2.log").read_text(encoding="utf-8").split("Command:\tMLSD")[0]
    session = read_log(text.encode()).session
    state = fold(session.plan, session.observations)
    diagnosis = diagnose(state, knowledge.load())
    assert row(diagnosis, "pasv", "peer").result == "untested"
    assert diagnosis.findings[0].id == "pasv-private-address"  # that was said before
    assert "passive-port-filtered" not in {one.id for one in diagnosis.findings}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello\nworld\n", "neither"),
        (b"\x00\x01binary", "not text"),
        (b"ERROR something\n" * 50, "neither"),
    ],
)
def test_what_is_no_log_is_said_in_words(data: bytes, words: str) -> None:
    with pytest.raises(SessionError, match=words):
        read_log(data)


def test_a_kind_that_is_named_is_not_guessed() -> None:
    with pytest.raises(SessionError, match="no kind"):
        read_log(b"> PASV\n", kind="nonsense")
    with pytest.raises(SessionError, match="Nothing in this file"):
        read_log(b"lorem ipsum\n", kind="winscp")


def test_a_reply_that_a_library_never_ends_is_complete_when_the_next_command_goes() -> None:
    session = read("plain_words.log").session
    replies = [
        one.fact.reply for one in session.observations if isinstance(one.fact, Exchange) and one.fact.reply
    ]
    assert [reply.code for reply in replies][:3] == [220, 234, 331]
    assert replies[0].lines == ("ready",)
    assert "unfinished-in-log" in replies[0].violations


def test_a_log_in_utf_16_is_read() -> None:
    data = (LOGS / "winscp_t2.log").read_text(encoding="utf-8").encode("utf-16")
    assert read_log(data).kind == "winscp"


LINES = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from(
            [line for name in NAMES for line in (LOGS / name).read_text(encoding="utf-8").splitlines()]
        ),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(lines=LINES, kind=st.sampled_from(kinds()))
def test_no_text_breaks_the_reader_or_the_rules(lines: list[str], kind: str) -> None:
    try:
        imported = read_log("\n".join(lines).encode("utf-8", "surrogatepass"), kind=kind)
    except SessionError:
        return
    session = imported.session
    assert decode(encode(session)) == session
    assert len(imported.unread) <= imported.lines
    state = fold(session.plan, session.observations)
    for finding in diagnose(state, knowledge.load()).findings:
        assert set(finding.evidence) <= {one.id for one in session.observations}


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.text(max_size=100), max_size=30))
def test_confidence_is_a_share(lines: list[str]) -> None:
    for kind in kinds():
        assert 0.0 <= load_kind(kind).confidence(lines) <= 1.0


@settings(max_examples=60, deadline=None)
@given(password=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=20))
def test_no_password_survives(password: str) -> None:
    if set(password) <= set("*xX.") or password.startswith(("<", "(")):
        return
    text = f"> USER u\n< 331 ok\n> PASS {password}\n< 230 hello {password}\n> PASV\n< 227 ok (1,2,3,4,5,6)\n"
    session = read_log(text.encode(), kind="plain").session
    shown = [one.fact for one in session.observations if isinstance(one.fact, Exchange | DataAttempt)]
    assert password not in msgspec.json.decode(msgspec.json.encode(shown[1]))["reply"]["raw"]
    assert all(password != part for fact in shown for part in str(msgspec.to_builtins(fact)).split())


def test_a_log_may_begin_with_a_brace_and_a_session_that_was_cut_off_is_still_one() -> None:
    log = b"{12:00:01} the upload of last night\n" + (LOGS / "filezilla_t2.log").read_bytes()
    assert not looks_like_session(log)
    assert read_log(log).kind == "filezilla"
    session = b'{\n "format": "ftpsgui-session",\n "format_version": 1,\n "tool'
    for data in (session, b"\xef\xbb\xbf" + session, b"{}", b'{"any": "JSON"}', b"", b" \n"):
        assert looks_like_session(data), data
    for data in (b"{ no JSON", b"{" * 100_000, b"220 ready", b"[]"):
        assert not looks_like_session(data), data[:20]


def test_an_accepted_certificate_is_not_why_active_mode_failed() -> None:
    for name in ("winscp_active_behind_nat.log", "curl_port.log"):
        state, diagnosis = judged(name)
        assert diagnosis.findings[0].id == "active-client-behind-nat"
        assert diagnosis.findings[0].severity == "info"
        assert "certificate" not in Translator("en")(diagnosis.verdict.summary)
        view = build_view(state, diagnosis, Translator("en"))
        assert view.verdict.subline == "Active mode cannot work for this client: it is behind NAT"
        told = next(one for one in view.modes.facts if one.text == "Certificate")
        assert (told.value, told.role) == ("untrusted", "warning")
    # Nothing else is known to be the cause here: then none is named.
    _, diagnosis = judged("winscp_name_only.log")
    assert diagnosis.findings[0].id == "certificate-self-signed"
    assert Translator("en")(diagnosis.verdict.summary) == "No data mode works in this log."


def test_the_address_that_a_client_repaired_itself_does_not_lead() -> None:
    assert read("lftp_reuse.log").unread == ()
    _, diagnosis = judged("lftp_reuse.log")
    assert [one.id for one in diagnosis.findings][:2] == [
        "tls-session-reuse-required",
        "pasv-private-address",
    ]
    assert "session reuse" in Translator("en")(diagnosis.verdict.summary)
    # Where that did not help it, the address is what comes first.
    _, diagnosis = judged("curl_t4_timeouts.log")
    assert diagnosis.findings[0].id == "pasv-private-address"


def test_a_login_of_nobody_names_nobody() -> None:
    def login(text: str) -> str:
        session = read_log(text.encode()).session
        state = fold(session.plan, session.observations, session.started)
        facts = build_view(state, diagnose(state, knowledge.load()), Translator("en")).modes.facts
        return next(one.text for one in facts if one.text.startswith("Login"))

    begin = "Status:\tConnecting to 203.0.113.1:21...\n"
    end = "Status:\tLogged in\nCommand:\tPWD\nResponse:\t257 /\n"
    assert login(begin + end) == "Login"
    assert login(begin + "Command:\tUSER anonymous\nResponse:\t230 in\n" + end) == "Login as anonymous"


def test_a_log_without_times_shows_none() -> None:
    def shown(name: str) -> tuple[set[str], str]:
        state, diagnosis = judged(name)
        report = build_report(state, diagnosis, tool_version="0.1.0")
        facts = build_view(state, diagnosis, Translator("en")).findings[0].facts
        return {one.time for one in facts}, reports.render(report, "html", Translator("en"))

    times, html = shown("filezilla_ja_filtered.log")
    assert times == {""}
    assert "0.00 s" not in html
    times, html = shown("filezilla_t4_filtered_ja.log")
    assert "22.00 s" in html
    assert "" not in times


def test_a_data_connection_that_the_server_never_saw_went_elsewhere() -> None:
    log = (
        "* Connected to h (203.0.113.1) port 21 (#0)\n< 220 hi\n> USER u\n< 230 in\n> PASV\n"
        "< 227 Entering Passive Mode (198,51,100,7,195,80).\n*   Trying 198.51.100.7:50000...\n"
        "* Connected to 198.51.100.7 (198.51.100.7) port 50000 (#0)\n> LIST\n< 150 here\n< {reply}\n"
    )

    def told(reply: str) -> str:
        session = read_log(log.format(reply=reply).encode()).session
        found = diagnose(fold(session.plan, session.observations), knowledge.load()).findings
        return next(Translator("en")(one.explanation) for one in found if one.id == "listing-failed")

    elsewhere = told("425 Failed to establish connection.")
    assert "not to blame" not in elsewhere
    assert (
        "A data connection to 198.51.100.7:50000 was accepted, but the server says that none came"
        in elsewhere
    )
    assert "not to blame" in told("550 Permission denied.")
    assert "not to blame" in told("451 Local error.")


def test_of_several_connections_each_is_read_by_itself_and_one_server_is_judged() -> None:
    state, diagnosis = judged("filezilla_two_servers_ja.log")
    assert state.plan.input == "203.0.113.1"
    assert state.log is not None
    assert state.log.elsewhere == 8
    assert row(diagnosis, "pasv", "peer").endpoint == HostPort(host="203.0.113.1", port=50005)
    assert {one.id for one in diagnosis.findings} == {
        "pasv-private-address",
        "passive-port-filtered",
        "server-behind-nat",
    }
    text = reports.render(build_report(state, diagnosis, tool_version="0"), "text", Translator("en"))
    assert "8 lines about others than this one were left out" in " ".join(text.split())
    lines = (LOGS / "filezilla_two_servers_ja.log").read_text(encoding="utf-8").splitlines()
    alone = "\n".join(line for line in lines if " 4120 1 " in line)
    assert read_log(alone.encode()).session.observations[1:] == state.observations[1:]


def test_two_connections_to_one_server_do_not_answer_each_other() -> None:
    both = (
        (LOGS / "filezilla_two_servers_ja.log")
        .read_text(encoding="utf-8")
        .replace("198.51.100.77", "203.0.113.1")
        .replace("530 Login incorrect.", "230 Logged in")
    )
    session = read_log(both.encode()).session
    times = [one.time for one in session.observations]
    assert times == sorted(times)
    assert [one.id for one in session.observations] == [f"o{number}" for number in range(1, len(times) + 1)]
    said = [
        (one.connection, one.fact.command, one.fact.reply.code)
        for one in session.observations
        if isinstance(one.fact, Exchange) and one.fact.reply is not None and one.fact.command is not None
    ]
    assert {command.split(" ")[0]: code for _, command, code in said} == {
        "AUTH": 234,
        "USER": 331,
        "PASS": 230,
    }
    assert {connection for connection, _, _ in said} == {"c1", "c2"}
    assert sum(isinstance(one.fact, LogRead) and one.fact.elsewhere for one in session.observations) == 0


def test_the_next_address_of_a_name_is_no_other_server() -> None:
    log = (
        "Status:\tResolving address of ftp.example.com\n"
        "Status:\tConnecting to [2001:db8::1]:21...\n"
        'Status:\tConnection attempt failed with "ECONNREFUSED - Connection refused by server".\n'
        "Status:\tConnecting to 203.0.113.1:21...\n"
        "Response:\t220 ready\nCommand:\tUSER u\nResponse:\t331 ok\n"
    )
    imported = read_log(log.encode())
    assert imported.elsewhere == 0
    dialled = [one.fact for one in imported.session.observations if isinstance(one.fact, TcpConnect)]
    assert [(one.remote.host, one.step.outcome) for one in dialled] == [
        ("2001:db8::1", "refused"),
        ("203.0.113.1", "ok"),
    ]


@pytest.mark.parametrize(
    "broken", ["(10,20,30,2,195,85).", "(10,20,30,\n> 2,195,85).", "(10,20,30,2,195,85).\n> "]
)
def test_a_reply_that_a_mail_program_broke_is_joined_again(broken: str) -> None:
    text = f"""Dear helpdesk,

> Status:\tConnecting to 203.0.113.45:21...
> Response:\t220 (vsFTPd 3.0.5)
> Command:\tAUTH TLS
> Response:\t234 Proceed with negotiation.
> Command:\tPASV
> Response:\t227 Entering Passive Mode
> {broken}
> Command:\tLIST
> Status:\tCalculating the difference between the clocks, which is not of
> interest here, Server sent passive reply with unroutable address. Using server address instead.

Regards"""
    imported = read_log(text.encode())
    assert imported.unread == (1, len(text.splitlines()))  # the mail's own lines
    attempt = next(one.fact for one in imported.session.observations if isinstance(one.fact, DataAttempt))
    assert attempt.advertised is not None
    assert attempt.advertised.host == "10.20.30.2"


def test_what_follows_a_reply_in_a_mail_is_no_part_of_it() -> None:
    text = "> Command:\tPASV\n> Response:\t227 Entering Passive Mode\n> I see nothing else here\n"
    imported = read_log(text.encode(), kind="filezilla")
    assert imported.unread == (3,)


def test_a_log_without_its_beginning_was_secured_where_prot_was_accepted() -> None:
    state, _ = judged("filezilla_cut_ja.log")
    assert state.plan.endpoint.tls == "explicit"
    assert all(exchange.fact.protected for exchange in state.exchanges_of("PASS", "PROT"))
    refused = (LOGS / "filezilla_cut_ja.log").read_text(encoding="utf-8").replace("200 PROT", "503 PROT")
    assert read_log(refused.encode()).session.plan.endpoint.tls == "none"


def test_a_report_of_a_log_says_so_and_names_no_server_where_the_log_names_none() -> None:
    def shown(name: str, kind: str) -> str:
        state, diagnosis = judged(name)
        return reports.render(build_report(state, diagnosis, tool_version="0"), kind, Translator("en"))

    assert shown("filezilla_cut_ja.log", "text").startswith("The log does not name the server\n")
    assert "<h1>A connection, read from a log</h1>" in shown("filezilla_cut_ja.log", "html")
    assert "<h1>Connection to 203.0.113.1, read from a log</h1>" in shown(
        "filezilla_two_servers_ja.log", "html"
    )


def test_a_reply_in_a_log_that_was_read_from_a_picture_is_not_held_against_the_server() -> None:
    def findings(reply: str) -> dict[str, str]:
        text = (LOGS / "filezilla_t2.log").read_text(encoding="utf-8")
        changed = re.sub(r"227 Entering Passive Mode \([0-9,]+\)", reply, text)
        assert changed != text
        session = read_log(changed.encode()).session
        found = diagnose(fold(session.plan, session.observations), knowledge.load()).findings
        return {one.id: one.certainty for one in found}

    assert "pasv-reply-malformed" not in findings("227 Entering Passive Mode (10,20, 30,2,195,80)")
    assert findings("227 Entering Passive Mode (10,20,30,2,195,8O)")["pasv-reply-malformed"] == "likely"
