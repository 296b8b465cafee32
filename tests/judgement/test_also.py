"""What was asked on request is answered in a sentence: each answer, and that nothing is said where nothing was asked."""

import msgspec
import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import ControlCleared, PublicAddress, SilenceBegan, Step, TlsHandshake
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import Playbook, reply

OK = Step(outcome="ok", seconds=0.1)


def logged(**more):
    return Playbook(**more).login()


def asked_by(book, probe, count=1):
    """Let the last observations be those of ``probe``."""
    for at in range(len(book.observations) - count, len(book.observations)):
        book.observations[at] = msgspec.structs.replace(book.observations[at], probe=probe)
    return book


def passive(book, probe, **more):
    book.passive(**more)
    return asked_by(book, probe)


def said(book):
    """What is answered, by probe."""
    diagnosis = book.end().diagnose()
    known = {seen.id for seen in book.observations}
    found = {}
    for one in diagnosis.also:
        assert one.evidence, one
        assert set(one.evidence) <= known
        text = Translator().render(one.text)
        assert text.endswith("."), text
        assert "{" not in text, text
        found.setdefault(one.probe, []).append(text)
    return found


def test_the_default_run_has_nothing_to_answer():
    book = logged()
    book.passive()
    book.active()
    assert said(book) == {}


def stat(port):
    return reply(f"211-status\n     in Passive mode (10,20,30,2,{port >> 8},{port & 255})\n211 End")


def waiting(port, book=None):
    """STAT while the server waits after a 227 that named port 50000."""
    book = book or logged()
    book.passive(tcp=None, purpose="reflection", command="STAT", dialled=None)
    seen = book.observations[-1]
    fact = msgspec.structs.replace(seen.fact, tcp=None, final=stat(port), final_ending="replied")
    book.observations[-1] = msgspec.structs.replace(seen, fact=fact, probe="opened-port")
    return book


@pytest.mark.parametrize(
    ("port", "words"), [(50000, "the passive port that its reply names"), (40000, "port 40000")]
)
def test_where_the_server_says_it_waits(port, words):
    (text,) = said(waiting(port))["opened-port"]
    assert words in text


def test_a_range_of_ports():
    book = logged()
    for port in (50000, 50007):
        passive(book, "passive-range", mode="epsv", text=f"229 ok (|||{port}|)", purpose="repeat")
    (text,) = said(book)["passive-range"]
    assert "2 passive ports between 50000 and 50007 were tried; 2 of them answered" in text


def repeats(*resumed, anew=()):
    """Transfers that offer the control connection's session, then a data connection's: is it taken?"""
    book = logged()
    for whose, each in (("control", resumed), ("data", anew)):
        for one in each:
            passive(
                book,
                "repeat-transfers",
                purpose="repeat",
                resumed=one,
                session_offered=True,
                session_from=whose,
                session_id=f"of {whose}",
            )
    return book


def test_transfers_in_a_row():
    (text,) = said(repeats(True, True, False))["repeat-transfers"]
    assert "Of 3 transfers in a row that offered the TLS session, 2 resumed it" in text


def test_sessions_that_are_good_once_only():
    book = repeats(True, False, anew=(True, False))
    (text,) = said(book)["repeat-transfers"]
    assert "once only" in text


def test_a_session_that_was_forgotten_is_not_one_that_is_good_once_only():
    book = repeats(True, False, anew=(True, True))
    (text,) = said(book)["repeat-transfers"]
    assert "forgot" in text


@pytest.mark.parametrize("new", [(True,), (False,), (False, False)])
def test_a_new_session_that_was_not_used_twice_proves_nothing(new):
    book = repeats(True, False, anew=new)
    assert f"{1 + sum(new)} resumed it" in said(book)["repeat-transfers"][0]


def test_other_listings():
    book = passive(logged(), "listing-methods", purpose="method", command="MLSD")
    passive(book, "listing-methods", purpose="method", command="NLST", final="550 no")
    assert said(book)["listing-methods"] == [
        "A listing by MLSD works.",
        "A listing by NLST was answered with “550 no”.",
    ]


def test_versions():
    book = logged()
    for version, outcome in (("TLSv1.3", "ok"), ("TLSv1.2", "ok"), ("TLSv1", "error")):
        book.note(
            TlsHandshake(
                mode="explicit", server_name="x", step=Step(outcome=outcome, seconds=0.1), offered=version
            ),
            "tls-versions",
            "c9",
        )
    assert said(book)["tls-versions"] == [
        "Of the TLS versions the server speaks TLS 1.3, TLS 1.2, not TLS 1.0."
    ]


def test_prot_c():
    book = logged()
    book.says("PROT C", "200 ok", probe="clear-data")
    assert "without encryption" in said(book)["clear-data"][0]
    book = logged()
    book.says("PROT C", "534 no", probe="clear-data")
    assert "clear-data" not in said(book), "a finding says so"


def test_silence():
    book = logged()
    book.note(SilenceBegan(seconds=90), "control-idle", "c1")
    book.says("NOOP", "200 still here", probe="control-idle")
    assert said(book)["control-idle"] == [
        "The control connection was silent for 90 s and answered afterwards."
    ]


@pytest.mark.parametrize(
    ("address", "words"),
    [(HostPort(host="198.51.100.7", port=4000), "as 198.51.100.7"), (None, "did not say")],
)
def test_stun(address, words):
    book = logged()
    step = OK if address else Step(outcome="timeout", seconds=5.0)
    server = HostPort(host="203.0.113.9", port=3478)
    book.note(PublicAddress(name="stun.example", server=server, address=address, step=step), "public-address")
    assert words in said(book)["public-address"][0]


def ccc(answer, *, end="ok", noop="200 ok", tries=()):
    book = logged()
    book.connection, book.protected = "c2", False
    book.connect()
    book.greeting()
    book.tls()
    book.says("CCC", answer, probe="ccc")
    if answer.startswith("2"):
        book.note(ControlCleared(step=Step(outcome=end, seconds=0.1), close_notify=True), "ccc", "c2")
        book.protected = False
        book.says("NOOP", noop, ending="replied" if noop else "closed", probe="ccc")
        for more in tries:
            passive(book, "ccc", purpose="ccc", control_protected=False, **more)
    return said(book)["ccc"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"answer": "533 not allowed"}, "refuses CCC (“533 not allowed”)"),
        ({"answer": "200 ok", "tries": ({},)}, "Then PASV worked."),
        ({"answer": "200 ok", "tries": ({"tcp": "timeout"},)}, "Then PASV failed."),
        (
            {
                "answer": "200 ok",
                "tries": ({}, {"mode": "epsv", "text": "229 (|||50000|)", "tcp": "timeout"}),
            },
            "Then PASV worked and EPSV failed.",
        ),
        ({"answer": "200 ok"}, "where routers can read it."),
        ({"answer": "200 ok", "end": "reset"}, "did not survive"),
        ({"answer": "200 ok", "noop": None}, "did not survive"),
    ],
)
def test_ccc(asked, words):
    (text,) = ccc(**asked)
    assert words in text


def test_files_there_and_back():
    book = logged()
    for size, read in ((1000, "aa"), (1000003, "cc")):
        for command, digest in (("STOR", "aa" if size == 1000 else "bb"), ("RETR", read)):
            passive(book, "round-trip", purpose="transfer", command=command, size=size, sha256=digest)
    assert "Of 2 files" in said(book)["round-trip"][0]
    assert "1 came back" in said(book)["round-trip"][0]


def test_a_comparison_that_shows_nothing():
    book = logged()
    book.passive()
    book.connection, book.protected = "c2", False
    book.connect()
    book.greeting()
    book.says("USER alice", "331 go")
    passive(book, "plaintext-comparison", protection="clear")
    assert "nothing else was seen" in said(book)["plaintext-comparison"][0]


def test_a_comparison_that_shows_a_helper_is_a_finding():
    book = logged()
    book.passive(text="227 (10,20,30,2,195,80)")
    book.connection, book.protected = "c2", False
    book.connect()
    book.greeting()
    book.says("USER alice", "331 go")
    passive(book, "plaintext-comparison", protection="clear")
    assert "plaintext-comparison" not in said(book)


@pytest.mark.parametrize("name", ["text", "html", "markdown"])
def test_the_reports_for_people_hold_the_answers(name):
    from ftpsgui.reports import load_format
    from ftpsgui.reports.report import build_report

    book = waiting(40000).end()
    report = build_report(book.state(), book.diagnose(), tool_version="0")
    rendered = load_format(name).render(report, Translator("en"))
    assert "Asked on request" in rendered
    assert "40000" in rendered.partition("Asked on request")[2][:400]


@pytest.mark.parametrize("name", ["text", "html", "markdown"])
def test_the_reports_for_people_name_who_vouches_for_the_certificate(name):
    from ftpsgui.reports import load_format
    from ftpsgui.reports.report import build_report

    def rendered(redaction="none", **tls):
        book = Playbook()
        book.connect()
        book.greeting()
        book.tls(**tls)
        state = book.end().state()
        report = build_report(state, book.diagnose(), tool_version="0", redaction=redaction)
        return load_format(name).render(report, Translator("en")).replace("\n", " ").replace("\\", "")

    assert "verified against acme-ca.pem and is valid for 38 more days" in rendered(trust_store="acme-ca.pem")
    assert "verified against" not in rendered(trust_store="acme-ca.pem", verified=None)
    assert "verified against" not in rendered(trust_store="acme-ca.pem", problems=(18,))
    assert "acme-ca" not in rendered("all", trust_store="acme-ca.pem")
