"""What a redacted report does not hold, and that it says the same otherwise."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from ftpsgui import knowledge, reports
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import DataAttempt, Exchange, Observation, ProbeOutcome, PublicAddress, Reply, Step
from ftpsgui.model.findings import Finding, ModeReply
from ftpsgui.model.message import literal, msg
from ftpsgui.reports.redact import redact_and_list
from ftpsgui.reports.report import Redaction, Report, build_report
from ftpsgui.session.files import load
from ftpsgui.session.fold import fold
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import Playbook
from tests.presentation.samples_view import PLAN, STARTED, t4_diagnosis, t4_observations
from tests.reports.published import validator

EN = Translator("en")
SESSIONS = Path(__file__).resolve().parents[1] / "sessions"
PLACE = ("192.168.10.2", "10.20.30.2", "203.0.113.1", "10,20,30,2", "192,168,10,2", "203,0,113,1")


def report(level: Redaction, *more: Observation) -> Report:
    state = fold(PLAN, (*t4_observations(), *more), STARTED)
    return build_report(state, t4_diagnosis(), tool_version="0.1.0", redaction=level)


def said(text: str) -> Observation:
    number = len(t4_observations()) + 1
    return Observation(
        id=f"o{number}",
        sequence=number,
        time=9.0,
        probe="reflection",
        connection="c1",
        fact=Exchange(
            command="STAT",
            reply=Reply(code=211, lines=(text,), raw=f"211 {text}"),
            sent=8.0,
            replied=9.0,
            ending="replied",
            protected=True,
        ),
    )


@pytest.mark.parametrize("level", ["addresses", "all"])
@pytest.mark.parametrize("name", reports.formats())
def test_no_address_is_left(name: str, level: Redaction) -> None:
    rendered = reports.render(report(level), name, EN)
    for address in PLACE:
        assert address not in rendered


def test_a_stun_server_names_the_place_too() -> None:
    number = len(t4_observations()) + 1
    asked = Observation(
        id=f"o{number}",
        sequence=number,
        time=9.0,
        probe="public-address",
        fact=PublicAddress(
            name="stun.corp.example",
            server=HostPort(host="203.0.113.77", port=3478),
            local=HostPort(host="192.168.10.2", port=40000),
            address=HostPort(host="198.51.100.99", port=40001),
            step=Step(outcome="ok", seconds=0.02),
        ),
    )
    plan = msgspec.structs.replace(PLAN, stun=HostPort(host="stun.corp.example", port=3478))
    state = fold(plan, (*t4_observations(), asked), STARTED)
    for level in ("addresses", "all"):
        built = build_report(state, t4_diagnosis(), tool_version="0.1.0", redaction=level)
        rendered = reports.render(built, "json", EN)
        for word in ("203.0.113.77", "198.51.100.99", *PLACE):
            assert word not in rendered
        assert ("stun.corp.example" in rendered) is (level == "addresses")


@pytest.mark.parametrize("level", ["addresses", "all"])
def test_the_schema_still_holds(level: Redaction) -> None:
    validator().validate(json.loads(reports.render(report(level), "json", EN)))


def test_the_same_address_has_the_same_label_in_every_spelling() -> None:
    rendered = reports.render(
        report(
            "addresses",
            said(
                "Connected to ::ffff:203.0.113.1 and 203-0-113-1.example.net via 2001:db8::7, version 3.0.3"
            ),
        ),
        "json",
        EN,
    )
    label = json.loads(rendered)["target"]["address"]
    assert label == "[public-1]"
    assert f"Connected to {label} and {label}.example.net via [public-3], version 3.0.3" in rendered


def test_addresses_that_name_nobody_stay() -> None:
    rendered = reports.render(
        report("addresses", said("at 127.0.0.1, 0.0.0.0 and ::1 at 12:34:56")), "json", EN
    )
    assert "at 127.0.0.1, 0.0.0.0 and ::1 at 12:34:56" in rendered


def test_addresses_only_leaves_names() -> None:
    rendered = reports.render(report("addresses"), "json", EN)
    assert "ftp.example.com" in rendered
    assert "USER upload" in rendered


@pytest.mark.parametrize("name", reports.formats())
def test_all_leaves_no_name_and_no_words_of_the_server(name: str) -> None:
    rendered = reports.render(report("all", said("Welcome to ACME Corp, upload!")), name, EN)
    for word in ("ftp.example.com", "USER upload", "ACME", "Password required for", "Example CA", "3f3f3f3f"):
        assert word not in rendered


def test_all_leaves_out_words_of_the_server_that_a_finding_quotes() -> None:
    diagnosis = t4_diagnosis()
    finding = Finding(
        id="login-refused",
        severity="error",
        certainty="proven",
        audience=("client",),
        title=msg("The server said: {reply}", reply="211 Welcome to ACME Corp"),
        explanation=literal("x"),
        params={"reply": "Welcome to ACME Corp"},
    )
    diagnosis = msgspec.structs.replace(diagnosis, findings=(finding,))
    state = fold(PLAN, (*t4_observations(), said("Welcome to ACME Corp")), STARTED)
    rendered = reports.render(
        build_report(state, diagnosis, tool_version="0.1.0", redaction="all"), "json", EN
    )
    assert "ACME" not in rendered
    assert "login-refused" in rendered


def test_redaction_changes_no_verdict_and_no_count() -> None:
    full = json.loads(reports.render(report("none"), "json", EN))
    redacted = json.loads(reports.render(report("all"), "json", EN))
    assert [row["result"] for row in full["modes"]] == [row["result"] for row in redacted["modes"]]
    assert full["verdict"]["exit_status"] == redacted["verdict"]["exit_status"]
    assert [item["id"] for item in full["observations"]] == [item["id"] for item in redacted["observations"]]
    assert [item["time"] for item in full["observations"]] == [
        item["time"] for item in redacted["observations"]
    ]
    assert full["topology"]["class"] == redacted["topology"]["class"]


def listed(level: Redaction) -> dict[str, str]:
    state = fold(PLAN, t4_observations(), STARTED)
    whole = build_report(state, t4_diagnosis(), tool_version="0.1.0")
    redacted, removed = redact_and_list(whole, level, plan=PLAN)
    assert redacted == report(level)
    assert all(one.times >= 1 for one in removed)
    return {one.text: one.label for one in removed}


def test_what_is_left_out_is_listed_as_it_stood() -> None:
    assert listed("none") == {}
    addresses = listed("addresses")
    assert addresses["10.20.30.2"].startswith("[private-")
    assert addresses["203.0.113.1"].startswith("[public-")
    assert "ftp.example.com" not in addresses
    everything = listed("all")
    assert everything["ftp.example.com"].startswith("[host")
    assert everything["upload"] in ("[user]", "[…]")
    assert not any("•" in text for text in everything)
    assert everything["Password required for upload"] == "[…]"
    labels = list(everything.values())
    assert labels == sorted(labels, key=lambda label: label == "[…]")  # what names the place comes first


def test_what_stays_is_not_listed_as_left_out() -> None:
    session = load(SESSIONS / "demo-t4-filezilla.json")
    state = fold(session.plan, session.observations, session.started)
    whole = build_report(state, diagnose(state, knowledge.load()), tool_version="0.1.0")
    _, removed = redact_and_list(whole, "all", plan=session.plan)
    assert "10.20.30.2" in {one.text for one in removed}
    assert not [one for one in removed if one.text == one.label]


@pytest.mark.parametrize("name", ["html", "markdown", "text"])
def test_a_redacted_report_says_so(name: str) -> None:
    assert "were left out of this report" in reports.render(report("addresses"), name, EN).replace("\n", " ")
    assert "were left out of this report" not in reports.render(report("none"), name, EN).replace("\n", " ")


def test_an_address_as_target_has_one_label_everywhere() -> None:
    plan = msgspec.structs.replace(PLAN, input="203.0.113.1")
    state = fold(plan, t4_observations(), STARTED)
    redacted = build_report(state, t4_diagnosis(), tool_version="0.1.0", redaction="all")
    assert redacted.target.input == redacted.target.address


@pytest.mark.parametrize("name", reports.formats())
def test_names_that_are_words_of_ours_change_none_of_them(name: str) -> None:
    plan = msgspec.structs.replace(
        PLAN,
        user="client",
        endpoint=msgspec.structs.replace(PLAN.endpoint, host="server"),
        input="server",
    )
    words = [*map(said, ("ok", "works", "pasv", "timeout", "proven", "error", "The address"))]
    numbered = [msgspec.structs.replace(one, id=f"o{900 + at}") for at, one in enumerate(words)]
    state = fold(plan, (*t4_observations(), *numbered), STARTED)
    whole = build_report(state, t4_diagnosis(), tool_version="0.1.0")
    bare = build_report(state, t4_diagnosis(), tool_version="0.1.0", redaction="all")
    rendered = reports.render(bare, name, EN)
    if name == "json":
        document = json.loads(rendered)
        validator().validate(document)
        plain = json.loads(reports.render(whole, name, EN))
        for key in ("mode", "address", "result", "reason", "certainty"):
            assert [row[key] for row in document["modes"]] == [row[key] for row in plain["modes"]]
        assert [node["id"] for node in document["topology"]["nodes"]] == [
            node["id"] for node in plain["topology"]["nodes"]
        ]


def test_own_sentences_are_translated_whatever_the_host_is_called() -> None:
    plan = msgspec.structs.replace(PLAN, endpoint=msgspec.structs.replace(PLAN.endpoint, host="server"))
    state = fold(plan, t4_observations(), STARTED)
    redacted = build_report(state, t4_diagnosis(), tool_version="0.1.0", redaction="all")
    assert redacted.findings[0].title.id == t4_diagnosis().findings[0].title.id


@pytest.mark.parametrize(
    "text",
    [
        "User bob of ACME may not log in from ACME-PC7.",
        "Not for you. " * 30 + "ACME-PC7",
        "The first line\\x0d\\x0aACME-PC7 was the second",
    ],
)
def test_all_leaves_out_what_a_finding_quotes_without_its_end(text: str) -> None:
    finding = Finding(
        id="login-refused",
        severity="error",
        certainty="proven",
        audience=("client",),
        title=msg("The server said: {reply}", reply=quoted(text)),
        explanation=msg("It said: {reply}.", reply=quoted(f"211 {text}")),
        params={"reply": text, "first": text.partition("\\x0d")[0]},
    )
    diagnosis = msgspec.structs.replace(t4_diagnosis(), findings=(finding,))
    state = fold(PLAN, (*t4_observations(), said(text)), STARTED)
    rendered = reports.render(
        build_report(state, diagnosis, tool_version="0.1.0", redaction="all"), "json", EN
    )
    for word in ("ACME", "Not for you", "The first line"):
        assert word not in rendered


def test_the_detail_of_a_test_is_words_of_the_server_too() -> None:
    number = len(t4_observations()) + 1
    outcome = Observation(
        id=f"o{number}",
        sequence=number,
        time=9.0,
        probe="certificate",
        fact=ProbeOutcome(status="failed", reason="login", detail="530 No ACME-PC7 at 10.20.30.2 today"),
    )
    addresses, everything = report("addresses", outcome), report("all", outcome)
    assert addresses.observations[-1].fact.detail == "530 No ACME-PC7 at [private-1] today"  # type: ignore[union-attr]
    assert everything.observations[-1].fact.detail == "[…]"  # type: ignore[union-attr]


def test_all_leaves_out_names_in_a_reply_that_holds_an_address() -> None:
    line = "Entering Passive Mode on FTPHOST7 for bob (10,20,30,2,195,80)"
    setup = Reply(code=227, lines=(line,), raw=f"227 {line}")
    observations = tuple(
        msgspec.structs.replace(one, fact=msgspec.structs.replace(one.fact, setup=setup, raw=setup.raw))
        if isinstance(one.fact, DataAttempt) and one.fact.mode == "pasv"
        else one
        for one in t4_observations()
    )
    rows = tuple(
        msgspec.structs.replace(row, raw=setup.raw, reply=ModeReply(code=227, text=line))
        for row in t4_diagnosis().modes
    )
    diagnosis = msgspec.structs.replace(t4_diagnosis(), modes=rows)
    state = fold(PLAN, observations, STARTED)
    built = build_report(state, diagnosis, tool_version="0.1.0", redaction="all")
    for name in reports.formats():
        rendered = reports.render(built, name, EN)
        assert "FTPHOST7" not in rendered
        assert "bob" not in rendered
    assert built.modes[0].raw.startswith("227 Entering Passive Mode […] […] […] […] ([private-")
    assert built.modes[0].raw.endswith("],195,80)")


@pytest.mark.parametrize(
    "spelling",
    ["ip-10-20-30-2.internal", "10_20_30_2", "010.020.030.002", "10.20.30.2.50000", "at 10,20,30,2 now"],
)
def test_addresses_in_the_spellings_of_names_and_logs_are_left_out(spelling: str) -> None:
    built = report("addresses", said(f"Connected to {spelling}"))
    shown = built.observations[-1].fact
    assert isinstance(shown, Exchange)
    assert shown.reply is not None
    assert "[private-" in shown.reply.lines[0]
    assert not re.search(r"0?10.0?20.0?30.0?02?", shown.reply.lines[0])


def test_versions_and_dates_are_no_addresses() -> None:
    text = "version 1.2.3.4.5, 2026-11-28-10, 1-2-3-4-5, 1,2,3"
    built = report("addresses", said(text))
    shown = built.observations[-1].fact
    assert isinstance(shown, Exchange)
    assert shown.reply is not None
    assert shown.reply.lines == (text,)


def test_a_setting_without_its_address_has_something_to_fill_in() -> None:
    whole = [remedy for finding in report("none").findings for remedy in finding.remedies]
    bare = [remedy for finding in report("addresses").findings for remedy in finding.remedies]
    assert any(remedy.verbatim for remedy in whole)
    for before, after in zip(whole, bare, strict=True):
        assert after.verbatim is (before.verbatim and before.snippet == after.snippet)


@pytest.mark.parametrize("level", ["addresses", "all"])
def test_fingerprints_in_pairs_are_no_addresses_and_go_with_the_names(level: Redaction):
    book = Playbook().login()
    book.trust("mismatch", sha256="cd" * 32, expected="20" * 32)
    state = book.end().state()
    report = build_report(state, diagnose(state, knowledge.load()), tool_version="1")
    redacted, _ = redact_and_list(report, level, plan=state.plan)
    text = reports.render(redacted, "text", EN)
    for pairs in (":".join(["CD"] * 32), ":".join(["20"] * 32)):
        assert (pairs in text) == (level == "addresses")
        assert level == "addresses" or pairs[:20] not in text
