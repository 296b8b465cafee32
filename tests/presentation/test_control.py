import pytest

from ftpsgui.model.facts import (
    Exchange,
    ProbeOutcome,
    ProbeStarted,
    Step,
    StrayBytes,
    TcpConnect,
    TlsHandshake,
    VerifyProblem,
)
from ftpsgui.presentation.control import control_note, running_probes
from tests.presentation.stories import CLIENT_OUT, OK, SERVER_OUT, Story


def note(story: Story) -> tuple[str, str] | None:
    found = control_note(story.state(ended=False))
    return (found.text.id, found.role) if found else None


def dialled(outcome: str) -> Story:
    story = Story(CLIENT_OUT, SERVER_OUT)
    story.add(TcpConnect(remote=story.remote, local=None, step=Step(outcome=outcome, seconds=1.0)))
    return story


def test_nothing_is_said_before_anything_was_dialled():
    assert note(Story(CLIENT_OUT, SERVER_OUT)) is None
    assert note(dialled("ok")) is None


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("timeout", "no answer"),
        ("refused", "connection refused"),
        ("unreachable", "host unreachable"),
        ("cancelled", "stopped"),
        ("reset", "the connection fails"),
    ],
)
def test_a_dial_that_failed_says_how(outcome: str, words: str):
    assert note(dialled(outcome)) == (words, "bad")


def test_a_good_connection_says_its_tls_version():
    assert note(Story(CLIENT_OUT, SERVER_OUT).begin()) == ("TLS 1.3", "good")


def test_in_clear_is_a_warning_when_it_was_asked_for_and_bad_when_the_server_has_no_tls():
    assert note(Story(CLIENT_OUT, SERVER_OUT, tls="none").begin(tls=False)) == ("in clear", "warning")
    story = dialled("ok")
    story.say(None, "220 hello")
    story.say("AUTH TLS", "502 Command not implemented")
    assert note(story) == ("the server offers no TLS", "bad")


def test_what_answers_instead_of_ftp_is_said():
    story = dialled("ok")
    story.add(StrayBytes(where="instead-of-greeting", raw="SSH-2.0-OpenSSH_9.2"))
    assert note(story) == ("another protocol answers", "bad")


def test_a_greeting_that_never_came_a_handshake_that_failed_a_login_refused():
    story = dialled("ok")
    story.add(Exchange(command=None, reply=None, sent=None, replied=None, ending="timeout", protected=False))
    assert note(story) == ("connected, but no greeting", "bad")
    story = dialled("ok")
    story.say(None, "220 hello")
    story.say("AUTH TLS", "234 go")
    story.add(TlsHandshake(mode="explicit", server_name=None, step=Step(outcome="error", seconds=0.1)))
    assert note(story) == ("the TLS handshake fails", "bad")
    story = dialled("ok")
    story.say(None, "220 hello")
    story.add(TlsHandshake(mode="explicit", server_name=None, step=OK, version="TLSv1.2"))
    story.say("USER upload", "331 password")
    story.say("PASS ••••", "530 Login incorrect")
    assert note(story) == ("the login is refused", "bad")


def test_a_certificate_that_is_not_trusted_is_no_handshake_that_failed():
    story = dialled("ok")
    story.say(None, "220 hello")
    story.say("AUTH TLS", "234 go")
    story.add(
        TlsHandshake(
            mode="explicit",
            server_name=None,
            step=Step(outcome="error", seconds=0.1, error="CERTIFICATE_VERIFY_FAILED"),
            verified=False,
            problems=(VerifyProblem(code=18, text="self-signed certificate"),),
        )
    )
    assert note(story) == ("the certificate is not trusted", "warning")


def test_a_greeting_that_was_not_waited_for_is_not_missing():
    story = dialled("ok")
    story.add(
        Exchange(command=None, reply=None, sent=None, replied=None, ending="cancelled", protected=False)
    )
    assert note(story) == ("stopped", "bad")


def test_a_probe_runs_from_its_start_to_its_outcome_and_none_runs_after_the_end():
    story = Story(CLIENT_OUT, SERVER_OUT)
    story.add(ProbeStarted(), probe="pasv")
    story.add(ProbeStarted(), probe="epsv")
    assert running_probes(story.state(ended=False)) == {"pasv", "epsv"}
    story.add(ProbeOutcome(status="completed"), probe="pasv")
    assert running_probes(story.state(ended=False)) == {"epsv"}
    assert running_probes(story.state()) == frozenset()
