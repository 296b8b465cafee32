"""The way to the server, and the login."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from ftpsgui.diagnosis.forecast import forecast
from ftpsgui.diagnosis.loss import is_loss
from ftpsgui.knowledge.base import load
from ftpsgui.model.facts import ConcurrencyLowered
from ftpsgui.texts.translate import Translator
from tests.judgement.checks import Fires, check
from tests.judgement.playbook import LEAF, Playbook, reply


def unresolved(error="EAI_NONAME", ended=True):
    book = Playbook(start=False)
    book.lookup(error=error)
    return book.end() if ended else book


def dialled(outcome, error=None, ended=True):
    book = Playbook()
    book.connect(outcome, error=error)
    return book.end() if ended else book


def greeted(text="220 ready", *, tls="explicit", peer="203.0.113.1:21", **more):
    book = Playbook(tls=tls, peer=peer)
    book.connect()
    book.greeting(text, **more)
    return book


def answered_tls(words):
    book = greeted(None, ending="timeout", tls="auto")
    book.tls_mode = "implicit"
    book.tls("error", error="WRONG_VERSION_NUMBER", verified=None, first_bytes=words)
    return book


def waits_for_tls(*, peer="203.0.113.1:21", greeting="220 ready", tls="explicit", **handshake):
    """A server that was silent, and then looked at with TLS at once."""
    book = greeted(None, ending="timeout", peer=peer, tls=tls)
    book.tls_mode = "implicit"
    book.tls(**({"verified": None} | handshake))
    if book.protected:
        book.greeting(greeting, ending="replied" if greeting else "timeout")
    return book


def silent_over_tls(tls="implicit", *, before=False, after=None):
    """TLS that began at once stands, and no greeting came: before it (when waited for), and ``after`` it."""
    book = Playbook(tls=tls)
    book.connect()
    if before:
        book.greeting(None, ending="timeout")
    book.tls_mode = "implicit"
    book.tls()
    if after is not False:
        book.greeting(after, ending="replied" if after else "timeout")
    return book


def spoke_at_once(words):
    """What came instead of the TLS that was asked for to begin at once."""
    book = Playbook(tls="implicit")
    book.connect()
    book.tls("error", error="WRONG_VERSION_NUMBER", verified=None, first_bytes=words)
    return book


def strayed(raw, **more):
    book = Playbook(**more)
    book.connect()
    book.stray(raw)
    return book


def refused_login(text="530 Login incorrect.", **more):
    return Playbook(**more).login(text=text)


def two_ports(first, second):
    """``auto`` tries the port of implicit TLS, too."""
    book = Playbook(tls="auto")
    book.plan = replace(book.plan, endpoint=replace(book.plan.endpoint, port=None))
    book.connect(first)
    book.connection = "c2"
    book.connect(second, to="203.0.113.1:990")
    return book.end()


def two_addresses(*outcomes):
    book = Playbook(start=False)
    book.lookup("203.0.113.1", "203.0.113.2")
    for number, outcome in enumerate(outcomes, start=1):
        book.connection = f"c{number}"
        book.connect(outcome, to=f"203.0.113.{number}:21")
    return book


def broken(command, ending, **more):
    book = Playbook().login()
    book.says(command, None, ending=ending, **more)
    return book


def after_goodbye():
    book = Playbook().login(text="530 Login incorrect.")
    book.says("NOOP", None, ending="closed")
    return book


def busy(text):
    return greeted(text)


def inside(command, text):
    book = Playbook().login()
    book.says(command, text)
    return book


def lowered():
    book = Playbook().login()
    book.note(ConcurrencyLowered(connections=1, because=reply("421 Too many")), "connect")
    return book


def lost(*, both=True, heard_after=False, ended=True):
    book = Playbook().login()
    first, book.connection = book.connection, "c2"
    book.login()
    book.connection = first
    book.passive("pasv", "227 Entering Passive Mode (203,0,113,1,195,80)", tcp="timeout", final=None)
    book.says("EPRT |1|192.168.10.2|50100|", None, ending="timeout")
    if both:
        book.connection = "c2"
        book.says("SYST", None, ending="timeout")
    if heard_after:
        book.connection = "c3"
        book.login()
    return book.end() if ended else book


def clear_login(text="530 Non-anonymous sessions must use encryption.", **more):
    book = Playbook(**{"tls": "none", **more})
    book.connect()
    book.greeting()
    book.says("USER alice", text)
    return book


def silent_dead_data():
    """LIST gets no answer because nobody came: not the dialogue's fault."""
    book = Playbook().login()
    book.active(reached=False, final=None)
    book.says("LIST", None, ending="timeout", probe="port")
    return book


def auth_contradicts(feat="211-Features\n AUTH TLS\n211 End", greeting="220 Hello"):
    book = greeted(greeting)
    book.says("AUTH TLS", "502 Command not implemented")
    book.says("FEAT", feat)
    return book


def two_greetings(first, second):
    book = Playbook(start=False)
    book.lookup("203.0.113.1", "203.0.113.2")
    for number, (address, greeting) in enumerate((("203.0.113.1:21", first), ("203.0.113.2:21", second)), 1):
        book.connection = f"c{number}"
        book.connect(to=address)
        book.greeting(greeting, ending="replied" if greeting else "timeout")
    return book


def silent(*, seconds=60.0, text=None, ending="closed", command="NOOP"):
    """A connection that was silent for ``seconds``, then NOOP (None: its end came unasked) and what came of it."""
    book = Playbook().login()
    book.says(command, text, ending="replied" if text else ending, probe="control-idle")
    sent = 0.2 + seconds
    book.change(sent=sent if command else None, replied=sent + 0.1 if text else None)
    last = book.observations[-1]
    book.observations[-1] = msgspec.structs.replace(last, time=sent)
    return book


def noop_fails_at_once():
    book = Playbook().login()
    book.says("NOOP", None, ending="closed", probe="connect")
    return book


def long_transfer(*, final="226 Done", seconds=45.0):
    book = Playbook().login()
    book.passive("epsv", "229 ok (|||50000|)", final=final, seconds=seconds)
    return book


def seen_from(address, *, local="192.168.10.2:40000", networks=("192.168.10.2/24",)):
    book = Playbook(local=local, networks=networks).login()
    book.says("STAT", f"211-Status\n     Connected to {address}\n211 End", probe="reflection")
    return book


def issued_by(issuer):
    book = greeted()
    book.says("AUTH TLS", "234 go ahead", probe="tls")
    book.tls(certificate=replace(LEAF, issuer=issuer))
    return book


CASES = {
    "through-proxy": [
        (
            greeted("220 Frox transparent ftp proxy. Login with username[@host[:port]]"),
            Fires("info", "likely"),
        ),
        (
            greeted("220 aftpd: Check Point FireWall-1 Secure FTP server running on gw"),
            Fires("info", "likely"),
        ),
        (
            greeted("220 gw FTP proxy (Version V2.1) ready."),
            Fires("info", "likely", params=(("seen_by", "greeting"),)),
        ),
        (
            issued_by("C=US, O=Fortinet, OU=Certificate Authority, CN=FG100E"),
            Fires("info", "likely", params=(("seen_by", "certificate"),)),
        ),
        (
            seen_from("10.20.30.1"),
            Fires("info", "likely", params=(("seen_by", "source"), ("text", "10.20.30.1"))),
        ),
        (seen_from("192.168.10.1"), "silent"),  # a namesake of our own network: hairpin's business
        (seen_from("198.51.100.1"), "silent"),
        (greeted("220 ProFTPD Server ready"), "silent"),
        (issued_by("CN=Example CA"), "silent"),
        (dialled("timeout"), "unknown"),
    ],
    "control-idle-timeout": [
        (
            silent(text="421 Idle timeout (60 seconds): closing control connection", command=None),
            Fires("warning"),
        ),
        (silent(text="421 Timeout - try typing a little faster next time"), Fires("warning")),
        (silent(), Fires("warning", params=(("seconds", 60),))),
        (silent(ending="timeout"), Fires("warning")),
        (silent(command=None, ending="reset"), Fires("warning", params=(("seconds", 60),))),
        (long_transfer(final=None), Fires("warning", "likely", params=(("seconds", 45),))),
        (silent(text="200 ok"), "silent"),
        (silent(ending="tls-error", command=None, seconds=2.0), Fires("warning", params=(("seconds", 2),))),
        (noop_fails_at_once(), "silent"),
        (silent(text="421 Too many users"), "silent"),
        (long_transfer(), "silent"),
        (long_transfer(final=None, seconds=2.0), "unknown"),
        (Playbook(), "unknown"),
    ],
    "alg-interferes": [
        (greeted("220 ********************"), Fires("error", "likely")),
        (greeted("220 XXXXXXXXXXXX"), Fires("error", "likely")),
        (auth_contradicts(), Fires("error", "possible")),
        (auth_contradicts("211 none"), "silent"),
        (
            auth_contradicts(
                greeting="220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\n220 End"
            ),
            "silent",
        ),
        (greeted("220 *** Welcome ***"), "silent"),
        (dialled("ok"), "unknown"),
    ],
    "dns-unresolvable": [
        (unresolved(), Fires(params=(("error", "EAI_NONAME"),))),
        (unresolved("EAI_AGAIN"), Fires()),
        (unresolved(ended=False), Fires(certainty="likely")),
        (Playbook(), "silent"),
        (Playbook(start=False), "unknown"),
    ],
    "control-unreachable": [
        (dialled("timeout"), Fires(params=(("port", 21),))),
        (dialled("unreachable", "EHOSTUNREACH"), Fires()),
        (dialled("unreachable", "ENETUNREACH"), Fires(params=(("error", "ENETUNREACH"),))),
        (dialled("timeout", ended=False), Fires(certainty="likely")),
        (two_ports("timeout", "refused"), Fires(params=(("port", 21),))),
        (two_ports("refused", "timeout"), "silent"),
        (dialled("ok"), "silent"),
        (dialled("refused"), "silent"),
        (Playbook(), "unknown"),
    ],
    "control-refused": [
        (dialled("refused", "ECONNREFUSED"), Fires()),
        (two_ports("refused", "timeout"), Fires(params=(("port", 21),))),
        (two_ports("timeout", "refused"), "silent"),
        (dialled("ok"), "silent"),
        (dialled("timeout"), "silent"),
        (dialled("cancelled"), "unknown"),
        (Playbook(), "unknown"),
    ],
    "dns-addresses-disagree": [
        (two_addresses("refused", "ok"), Fires("warning", params=(("works", "203.0.113.2"),))),
        (two_addresses("ok", "ok"), "silent"),
        (two_greetings("220 ProFTPD Server (a) [10.0.0.1]", "220 ProFTPD Server (b) [10.0.0.2]"), "silent"),
        (
            two_greetings(
                "220 user 3 of 50 on node1.example.com, 12:00", "220 user 4 of 50 on node2.example.com, 12:01"
            ),
            "silent",
        ),
        (two_greetings("220 (vsFTPd 3.0.3)", "220 Microsoft FTP Service"), Fires("warning", "likely")),
        (two_greetings("220 ready", "530 not you"), Fires("warning", params=(("dead", "203.0.113.2"),))),
        (two_greetings("220 ready", "421 too many"), "silent"),
        (two_greetings("220 ready", None), Fires("warning", params=(("works", "203.0.113.1"),))),
        (two_addresses("cancelled", "ok"), "unknown"),
        (Playbook(start=False), "unknown"),
        (Playbook(), "silent"),
    ],
    "greeting-missing": [
        (greeted(None, ending="timeout").end(), Fires()),
        (greeted(None, ending="timeout", partial="220-Wel").end(), Fires()),
        (greeted(None, ending="closed"), Fires(certainty="likely")),
        (silent_over_tls().end(), Fires()),
        (silent_over_tls("auto", before=True).end(), Fires()),
        (silent_over_tls("auto", before=True, after=False), "silent"),
        (silent_over_tls("auto", before=True, after="220 ready"), "silent"),
        (greeted(), "silent"),
        (strayed("SSH-2.0-x"), "unknown"),
        (dialled("ok"), "unknown"),
    ],
    "not-ftp": [
        (strayed("SSH-2.0-OpenSSH_9.2"), Fires(params=(("protocol", "ssh"),))),
        (strayed("something else"), Fires(params=(("protocol", ""),))),
        (greeted("220 mail.example.com ESMTP Postfix"), Fires(params=(("protocol", "smtp"),))),
        (greeted("220 ProFTPD ready"), "silent"),
        (strayed("\\x15\\x03\\x01\\x00\\x02\\x02\\x46"), "silent"),
        (answered_tls("HTTP/1.1 400 Bad Request\\x0d\\x0aServer: x"), Fires(params=(("protocol", "http"),))),
        (spoke_at_once("<!DOCTYPE HTML>\\x0a<html>"), Fires(params=(("protocol", "http"),))),
        (spoke_at_once("220 ready"), "silent"),
        (answered_tls("500 What?"), "silent"),
        (dialled("ok"), "unknown"),
    ],
    "explicit-on-implicit-port": [
        (strayed("\\x15\\x03\\x01\\x00\\x02\\x02\\x46"), Fires()),
        (greeted(None, ending="timeout", peer="203.0.113.1:990"), Fires(certainty="likely")),
        (greeted(None, ending="timeout"), "silent"),
        (waits_for_tls(), Fires(params=(("port", 21),))),
        (waits_for_tls(tls="none"), Fires()),
        (waits_for_tls(peer="203.0.113.1:990"), Fires(params=(("port", 990),))),
        (waits_for_tls(greeting=None), Fires(certainty="likely")),
        (
            waits_for_tls(outcome="error", error="HANDSHAKE_FAILURE", alert="handshake_failure"),
            Fires(certainty="likely"),
        ),
        (waits_for_tls(outcome="timeout"), "silent"),
        (waits_for_tls(peer="203.0.113.1:990", outcome="timeout"), "silent"),
        (greeted(None, ending="timeout", peer="203.0.113.1:990", tls="auto"), "silent"),
        (dialled("ok"), "unknown"),
    ],
    "control-timeout": [
        (lost(), Fires(certainty="likely", params=(("count", 2),))),
        (lost(both=False), "silent"),
        (lost(heard_after=True), Fires(certainty="proven")),
        (lost(ended=False), Fires(certainty="proven")),
        (broken("PWD", "timeout"), Fires(params=(("command", "PWD"),))),
        (Playbook().login(), "silent"),
        (broken("QUIT", "timeout"), "silent"),
        (silent_dead_data(), "silent"),
        (dialled("ok"), "unknown"),
    ],
    "control-dropped": [
        (broken("PWD", "closed"), Fires()),
        (broken("PBSZ 0", "reset"), Fires()),
        (Playbook().login(), "silent"),
        (after_goodbye(), "silent"),
        (dialled("ok"), "unknown"),
    ],
    "server-busy": [
        (busy("421 There are too many connected users, please try later."), Fires("warning")),
        (
            busy("530 Sorry, the maximum number of clients (5) for this user are already connected."),
            Fires("warning"),
        ),
        (lowered(), Fires("warning")),
        (inside("PBSZ 0", "421 Too busy."), Fires("warning")),
        (inside("PROT P", "536 Protection is limited to C."), "silent"),
        (greeted(), "silent"),
        (
            clear_login(
                "421-Sorry, cleartext sessions and weak ciphers are not accepted on this server.\n421 Bye"
            ),
            "silent",
        ),
        (dialled("ok"), "unknown"),
    ],
    "login-refused": [
        (refused_login(), Fires(params=(("user", "alice"),))),
        (refused_login(user="anonymous"), Fires()),
        (greeted("530 No server access from the IP 198.51.100.7."), Fires(params=(("user", ""),))),
        (Playbook().login(), "silent"),
        (clear_login(), "silent"),
        (greeted(), "unknown"),
    ],
    "login-needs-tls": [
        (clear_login(), Fires()),
        (clear_login("503 Use AUTH first."), Fires()),
        (clear_login(tls="explicit"), "silent"),
        (Playbook(tls="none").login(), "silent"),
        (greeted(), "unknown"),
    ],
    "clear-login-allowed": [
        (clear_login("331 Password please", tls="explicit"), Fires("warning")),
        (clear_login("331 Password please", tls="explicit", user="anonymous"), "silent"),
        (clear_login(tls="explicit"), "silent"),
        (clear_login("331 Password please"), "silent"),
        (Playbook().login(), "unknown"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "book", "expected"),
    [(rule, book, expected) for rule, cases in CASES.items() for book, expected in cases],
)
def test_rule(rule, book, expected):
    check(book, rule, expected)


def test_words_differ_by_what_is_known():
    temporary = unresolved("EAI_AGAIN").findings()["dns-unresolvable"]
    gone = unresolved().findings()["dns-unresolvable"]
    assert temporary.explanation.id != gone.explanation.id


def test_an_address_of_the_other_kind_is_no_name_to_look_up():
    book = Playbook(start=False, host="::1")
    book.lookup(error="EAI_NONAME")
    found = book.end().findings()["dns-unresolvable"]
    assert "spelling" not in Translator().render(found.explanation)
    assert "kind of address" in Translator().render(found.title)


def test_ssh_takes_the_missing_greeting_into_itself():
    book = strayed("SSH-2.0-OpenSSH_9.2")
    book.greeting(None, ending="timeout")
    assert book.ids()[0] == "not-ftp"
    assert "greeting-missing" not in book.ids()


def test_http_takes_the_missing_greeting_into_itself():
    book = answered_tls("HTTP/1.1 400 Bad Request").end()
    assert book.ids()[0] == "not-ftp"
    assert {"greeting-missing", "tls-handshake-failed"}.isdisjoint(book.ids())


def mute(tls):
    book = greeted(None, ending="timeout", tls=tls)
    book.tls_mode = "implicit"
    book.tls("timeout", verified=None)
    return book


def test_a_port_that_never_says_anything_is_not_said_to_have_agreed_to_tls():
    found = mute("auto").end().findings()
    assert "tls-handshake-failed" not in found
    assert (
        found["greeting-missing"].explanation.id
        != greeted(None, ending="timeout").findings()["greeting-missing"].explanation.id
    )


@pytest.mark.parametrize("greeting", ["220 ready", None])
def test_implicit_tls_where_explicit_was_asked_for_is_the_one_thing_that_is_said(greeting):
    book = waits_for_tls(greeting=greeting).end()
    assert book.ids() == ("explicit-on-implicit-port", "client-behind-nat")
    assert book.diagnose().verdict.exit_status == 4


def test_silence_to_the_tls_that_was_asked_for_is_said():
    book = Playbook(tls="implicit")
    book.connect()
    book.tls("timeout", verified=None)
    explanation = book.end().findings()["tls-handshake-failed"].explanation.id
    assert "agreed" not in explanation


def test_a_second_address_that_works_takes_the_refusal_of_the_first_into_itself():
    book = two_addresses("refused", "ok")
    assert "control-refused" not in book.ids()
    assert "dns-addresses-disagree" in book.ids()


def test_without_any_route_the_server_has_no_part_in_it():
    finding = dialled("unreachable", "ENETUNREACH").findings()["control-unreachable"]
    assert finding.title.id == "There is no way from here to {address}"
    assert finding.remedies == ()
    assert "server-admin" not in finding.audience
    assert dialled("unreachable", "EHOSTUNREACH").findings()["control-unreachable"].remedies


@pytest.mark.parametrize(
    ("outcome", "rule"), [("refused", "control-refused"), ("timeout", "control-unreachable")]
)
def test_who_dials_the_port_of_ssh_is_told_that_sftp_is_another_protocol(outcome, rule):
    book = Playbook(peer="203.0.113.1:22")
    book.connect(outcome)
    finding = book.end().findings()[rule]
    assert "SFTP" in finding.explanation.params["hint"].id
    assert finding.remedies == ()
    assert finding.audience == ("client",)
    assert "hint" not in dialled(outcome).findings()[rule].explanation.params


def test_what_fails_after_the_connection_was_lost_is_no_fault_of_a_port():
    diagnosis = lost().diagnose()
    assert [one.id for one in diagnosis.findings if one.severity == "error"] == ["control-timeout"]
    assert diagnosis.verdict.exit_status == 4
    assert diagnosis.verdict.summary.id == "{cause}; no data mode had worked until then."
    state = lost().state()
    assert {one.result for one in forecast(state, diagnosis, load())} == {"unknown"}


def test_a_transfer_that_stands_still_because_the_connection_was_lost_is_told_once():
    """Each of the two findings names the other as what comes of it."""
    book = Playbook().login()
    book.passive("pasv", "227 Entering Passive Mode (203,0,113,1,195,80)", ending="timeout", final=None)
    book.says("NOOP", None, ending="timeout")
    book.connection = "c2"
    book.connect("timeout")
    found = book.end().findings()
    assert is_loss(found["control-timeout"])
    assert "transfer-stalled" in {one.id for one in found["control-timeout"].explains}
    assert "transfer-stalled" not in found


def test_a_port_that_failed_before_is_still_said():
    book = Playbook().login()
    book.passive("pasv", "227 Entering Passive Mode (203,0,113,1,195,80)", tcp="timeout", final=None)
    book.says("NOOP", "200 fine")
    book.connection = "c2"
    book.login()
    book.says("SYST", None, ending="timeout")
    assert not any(is_loss(one) for one in book.diagnose().findings)  # the first was heard after
    book.connection = "c1"
    book.says("NOOP", None, ending="timeout")
    found = book.end().diagnose().findings
    assert any(is_loss(one) for one in found)
    assert "passive-port-filtered" in {one.id for one in found}


def test_going_on_with_fewer_connections_without_a_reply_turns_nobody_away():
    book = Playbook().login()
    book.note(ConcurrencyLowered(connections=1, because=None), "connect")
    assert "server-busy" not in book.end().ids()


def test_plaintext_inside_tls_is_shown():
    book = Playbook().login()
    book.stray("500 OOPS: vsftpd: refusing to run", "inside-tls")
    book.says("PWD", None, ending="tls-error", error="WRONG_VERSION_NUMBER")
    finding = book.findings()["control-dropped"]
    assert finding.params["plaintext"] == "500 OOPS: vsftpd: refusing to run"


def test_a_quoted_reply_does_not_end_the_sentence_twice():
    found = refused_login().findings()["login-refused"]
    assert found.explanation.params["reply"] == "530 Login incorrect"
    assert found.params["reply"] == "530 Login incorrect."


def test_who_is_turned_away_at_the_door_is_not_told_that_the_test_went_on():
    def said(book):
        (finding,) = [one for one in book.diagnose().findings if one.id == "server-busy"]
        return Translator().render(finding.explanation)

    at_the_door = said(busy("421 There are too many connected users, please try later."))
    assert "no data connection was tried" in at_the_door
    assert "went on" not in at_the_door
    assert "went on" in said(lowered())
