"""The view of the sample session says what the design's picture says."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load as load_knowledge
from ftpsgui.knowledge.remedies import server_remedies
from ftpsgui.model.facts import (
    Exchange,
    Observation,
    ProbeOutcome,
    ProbeStarted,
    Reply,
    RunEnded,
    Step,
    TlsHandshake,
    TrustDecision,
)
from ftpsgui.model.findings import Placeholder, Verdict
from ftpsgui.model.message import msg
from ftpsgui.presentation.view import build_view, error_view
from ftpsgui.presentation.view_details import whole_fact
from ftpsgui.presentation.view_empty import empty_view
from ftpsgui.presentation.view_findings import audience_text, on_its_own
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.presentation.view_verdict import _headed, _lead
from ftpsgui.presentation.view_words import OPTIONAL
from ftpsgui.reports.cures import sections
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import LEAF, Playbook
from tests.presentation.samples_view import PLAN, t4_diagnosis, t4_observations, t4_state

T = Translator("en")


def test_the_verdict_card_names_cause_certainty_audience_and_cure():
    verdict = build_view(t4_state(), t4_diagnosis(), T).verdict
    assert verdict.role == "bad"
    assert verdict.headline == "Passive mode fails for clients that obey the server"
    assert verdict.subline == "The server advertises its private address 10.20.30.2"
    assert verdict.certainty == "Proven"
    assert verdict.meta == (
        "for the administrators of the server and its network: "
        "set the server's public address and have its passive ports forwarded"
    )
    assert verdict.use_today == "Use today: passive mode (EPSV)"
    assert verdict.action is not None
    assert (verdict.action.kind, verdict.action.target) == ("show-finding", "pasv-private-address")


@pytest.mark.parametrize("outcome", ["refused", "timeout"])
def test_the_verdict_and_the_finding_name_the_same_people_for_a_closed_control_port(outcome: str):
    book = Playbook()
    book.connect(outcome)
    view = build_view(book.end().state(), book.diagnose(), T)
    assert view.findings[0].choices
    assert on_its_own(view.verdict.meta).startswith(f"{view.findings[0].audience}: ")


def test_one_remedy_in_one_file_is_promised_in_the_meta_line():
    diagnosis = t4_diagnosis()
    cause = diagnosis.findings[0]
    shorter = msgspec.structs.replace(cause, remedies=cause.remedies[:1])
    diagnosis = msgspec.structs.replace(diagnosis, findings=(shorter,))
    assert build_view(t4_state(), diagnosis, T).verdict.meta.endswith("2 lines in proftpd.conf cure it")


def test_lines_with_something_left_to_get_are_not_promised_to_cure():
    diagnosis = t4_diagnosis()
    cause = diagnosis.findings[0]
    open_ended = msgspec.structs.replace(
        cause.remedies[0], placeholders=(Placeholder(name="certificate_file", meaning=msg("The PEM file")),)
    )
    finding = msgspec.structs.replace(cause, remedies=(open_ended,))
    diagnosis = msgspec.structs.replace(diagnosis, findings=(finding,))
    assert "cure" not in build_view(t4_state(), diagnosis, T).verdict.meta


def stopped(count: int) -> State:
    kept = [seen for seen in t4_observations(ended=False) if not isinstance(seen.fact, ProbeOutcome)]
    facts = [ProbeOutcome(status="completed")] * count + [RunEnded(reason="cancelled", seconds=1.5)]
    for number, fact in enumerate(facts, 900):
        probe = f"probe-{number}" if isinstance(fact, ProbeOutcome) else "run"
        kept.append(
            msgspec.structs.replace(kept[-1], id=f"o{number}", sequence=number, probe=probe, fact=fact)
        )
    return fold(PLAN, tuple(kept))


def test_a_test_that_was_stopped_says_so_and_blames_no_warning():
    diagnosis = t4_diagnosis()
    warning = msgspec.structs.replace(diagnosis.findings[0], severity="warning")
    summary = Verdict(summary=msg("The test was stopped"), use_mode=None, exit_status=4)
    diagnosis = msgspec.structs.replace(diagnosis, findings=(warning,), verdict=summary)
    view = build_view(stopped(1), diagnosis, T)
    assert view.verdict.headline == "The test was stopped"
    assert (view.verdict.role, view.verdict.action) == ("neutral", None)
    assert view.status.done == "Stopped after 1 check in 1.5 s"
    assert build_view(stopped(2), diagnosis, T).status.done == "Stopped after 2 checks in 1.5 s"


def test_a_test_that_was_stopped_after_an_error_says_so_first():
    verdict = build_view(stopped(2), t4_diagnosis(), T).verdict
    assert verdict.subline.startswith("The test was stopped before its end. ")
    assert "stopped" not in verdict.meta


@pytest.mark.parametrize(
    ("asked", "said"), [(True, ", and 3.1 s until the question was answered"), (False, "")]
)
def test_the_seconds_of_a_question_are_told_apart(asked: bool, said: str):
    kept = list(t4_observations())
    if asked:
        fact = TrustDecision(sha256="ab", decision="accepted")
        kept.insert(
            1, msgspec.structs.replace(kept[0], id="o900", sequence=900, probe="certificate", fact=fact)
        )
    end = kept[-1]
    assert isinstance(end.fact, RunEnded)
    kept[-1] = msgspec.structs.replace(end, time=end.fact.seconds + 3.1)
    done = build_view(fold(PLAN, tuple(kept)), t4_diagnosis(), T).status.done
    assert done.endswith(f"checks done in {end.fact.seconds:.1f} s{said}")


@pytest.mark.parametrize(
    ("waited", "said"), [(34.21, " The answer took 34.2 s, which are not counted."), (0.1, ""), (None, "")]
)
def test_the_transcript_names_what_a_person_took_to_answer(waited: float | None, said: str):
    kept = list(t4_observations())
    fact = TrustDecision(sha256="ab", decision="accepted", waited=waited)
    kept.insert(1, msgspec.structs.replace(kept[0], id="o900", sequence=900, fact=fact))
    lines = build_view(fold(PLAN, tuple(kept)), t4_diagnosis(), T).transcript
    assert [one.text for one in lines if "trusted" in one.text] == [
        f"The certificate was trusted for this run by the user.{said}"
    ]


def test_the_four_cases_are_explained_beside_the_class():
    shown = build_view(t4_state(), t4_diagnosis(), T).topology
    assert shown.tooltip.split("\n")[1:] == [
        "T1: both ends public",
        "T2: server behind NAT",
        "T3: this computer behind NAT",
        "T4: both behind NAT",
    ]


def test_an_end_in_sight_is_not_called_connecting():
    state = fold(PLAN, t4_observations(ended=False))
    assert build_view(state, t4_diagnosis(), T, running=True).verdict.subline == "Finishing"


def test_the_mode_cells():
    passive, active = build_view(t4_state(), t4_diagnosis(), T).modes.groups
    pasv, epsv = passive.lines
    assert (pasv.cells[0].role, pasv.cells[0].word, pasv.cells[0].predicted) == ("bad", "unroutable", True)
    assert (pasv.cells[1].role, pasv.cells[1].word, pasv.cells[1].seconds) == ("good", "works", "0.21 s")
    assert epsv.cells[0].plain
    assert [(cell.role, cell.word) for cell in active.lines[0].cells] == [
        ("warning", "your NAT"),
        ("neutral", "not tried"),
    ]


def test_facts_of_the_modes_card():
    control, certificate, login, resumed, ports = build_view(t4_state(), t4_diagnosis(), T).modes.facts
    assert (control.value, control.role) == ("TLS 1.3", "good")
    assert (login.text, login.value) == ("Login as upload", "accepted")
    assert ports.value == "50003"
    assert resumed.value == "required"
    assert certificate.text == "Certificate ftp.example.com · 61 days left"
    assert (certificate.value, certificate.role) == ("trusted", "good")


def test_findings_stand_in_the_engines_order_and_say_what_they_rest_on():
    findings = build_view(
        t4_state(), t4_diagnosis(), T, product_name={"proftpd": "ProFTPD", "iptables": "iptables"}.__getitem__
    ).findings
    assert findings[0].id == "pasv-private-address"
    assert findings[0].meta == "pasv-private-address · Proven · 5 facts"
    (choice,) = findings[0].choices
    assert choice.label == "ProFTPD"
    assert [step.chip for step in choice.steps] == ["ProFTPD", "iptables"]
    assert choice.steps[1].placeholders[0].name == "<inside>"
    assert findings[0].can_check_again


def test_status_line_says_what_was_not_tested():
    status = build_view(t4_state(), t4_diagnosis(), T).status
    assert status.done == "14 checks done in 2.3 s"
    assert status.untested == (
        "Not tested: upload and compare (needs your consent), plaintext comparison (off) and 1 more"
    )
    assert status.product == "ProFTPD 1.3.8"


def test_transcript_is_in_time_order_and_hides_nothing_of_the_dialogue():
    lines = build_view(t4_state(), t4_diagnosis(), T).transcript
    times = [float(line.time) for line in lines]
    assert times == sorted(times)
    texts = [line.text for line in lines]
    assert "PASS ••••" in texts
    assert "227 Entering Passive Mode (10,20,30,2,195,83)" in texts
    assert "Not dialled: 10.20.30.2:50003" in texts
    assert "226 Transfer complete" in texts
    assert next(line for line in lines if line.text.startswith("500 ")).role == "bad"


def test_running_speaks_no_verdict():
    observations = t4_observations(ended=False)
    begun = msgspec.structs.replace(
        observations[-1], id="o999", sequence=999, probe="reflection", fact=ProbeStarted()
    )
    view = build_view(fold(PLAN, (*observations, begun)), t4_diagnosis(), T, running=True, clock=1.25)
    assert view.phase == "running"
    assert view.verdict.headline == "Testing ftp.example.com at 203.0.113.1:21"
    assert view.verdict.subline == "Now: addresses the server sees"
    assert view.verdict.action is None
    assert view.progress is not None
    assert 0 < view.progress < 1


def test_a_warning_only_verdict_is_not_red_and_a_clean_one_is_green():
    diagnosis = t4_diagnosis()
    clean = msgspec.structs.replace(
        diagnosis,
        findings=(),
        verdict=Verdict(summary=msg("Both modes work"), use_mode="pasv", exit_status=0),
    )
    assert build_view(t4_state(), clean, T).verdict.role == "good"
    warned = msgspec.structs.replace(
        clean, verdict=Verdict(summary=msg("It works"), use_mode="pasv", exit_status=1)
    )
    assert build_view(t4_state(), warned, T).verdict.role == "warning"


@pytest.mark.parametrize(
    ("name", "headline", "subline"),
    [
        ("self_signed", "Data connections work, with a warning", "The server's certificate is self-signed"),
        ("lab_inside_vsftpd", "This test ran inside the server's own network", None),
    ],
)
def test_what_works_is_said_before_the_warning_unless_it_proves_nothing(name, headline, subline):
    session = load_session(Path(__file__).parents[1] / "recorded" / f"{name}.json")
    state = fold(session.plan, session.observations, session.started)
    verdict = build_view(state, diagnose(state, load_knowledge()), T).verdict
    assert verdict.headline == headline
    assert subline in (None, verdict.subline)


def test_text_from_the_network_cannot_reorder_or_hide():
    assert visible("a\u202eb\x1b[31m\x00") == "a\\u{202e}b\\u{1b}[31m\\u{0}"
    assert visible("x" * 10, limit=4) == "xxxx…"
    assert visible_block("a\nb\r") == "a\nb\\u{d}"


def test_a_malicious_greeting_is_made_visible():
    observations = list(t4_observations())
    evil = Reply(code=220, lines=("<b>hi</b>\u202e",), raw="")
    observations[4] = msgspec.structs.replace(
        observations[4],
        fact=Exchange(command=None, reply=evil, sent=None, replied=0.1, ending="replied", protected=False),
    )
    texts = [line.text for line in build_view(fold(PLAN, observations), t4_diagnosis(), T).transcript]
    assert "220 <b>hi</b>\\u{202e}" in texts


def test_details_hold_every_fact_whole():
    details = build_view(t4_state(), t4_diagnosis(), T).details
    assert len(details) == len(t4_observations())
    assert any('"cipher": "TLS_AES_256_GCM_SHA384"' in whole_fact(detail) for detail in details)


def test_tls_page_shows_the_chain_the_versions_and_the_resumption():
    sections = build_view(t4_state(), t4_diagnosis(), T).tls
    assert [section.title for section in sections] == [
        "Control connection",
        "Verification",
        "Session resumption",
        "Data connections",
        "TLS versions of the server",
        "Server certificate",
    ]
    rows = {row.label: row.value for section in sections for row in section.rows}
    assert rows["Version"] == "TLS 1.3"
    assert rows["Session offered"].startswith("resumed ")
    assert rows["Each version"] == "not asked one by one; the thorough test does"


def test_each_version_that_was_offered_alone_says_whether_it_is_spoken():
    seen = [
        ("TLSv1", Step(outcome="error", seconds=0.1, error="alert")),
        ("TLSv1.3", Step(outcome="ok", seconds=0.1)),
    ]
    asked = [
        observe(TlsHandshake(mode="explicit", server_name=None, step=step, offered=version), number)
        for number, (version, step) in enumerate(seen, 900)
    ]
    state = fold(PLAN, (*t4_observations(), *asked))
    (section,) = [one for one in build_view(state, t4_diagnosis(), T).tls if one.title.startswith("TLS ver")]
    assert [(row.label, row.value) for row in section.rows] == [("TLS 1.0", "refused"), ("TLS 1.3", "spoken")]


def test_tls_page_says_who_agreed_to_a_certificate_and_that_an_address_is_never_sent_as_a_name():
    pinned = [
        msgspec.structs.replace(
            one, fact=msgspec.structs.replace(one.fact, verified=None, server_name="203.0.113.1")
        )
        if isinstance(one.fact, TlsHandshake)
        else one
        for one in t4_observations()
    ]

    def rows_of(*more):
        sections = build_view(fold(PLAN, (*pinned, *more)), t4_diagnosis(), T).tls
        return {row.label: row.value for section in sections[:2] for row in section.rows}

    assert rows_of()["Certificate"] == "not verified"
    assert rows_of()["Server name sent"] == "–"
    agreed = observe(TrustDecision(sha256="ab", decision="already-pinned"), 900)
    assert rows_of(agreed)["Certificate"] == "accepted by you"


def observe(fact, number):
    return Observation(
        id=f"o{number}",
        sequence=number,
        time=9.0,
        probe="tls-versions",
        connection=None,
        caused_by=None,
        fact=fact,
    )


def test_empty_and_error_views():
    assert empty_view(T).phase == "empty"
    error = error_view(T, "KeyError: 'x'")
    assert error.verdict.role == "bad"
    assert "KeyError" in error.verdict.subline


def test_what_an_exchange_and_an_attempt_both_hold_stands_once_and_leads_to_both():
    session = load_session(Path(__file__).parents[1] / "recorded" / "t2_no_masquerade.json")
    state = fold(session.plan, session.observations, session.started)
    lines = build_view(state, t4_diagnosis(), T).transcript
    left = next(seen for seen in state.attempts if seen.fact.not_dialled == "no-consent")
    done = next(seen for seen in state.attempts if seen.fact.mode == "pasv" and seen.fact.dialled)
    assert [line.text for line in lines if line.observation == left.id] == ["Not dialled: 10.20.30.2:50000"]
    (reply,) = [line for line in lines if line.direction == "received" and left.fact.raw in line.text]
    assert set(reply.also) == {left.id, done.id}
    own = [line.text for line in lines if done.id == line.observation or done.id in line.also]
    assert own[:2] == ["PASV", left.fact.raw]
    assert own[2].startswith("Dial 203.0.113.1:50000")
    assert own[3:5] == ["LIST", "150 Here comes the directory listing."]
    assert "226 Directory send OK." in own
    assert [float(line.time) for line in lines] == sorted(float(line.time) for line in lines)


def test_of_an_unknown_server_the_general_words_come_first():
    values = {"public_ip": "203.0.113.5", "pasv_min": "50000", "pasv_max": "50100"}
    remedies = server_remedies(load_knowledge(), None, "masquerade", values)
    diagnosis = t4_diagnosis()
    finding = msgspec.structs.replace(diagnosis.findings[0], remedies=remedies)
    shown = build_view(t4_state(), msgspec.structs.replace(diagnosis, findings=(finding,)), T).findings[0]
    assert [choice.label for choice in shown.choices][:2] == ["Any server", "vsftpd"]
    assert "masquerade address, public IP or PASV address" in shown.choices[0].steps[0].snippet


def test_nothing_is_said_of_tls_where_nothing_was_reached():
    book = Playbook(start=False)
    book.lookup(error="EAI_NONAME")
    state = book.end().state()
    view = build_view(state, book.diagnose(), Translator("en"))
    words = {fact.text: fact.value for fact in view.modes.facts}
    assert words["Control connection"] == "not reached"


def test_a_requirement_that_is_no_fault_is_not_the_thing_to_do():
    book = Playbook().login()
    book.passive(text="227 ok (203,0,113,1,195,80)", resumed=True)
    book.passive(
        text="227 ok (203,0,113,1,195,81)",
        purpose="reuse",
        resumed=False,
        final="522 SSL connection failed: session reuse required",
    )
    findings = book.end().diagnose().findings
    (reuse,) = [one for one in findings if one.id == "tls-session-reuse-required"]
    assert reuse.severity == "info"
    assert sections(reuse)[0].heading == OPTIONAL


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (("client",), "for the user of this computer"),
        (("client", "server-admin"), "for the user of this computer and the server administrator"),
        (("network-admin", "client"), "for the user of this computer and the network administrator"),
        (("server-admin", "network-admin"), "for the administrators of the server and its network"),
    ],
)
def test_two_audiences_are_one_phrase(audience, words):
    assert audience_text(audience, T) == words
    assert on_its_own(words) == f"F{words[1:]}"


def test_where_no_mode_was_tried_one_sentence_says_so():
    book = Playbook()
    book.connect("refused")
    view = build_view(book.end().state(), book.diagnose(), T).modes
    assert view.groups == ()
    assert view.note.startswith("No data mode was tried")
    assert [fact.value for fact in view.facts] == ["not reached", "not seen", "not tried"]


def test_a_lead_is_as_long_in_a_wide_script_as_in_letters():
    assert _lead("One. Two. Three.", 9) == "One. Two."
    assert _lead("一文。二文。三文。", 9) == "一文。"
    assert _lead("一文。二文。三文。", 12) == "一文。二文。"
    assert _lead("これだけは必ず言う。次。", 4) == "これだけは必ず言う。"


def test_the_end_of_a_certificate_is_shown_where_the_reader_is_and_in_utc_where_it_travels(monkeypatch):
    book = Playbook()
    book.connect()
    book.greeting()
    book.says("AUTH TLS", "234 go ahead", probe="tls")
    gone = msgspec.structs.replace(LEAF, not_after="2026-11-20T20:30:59Z")
    book.tls("error", verified=False, problems=(10,), certificate=gone)
    book.change(chain=(gone,))
    state, diagnosis = book.end().state(), book.diagnose()
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "JST-9")
        time.tzset()
        rows = [row for section in build_view(state, diagnosis, T).tls for row in section.rows]
    time.tzset()
    (until,) = (row.value for row in rows if row.label == "Valid until")
    assert until == "2026-11-21 05:30 UTC+9 (expired 3 days ago)"
    (expired,) = (one for one in diagnosis.findings if one.id == "certificate-expired")
    assert "2026-11-20 20:30 UTC" in T(expired.explanation)


@pytest.mark.parametrize(
    ("summary", "headed"),
    [
        ("No data mode works in this log.", ("No data mode works in this log", "")),
        ("It was stopped. So nothing is known.", ("It was stopped", "So nothing is known.")),
        ("Nothing of 203.0.113.1 is known", ("Nothing of 203.0.113.1 is known", "")),
        ("中止しました。結果は不明です。", ("中止しました", "結果は不明です。")),
    ],
)
def test_a_headline_has_no_full_stop_and_what_follows_it_stands_below(summary, headed):
    assert _headed(summary) == headed


@pytest.mark.parametrize(
    ("status", "words"), [(0, "Nothing was found that needs"), (3, "No cause was found for")]
)
def test_where_something_failed_without_a_finding_it_is_not_said_that_nothing_needs_a_change(status, words):
    diagnosis = t4_diagnosis()
    verdict = msgspec.structs.replace(diagnosis.verdict, exit_status=status, cause=None)
    view = build_view(t4_state(), msgspec.structs.replace(diagnosis, findings=(), verdict=verdict), T)
    assert view.findings_empty.startswith(words)
