"""TLS on the control connection, and certificates."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ftpsgui.texts.translate import Translator
from tests.judgement.checks import Fires, check
from tests.judgement.playbook import LEAF, Playbook


def auth(text="234 go ahead", **more):
    book = Playbook(**more)
    book.connect()
    book.greeting()
    book.says("AUTH TLS", text, probe="tls")
    return book


def shaken(outcome="ok", *, book=None, **more):
    book = book or auth()
    book.tls(outcome, **more)
    return book


def implicit(**more):
    book = Playbook(tls="implicit")
    book.connect()
    book.tls("error", verified=None, **more)
    return book


def injected():
    book = auth()
    book.stray("220 hello", "before-tls", "tls")
    return book


def problem(code, **more):
    return shaken(book=auth(**more), problems=(code,))


def dated(not_before, not_after):
    certificate = replace(LEAF, not_before=not_before, not_after=not_after)
    return shaken(verified=None, certificate=certificate)


def refused_by_user():
    book = problem(18)
    book.trust("refused")
    return book


def changed():
    book = shaken()
    book.trust("mismatch", sha256="cd" * 32, expected="ab" * 32)
    return book


def trusted():
    book = problem(18)
    book.trust("accepted")
    return book


def data_shows(sha256):
    book = Playbook().login()
    book.passive(certificate_sha256=sha256)
    return book


def strict_failure():
    """A handshake that failed for its certificate alone."""
    return shaken("error", error="CERTIFICATE_VERIFY_FAILED", problems=(20,))


def offered_one_by_one(*spoken):
    """The ordinary handshake fails for its versions; then each is offered alone, newest first."""
    book = auth()
    book.tls("error", error="TLSV1_ALERT_PROTOCOL_VERSION", alert="protocol_version", verified=None)
    for number, version in enumerate(("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1")):
        book.connection, book.protected = f"c{number + 2}", False
        book.connect()
        book.greeting()
        outcome = "ok" if version in spoken else "error"
        book.tls(outcome, version=version, verified=None, offered=version)
    return book


CASES = {
    "tls-not-offered": [
        (auth("500 This security scheme is not implemented"), Fires()),
        (auth("530 Please login with USER and PASS.", tls="auto"), Fires(certainty="likely")),
        (auth("534 Local policy", tls="auto").end(), Fires()),
        (shaken(), "silent"),
        (Playbook(), "unknown"),
    ],
    "tls-handshake-failed": [
        (
            shaken("error", verified=None, error="HANDSHAKE_FAILURE").end(),
            Fires(params=(("error", "HANDSHAKE_FAILURE"),)),
        ),
        (shaken("timeout", verified=None).end(), Fires()),
        (
            shaken("error", verified=None, error="CLIENT_CERTIFICATE_UNREADABLE"),
            Fires(params=(("error", "CLIENT_CERTIFICATE_UNREADABLE"),)),
        ),
        (
            shaken("error", verified=None, error="CA_FILE_UNREADABLE"),
            Fires(params=(("error", "CA_FILE_UNREADABLE"),)),
        ),
        (shaken("closed", verified=None), Fires(certainty="likely")),
        (shaken("error", verified=None, first_bytes="421 TLS handshake failed").end(), Fires()),
        (shaken(), "silent"),
        (strict_failure(), "silent"),
        (auth(), "unknown"),
    ],
    "tls-client-certificate-required": [
        (shaken("error", verified=None, error="TLSV13_ALERT_CERTIFICATE_REQUIRED"), Fires()),
        (shaken("error", verified=None, client_certificate_asked=True), Fires(certainty="likely")),
        (shaken("error", verified=None, error="HANDSHAKE_FAILURE"), "silent"),
        (shaken(), "silent"),
        (auth(), "unknown"),
    ],
    "tls-outdated": [
        (shaken(version="TLSv1.1"), Fires(params=(("version", "TLSv1.1"),))),
        (offered_one_by_one("TLSv1.1", "TLSv1"), Fires(params=(("version", "TLSv1.1"),))),
        (offered_one_by_one("TLSv1.2"), "silent"),
        (offered_one_by_one(), "unknown"),
        (shaken(version="TLSv1.2"), "silent"),
        (auth(), "unknown"),
    ],
    "tls-plaintext-injected": [
        (injected(), Fires(params=(("raw", "220 hello"),))),
        (shaken(), "silent"),
        (Playbook(), "unknown"),
    ],
    "implicit-on-explicit-port": [
        (implicit(error="WRONG_VERSION_NUMBER", first_bytes="220 ProFTPD"), Fires()),
        (implicit(error="HANDSHAKE_FAILURE"), "silent"),
        (shaken(), "unknown"),
    ],
    "certificate-self-signed": [
        (problem(18), Fires("warning")),
        (problem(19, trust="strict"), Fires("error")),
        (refused_by_user(), Fires("error")),
        (problem(62), "silent"),
        (shaken(verified=None), "unknown"),
    ],
    "certificate-untrusted": [
        (problem(20), Fires("warning", params=(("problem", "problem 20"),))),
        (strict_failure(), Fires("warning")),
        (problem(18), "silent"),
        (shaken(), "silent"),
        (auth(), "unknown"),
    ],
    "certificate-expired": [
        (problem(10), Fires("warning")),
        (dated("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"), Fires("warning")),
        (problem(10, trust="strict"), Fires("error")),
        (shaken(), "silent"),
        (auth(), "unknown"),
    ],
    "certificate-not-yet-valid": [
        (problem(9), Fires("warning")),
        (dated("2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"), Fires("warning")),
        (shaken(), "silent"),
        (auth(), "unknown"),
    ],
    "certificate-name-mismatch": [
        (problem(62), Fires("warning", params=(("names", "ftp.example.com"),))),
        (problem(64, host="203.0.113.1"), Fires("warning", params=(("host", "203.0.113.1"),))),
        (problem(18), "silent"),
        (auth(), "unknown"),
    ],
    "certificate-changed": [
        (changed(), Fires(params=(("shown", "cd" * 32),))),
        (trusted(), "silent"),
        (auth(), "unknown"),
    ],
    "data-certificate-differs": [
        (data_shows("cd" * 32), Fires("warning")),
        (data_shows(LEAF.sha256), "silent"),
        (data_shows(None), "unknown"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "book", "expected"),
    [(rule, book, expected) for rule, cases in CASES.items() for book, expected in cases],
)
def test_rule(rule, book, expected):
    check(book, rule, expected)


def test_all_reasons_are_reported():
    book = auth()
    book.tls(problems=(10, 18, 62))
    assert set(book.ids()) >= {"certificate-expired", "certificate-self-signed", "certificate-name-mismatch"}


def test_wrong_tls_mode_takes_the_failed_handshake_into_itself():
    book = implicit(error="WRONG_VERSION_NUMBER", first_bytes="220 ProFTPD").end()
    assert book.ids()[0] == "implicit-on-explicit-port"
    assert [one.id for one in book.diagnose().findings[0].explains] == ["tls-handshake-failed"]


def test_nothing_about_trust_when_it_was_not_asked_about():
    assert not {one for one in shaken(verified=None).ids() if one.startswith("certificate")}


def test_an_expired_certificate_is_one_cause_whoever_issued_it():
    book = auth()
    book.tls(problems=(10, 20))
    (finding,) = [one for one in book.diagnose().findings if one.id.startswith("certificate")]
    assert finding.id == "certificate-expired"
    assert [one.id for one in finding.explains] == ["certificate-untrusted"]


def test_fingerprints_are_read_as_the_question_shows_them():
    (finding,) = [one for one in changed().diagnose().findings if one.id == "certificate-changed"]
    said = Translator().render(finding.explanation)
    assert ":".join(["AB"] * 32) in said
    assert ":".join(["CD"] * 32) in said
    assert "cdcd" not in said
