"""Addresses, ports, modes, the vantage point, and data connections."""

from __future__ import annotations

import msgspec
import pytest

from ftpsgui.model.addresses import Interface
from ftpsgui.model.facts import ControlCleared, LocalAddresses, Step, TcpConnect
from ftpsgui.texts.translate import Translator
from tests.judgement.checks import Fires, answer, check, words
from tests.judgement.playbook import LEAF, Playbook, endpoint, reply

PRIVATE = "227 Entering Passive Mode (10,20,30,2,195,80)"
STAT_PUBLIC = "211-Status\n     Connected to 198.51.100.1\n211 End"
REUSE_522 = "522 SSL connection failed: session reuse required"
PUBLIC = {"local": "198.51.100.7:40000", "networks": ("198.51.100.7/24",)}
INSIDE = {"peer": "192.168.10.9:21"}


def logged(**more):
    return Playbook(**more).login()


def without_beginning(book):
    book.observations = [seen for seen in book.observations if not isinstance(seen.fact, TcpConnect)]
    return book


def passive(mode="pasv", text="227 ok (203,0,113,1,195,80)", book=None, **more):
    book = book or logged()
    book.passive(mode, text, **more)
    return book


def epsv(*tries, book=None, **common):
    book = book or logged()
    for port, more in tries:
        book.passive("epsv", f"229 ok (|||{port}|)", **{**common, **more})
    return book


def active(book=None, **more):
    book = book or logged()
    book.active(**more)
    return book


def met(book, stranger):
    book.active(final=None)
    book.change(foreign_peers=(endpoint(stranger),))
    return book


def stat(book, text=STAT_PUBLIC):
    book.says("STAT", text, probe="reflection")
    return book


def said(command, text):
    book = logged()
    book.says(command, text, probe="protection")
    return book


def in_clear(answer, *, later="227 ok (203,0,113,1,195,80)"):
    """PROT C is accepted; then a file that does not exist is asked for; ``later`` comes after PROT P."""
    book = said("PROT C", "200 ok")
    for command, text in (
        ("PASV", "227 ok (203,0,113,1,195,80)"),
        ("RETR x", answer),
        ("PROT P", "200 ok"),
        ("PASV", later),
    ):
        book.says(command, text, probe="clear-data")
    return book


def strangers(address="203.0.113.77", book=None):
    book = book or logged()
    book.active(reached=False, final=None)
    book.change(foreign_peers=(endpoint(f"{address}:20"),))
    return book


def through_a_tunnel():
    book = Playbook(local="10.8.0.6:40000", start=False)
    book.note(LocalAddresses(interfaces=(Interface(name="tun0", address="10.8.0.6", prefix=24),)))
    return book.login()


def reuse(*, refusals=1, text=REUSE_522, resumed=True, taken=False, purpose="reuse"):
    book = logged()
    if resumed:
        book.passive()
    for _ in range(refusals):
        book.passive(purpose=purpose, resumed=False, session_offered=False, final=text)
    if taken:
        book.passive(purpose="reuse", resumed=False, session_offered=False)
    return book


def not_resumed(count=2, ended=True):
    book = logged()
    for _ in range(count):
        book.passive(resumed=False)
    return book.end() if ended else book


def refused_then_epsv():
    book = passive(text="502 no", address="peer")
    return epsv((50000, {}), book=book)


def greeting_tells():
    return logged_with("220 ProFTPD Server (Debian) [::ffff:10.20.30.2]")


def gave_up(words):
    book = logged()
    book.stray(words, where="inside-tls", probe="pasv")
    return book


def logged_with(greeting):
    return Playbook().login(greeting=greeting)


def mapped(**more):
    return passive(text=PRIVATE, book=logged(**more))


def compared(in_clear, *, under_tls="10,20,30,2", tcp="ok"):
    book = passive(text=f"227 ok ({under_tls},195,80)", tcp=tcp)
    book.connection, book.protected = "c2", False
    book.connect()
    book.greeting()
    book.says("USER alice", "331 go")
    book.passive(text=f"227 ok ({in_clear},195,81)", protection="clear")
    return book


def after_ccc(in_clear, *, tcp="ok"):
    """As ``compared``, on a connection that went back to clear text after the login."""
    book = passive(text="227 ok (10,20,30,2,195,80)", tcp=tcp)
    book.connection = "c2"
    book.connect()
    book.greeting()
    book.tls()
    book.says("CCC", "200 ok", probe="ccc")
    book.note(ControlCleared(step=Step(outcome="ok", seconds=0.1), close_notify=True), "ccc", "c2")
    book.passive(text=f"227 ok ({in_clear},195,81)", purpose="ccc", control_protected=False)
    return book


def told(port, **more):
    """A dead passive port, and what STAT says of the next one: 50000 by the reply, ``port`` by the server."""
    book = passive("epsv", "229 ok (|||50001|)", **more)
    book.passive(tcp=None, purpose="reflection", command="STAT", dialled=None)
    fact = msgspec.structs.replace(
        book.observations[-1].fact,
        tcp=None,
        final=reply(f"211-status\n     in Passive mode (10,20,30,2,{port >> 8},{port & 255})\n211 End"),
    )
    book.observations[-1] = msgspec.structs.replace(book.observations[-1], fact=fact)
    return book


def exhausted(late=1, *, anew=()):
    """Three that resume, ``late`` that do not any more, then a data connection's session each time: is it taken?"""
    book = logged()
    for _ in range(3):
        book.passive()
    for _ in range(late):
        book.passive(resumed=False, final=REUSE_522)
    for taken in anew:
        final = "226 Done" if taken else REUSE_522
        book.passive(purpose="repeat", session_from="data", session_id="new", resumed=taken, final=final)
    return book


def offered(*taken, **more):
    """Data connections that offer the control connection's session, each on a login of its own: is it taken?"""
    book = logged()
    for number, one in enumerate(taken):
        if number:
            book.connection = f"c{number + 1}"
            book.login()
        book.passive(resumed=one, final="226 Done" if one else REUSE_522, **more)
    return book


def by_version(now, older, **more):
    """What data connections make of the session with TLS 1.3, and then with TLS 1.2."""
    book = passive(resumed=now, final="226 Done" if now else REUSE_522, tls_version="TLSv1.3", **more)
    final = "226 Done" if older else REUSE_522
    return passive(book=book, purpose="version", resumed=older, final=final, tls_version="TLSv1.2")


def round_trip(
    *, stored=1000, came=1000, sha256="aa", size_reply=True, uploaded="226 Done", ending="close_notify"
):
    """A file of 1000 bytes, there (``stored`` bytes of it) and back (``came`` bytes)."""
    book = logged()
    book.passive(
        purpose="transfer", command="STOR", size=1000, sha256="aa", bytes=1000, final=uploaded, ending=ending
    )
    if size_reply:
        book.says("SIZE /in/ftpsgui-test.bin", f"213 {stored}", probe="round-trip")
    if came is not None:
        book.passive(purpose="transfer", command="RETR", size=stored, sha256=sha256, bytes=came)
    return book


def compared_port(under_tls, *, in_clear="200 ok", reached_in_clear=True, **more):
    book = active(text=under_tls, **more)
    book.connection, book.protected = "c2", False
    book.connect()
    book.greeting()
    book.says("USER alice", "331 go")
    final = "226 Done" if reached_in_clear else "425 Connection timed out"
    book.active(text=in_clear, protection="clear", reached=reached_in_clear, final=final)
    return book


def two_nodes(*, second="10.20.30.3", all_alike=False, **more):
    """Two control connections, each of which greets with an inside address."""
    book = Playbook()
    for number, address in enumerate(("10.20.30.2", second), 1):
        book.connection, book.protected = f"c{number}", False
        book.login(greeting=f"220 ProFTPD Server (Debian) [{address}]")
        book.passive(**(more if number > 1 or all_alike else {}))
    return book


def by_certificates(*shown):
    book = Playbook().login(greeting="220 ready")
    for sha256 in shown:
        book.passive(certificate_sha256=sha256)
    return book


CASES = {
    "transfer-truncated": [
        (round_trip(stored=120, came=None), Fires(params=(("sent", 1000), ("stored", 120)))),
        (round_trip(stored=120, came=120, sha256="bb"), Fires(params=(("stored", 120),))),
        (round_trip(came=640, sha256="bb"), Fires(params=(("expected", 1000), ("came", 640)))),
        (round_trip(sha256="bb"), Fires(params=(("count", 1000),))),
        (round_trip(), "silent"),
        (round_trip(came=None), "silent"),
        (round_trip(stored="9" * 5000, came=None), "unknown"),
        (round_trip(stored="²", came=None), "unknown"),
        (round_trip(size_reply=False, came=None), "unknown"),
        (round_trip(size_reply=False, came=None, uploaded="451 no space"), "unknown"),
        (passive(), "unknown"),
    ],
    "tls-resumption-exhausted": [
        (exhausted(), Fires("warning", "likely", params=(("count", 3),))),
        (exhausted(2), Fires("warning", params=(("kind", "exhausted"),))),
        (exhausted(2, anew=(True,)), Fires("warning", params=(("kind", "exhausted"),))),
        (exhausted(2, anew=(True, False)), Fires("warning", params=(("kind", "single-use"),))),
        (exhausted(2, anew=(True, True)), Fires("warning", params=(("kind", "exhausted"),))),
        (offered(True, False), Fires("warning", "likely", params=(("kind", "by-chance"),))),
        (offered(False, True), Fires("warning", "likely", params=(("kind", "by-chance"), ("count", 0)))),
        (reuse(), "silent"),
        (logged(), "unknown"),
    ],
    "alg-rewrites-plaintext": [
        (compared("203,0,113,1"), Fires("info")),
        (compared("203,0,113,1", tcp="timeout"), Fires("warning", params=(("encrypted", "10.20.30.2"),))),
        (compared("203,0,113,1", under_tls="203,0,113,1"), "silent"),
        (
            compared("203,0,113,1", under_tls="203,0,113,1", tcp="timeout"),
            Fires("warning", "likely", params=(("modes", "PASV"),)),
        ),
        (compared_port("500 Illegal PORT command."), Fires("warning", "likely", params=(("modes", "PORT"),))),
        (compared_port("200 ok", reached=False, final=None), Fires("warning", "likely")),
        (
            compared_port(
                "500 I won't open a connection to 192.168.10.2 (only to 198.51.100.1)", reached_in_clear=False
            ),
            Fires("info", "likely", params=(("address", "192.168.10.2"), ("command", "PORT"))),
        ),
        (compared_port("502 Command not implemented.", reached_in_clear=False), "silent"),
        (compared_port("200 ok"), "silent"),
        (compared_port("200 ok", in_clear="500 Illegal PORT command."), "silent"),
        (after_ccc("203,0,113,1"), Fires("info")),
        (after_ccc("203,0,113,1", tcp="timeout"), Fires("warning")),
        (after_ccc("10,20,30,2"), "silent"),
        (passive(text=PRIVATE), "unknown"),
    ],
    "pasv-private-address": [
        (passive(text=PRIVATE), Fires(params=(("kind", "rfc1918"), ("address", "10.20.30.2")))),
        (passive(text=PRIVATE, tcp="timeout"), Fires()),
        (passive(text="227 (172,17,0,2,195,80)"), Fires(params=(("owner", "container"),))),
        (passive(text="227 (10,244,1,7,195,80)"), Fires(params=(("owner", "pod"),))),
        (passive(text="227 (172,31,5,6,195,80)"), Fires(params=(("owner", "cloud"),))),
        (
            passive(text="227 (10,0,2,15,195,80)", tcp="timeout"),
            Fires(params=(("owner", "virtual-machine"),)),
        ),
        (
            passive(text="227 (169,254,3,4,195,80)"),
            Fires(params=(("kind", "link-local"), ("owner", "automatic"))),
        ),
        (passive(text="227 (127,0,1,1,195,80)"), Fires(params=(("kind", "loopback"),))),
        (passive(text="227 (100,64,0,1,195,80)"), Fires(params=(("kind", "carrier-grade"),))),
        (passive(), "silent"),
        (passive(text="227 (0,0,0,0,195,80)"), "silent"),
        (passive(text=PRIVATE, book=logged(**INSIDE)), "silent"),
        (passive(text="502 no"), "unknown"),
        (logged(), "unknown"),
    ],
    "pasv-foreign-address": [
        (passive(text="227 (198,51,100,9,195,80)"), Fires(params=(("kind", "public"),))),
        (
            passive(text="227 (203,0,113,9,195,80)", book=logged(peer="93.184.216.34:21")),
            Fires(params=(("kind", "documentation"),)),
        ),
        (passive(text="227 (10,0,0,6,195,80)", book=logged(**INSIDE)), Fires(params=(("kind", "private"),))),
        (passive(text="227 (224,0,0,6,195,80)"), Fires(params=(("kind", "unusable"),))),
        (
            passive(
                text="227 (198,51,100,9,195,80)", address="advertised", book=logged(dial_advertised=True)
            ),
            Fires("warning"),
        ),
        (passive(text=PRIVATE), "silent"),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "pasv-unspecified-address": [
        (passive(text="227 (0,0,0,0,195,80)"), Fires("warning")),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "passive-port-filtered": [
        (epsv((50000, {"tcp": "timeout"})), Fires(certainty="likely")),
        (
            epsv((50000, {"tcp": "timeout"}), (50001, {"tcp": "unreachable"})),
            Fires(params=(("ports", "50000, 50001"),)),
        ),
        (epsv((50000, {})), "silent"),
        (told(40000, tcp="timeout"), Fires(certainty="likely", params=(("named", 50000), ("told", 40000)))),
        (told(40000), "silent"),
        (epsv((50000, {"tcp": "refused"})), "silent"),
        (passive(text=PRIVATE, address="advertised", tcp="timeout"), "unknown"),
        (logged(), "unknown"),
    ],
    "passive-port-refused": [
        (epsv((50000, {"tcp": "refused"})), Fires(certainty="likely")),
        (epsv((50000, {"tcp": "refused"}), (50001, {"tcp": "refused"})), Fires()),
        (epsv((50000, {"tcp": "refused"}), book=logged(**INSIDE)), Fires(certainty="likely")),
        (told(50000, tcp="refused"), Fires(certainty="likely", params=(("named", 50000), ("told", 50000)))),
        (told(40000, tcp="refused"), Fires(certainty="likely", params=(("named", 50000), ("told", 40000)))),
        (told(50000), "silent"),
        (epsv((50000, {})), "silent"),
        (logged(), "unknown"),
    ],
    "passive-range-partial": [
        (epsv((50000, {}), (50001, {"tcp": "timeout"})), Fires(certainty="likely")),
        (
            epsv((50000, {}), (50001, {"tcp": "timeout"}), (50002, {"tcp": "refused"})),
            Fires(params=(("dead", "50001, 50002"),)),
        ),
        (epsv((50000, {}), (50001, {})), "silent"),
        (epsv((50000, {"tcp": "timeout"}), (50001, {"tcp": "timeout"})), "silent"),
        (epsv((50000, {})), "unknown"),
    ],
    "passive-range-exhausted": [
        (passive(text="425 All reserved TCP ports are busy"), Fires("warning")),
        (gave_up("500 OOPS: vsf_sysutil_bind\\x0d\\x0a500 OOPS: priv_sock_get_int"), Fires("warning")),
        (gave_up("500 OOPS: cannot change directory"), "unknown"),
        (passive(text="502 no"), "silent"),
        (logged(), "unknown"),
    ],
    "pasv-command-refused": [
        (passive(text="502 no"), Fires()),
        (refused_then_epsv(), Fires("warning")),
        (passive(text="425 All reserved TCP ports are busy"), "silent"),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "epsv-command-refused": [
        (passive("epsv", "500 'EPSV' not understood"), Fires()),
        (passive("epsv", "500 'EPSV' not understood", book=passive()), Fires("warning")),
        (epsv((50000, {})), "silent"),
        (logged(), "unknown"),
    ],
    "pasv-reply-malformed": [
        (passive(text="227 Entering Passive Mode (ftp,example,com,195,80)"), Fires("warning")),
        (passive(text="227 Entering Passive Mode 203,0,113,1,195,80"), Fires("warning")),
        (passive(text="227 (203,0,113,1,0,0)"), Fires("warning")),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "epsv-reply-malformed": [
        (passive("epsv", "229 Entering Extended Passive Mode"), Fires("warning")),
        (passive("epsv", "229 ok (|1|203.0.113.1|50000|)"), Fires("warning")),
        (epsv((50000, {})), "silent"),
        (logged(), "unknown"),
    ],
    "epsv-only-works": [
        (refused_then_epsv().end(), Fires("warning")),
        (epsv((50001, {}), book=passive(tcp="timeout")).end(), Fires("warning")),
        # A later try of PASV may still work.
        (epsv((50001, {}), book=passive(tcp="timeout")), Fires("warning", "likely")),
        (epsv((50001, {}), book=passive()), "silent"),
        (epsv((50001, {})), "unknown"),
    ],
    "active-client-behind-nat": [
        (active(text="500 Illegal PORT command."), Fires("info")),
        (active(reached=False, final=None), Fires("info", "likely")),
        (
            active(reached=False, final=None, book=stat(logged())),
            Fires("info", params=(("outside", "198.51.100.1"),)),
        ),
        (active(text="425 Can't connect to specified address."), Fires("info", "likely")),
        (active(), "silent"),
        (active(text="502 Active mode not enabled."), "silent"),
        (active(reached=False, final=None, book=logged(**PUBLIC)), "silent"),
        (logged(), "unknown"),
    ],
    "active-public-address-wrong": [
        (stat(logged(public="198.51.100.99")), Fires("warning", params=(("seen", "198.51.100.1"),))),
        (stat(logged(public="198.51.100.1")), "silent"),
        (logged(), "silent"),
        (logged(public="198.51.100.1"), "unknown"),
    ],
    "active-command-refused": [
        (active(text="500 no", book=logged(**PUBLIC)), Fires("warning", "likely")),
        (active(text="502 Active mode not enabled."), Fires("warning")),
        (active(text="500 no", address="public", host="198.51.100.1", book=stat(logged())), Fires("warning")),
        (active(text="500 Illegal PORT command."), "silent"),
        (active(), "silent"),
        (logged(), "unknown"),
    ],
    "active-no-connection": [
        (active(reached=False, final=None, book=logged(**PUBLIC)), Fires("warning", "likely")),
        (
            active(
                reached=False,
                final=None,
                book=stat(logged(**PUBLIC), "211-x\n     Connected to 198.51.100.7\n211 x"),
            ),
            Fires("warning"),
        ),
        (
            active(reached=False, final="425 Failed to establish connection.", book=logged(**INSIDE)),
            Fires("warning", "likely"),
        ),
        (active(reached=False, final=None), "silent"),
        (active(), "silent"),
        (logged(), "unknown"),
    ],
    "active-peer-mismatch": [
        (strangers(), Fires("warning", params=(("address", "203.0.113.77"), ("vpn", "")))),
        (strangers("10.20.30.2"), Fires("warning", params=(("address", "10.20.30.2"), ("vpn", "")))),
        (strangers("10.20.30.2", through_a_tunnel()), Fires("warning", params=(("vpn", "tun0"),))),
        (active(), "silent"),
        (logged(), "unknown"),
    ],
    "client-behind-nat": [
        (logged(), Fires("info", "likely")),
        (stat(logged()), Fires("info", params=(("outside", "198.51.100.1"),))),
        (logged(**PUBLIC), "silent"),
        (Playbook(), "unknown"),
    ],
    "client-cgnat": [
        (logged(local="100.64.1.2:40000"), Fires("info", "likely")),
        (logged(), "silent"),
        (Playbook(), "unknown"),
    ],
    "server-behind-nat": [
        (passive(text=PRIVATE), Fires("info")),
        (passive(text=PRIVATE, tcp="timeout"), Fires("info", "likely")),
        (greeting_tells(), Fires("info", params=(("inside", "10.20.30.2"),))),
        (passive(text="227 (198,51,100,9,195,80)"), "silent"),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "both-behind-nat": [
        (passive(text=PRIVATE), Fires("info", "likely")),
        (stat(passive(text=PRIVATE)), Fires("info")),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "test-from-inside": [
        (logged(**INSIDE), Fires("warning")),
        (logged(peer="10.9.9.9:21"), Fires("warning", "likely")),
        (logged(peer="100.64.0.9:21", local="100.64.0.2:4000"), Fires("warning", "likely")),
        (stat(logged(), "211-x\n     Connected to 192.168.10.2\n211 x"), Fires("warning")),
        (met(passive(text=PRIVATE), "10.20.30.2:20"), Fires("warning")),
        (met(passive(text=PRIVATE), "192.168.10.77:20"), "silent"),
        (met(passive(), "10.20.30.2:20"), "silent"),
        (logged(), "silent"),
        (Playbook(), "unknown"),
    ],
    "target-address-private": [
        (logged(**INSIDE), Fires("info")),
        (logged(peer="127.0.0.1:21", local="127.0.0.1:40000"), Fires("info", params=(("kind", "loopback"),))),
        (without_beginning(passive(book=logged(**INSIDE))), Fires("info")),
        (logged(), "silent"),
        (Playbook(), "unknown"),
    ],
    "hairpin": [
        (stat(logged(), "211-x\n     Connected to 203.0.113.1\n211 x"), Fires("warning")),
        (logged(public="203.0.113.1"), Fires("warning", "likely")),
        (stat(logged(), "211-x\n     Connected to 192.168.10.1\n211 x"), Fires("warning", "likely")),
        (
            stat(passive(text="227 (192,168,10,9,195,80)"), "211-x\n     Connected to 192.168.10.1\n211 x"),
            Fires("warning"),
        ),
        (stat(logged()), "silent"),
        (stat(logged(), "211-x\n     Connected to 10.0.0.1\n211 x"), "silent"),
        (logged(**INSIDE), "silent"),
        (logged(), "unknown"),
    ],
    "tls-session-reuse-required": [
        (reuse(), Fires("info")),
        (reuse(refusals=2, text="425 something"), Fires("info")),
        (reuse(refusals=1, text="425 something"), Fires("info", "likely")),
        (reuse(purpose="mode"), Fires("error")),
        (reuse(resumed=False, purpose="mode"), Fires("error", "likely")),
        (offered(False, False), Fires("error", "likely", params=(("kind", "none-taken"),))),
        (
            offered(False, tls_version="TLSv1.3", tickets=0),
            Fires("error", "likely", params=(("kind", "no-ticket"),)),
        ),
        (by_version(False, True, tickets=0), Fires("error", "likely", params=(("kind", "no-ticket"),))),
        (by_version(True, False, tickets=2), Fires("error", params=(("kind", "older-version"),))),
        (reuse(refusals=0, taken=True), "silent"),
        (passive(), "unknown"),
    ],
    "tls-session-not-resumed": [
        (not_resumed(), Fires("info")),
        (not_resumed(count=1), Fires("info", "likely")),
        (not_resumed(ended=False), Fires("info", "likely")),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "data-tls-failed": [
        (passive(tls="error", tls_error="HANDSHAKE_FAILURE", final="425 no"), Fires()),
        (passive(tls="timeout", final=None), Fires()),
        (passive(), "silent"),
        (
            passive(text="227 ok (10,20,30,2,195,80)", tls="error", tls_error="CLOSED", address="advertised"),
            "silent",
        ),
        (passive(tls="error", tls_error="CLOSED", final=REUSE_522), "silent"),
        (passive(tcp="timeout"), "unknown"),
    ],
    "data-peer-not-tls": [
        (
            passive(tls="error", tls_error="WRONG_VERSION_NUMBER", first_bytes="HTTP/1.1 400", final=None),
            Fires(),
        ),
        (passive(tls="error", tls_error="WRONG_VERSION_NUMBER", final=None), Fires()),
        (passive(tls="error", tls_error="HANDSHAKE_FAILURE", final=None), "silent"),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
    "data-protection-refused": [
        (said("PROT P", "536 Not supported"), Fires()),
        (said("PROT P", "200 ok"), "silent"),
        (logged(), "unknown"),
    ],
    "data-protection-required": [
        (said("PROT C", "534 Protection level C not allowed"), Fires("info")),
        (said("PROT C", "200 ok"), "silent"),
        (in_clear("522 Data connections must be encrypted."), Fires("info")),
        (in_clear("521 Data connection cannot be opened with this PROT setting."), Fires("info")),
        (in_clear("550 no such file"), "silent"),
        (in_clear("550 no such file", later="550 SSL/TLS required on the data channel."), "silent"),
        (said("PROT P", "200 ok"), "unknown"),
    ],
    "tls-close-missing": [
        (passive(ending="eof"), Fires("warning")),
        (passive(), "silent"),
        (passive(final=None), "unknown"),
        (round_trip(ending="eof"), "silent"),
    ],
    "transfer-stalled": [
        (passive(ending="timeout", final=None, bytes=1400), Fires(params=(("bytes", 1400),))),
        (passive(ending="timeout", final=None, bytes=0), Fires()),
        (
            round_trip(ending="timeout", uploaded=None, size_reply=False, came=None),
            Fires(params=(("bytes", 1000),)),
        ),
        (passive(), "silent"),
        (passive(tcp="timeout"), "unknown"),
    ],
    "listing-failed": [
        (passive(final="550 No such directory"), Fires("warning")),
        (passive(), "silent"),
        (passive(final=REUSE_522, resumed=False), "silent"),
        (logged(), "unknown"),
    ],
    "load-balancer-split": [
        (two_nodes(), Fires("warning", "likely", params=(("first", "10.20.30.2"), ("second", "10.20.30.3")))),
        (two_nodes(tcp="refused"), Fires("error", "likely")),
        (two_nodes(second="10.20.30.2"), "silent"),
        (by_certificates(LEAF.sha256, "cd" * 32), Fires("error", "likely", params=(("by", "certificate"),))),
        (by_certificates("cd" * 32, "cd" * 32), "silent"),
        (passive(final="425 Security: Bad IP connecting."), Fires(certainty="possible")),
        (
            passive(
                text=PRIVATE,
                address="advertised",
                final="425 Security: Bad IP connecting.",
                book=logged(dial_advertised=True),
            ),
            "unknown",
        ),
        (passive(), "silent"),
        (logged(), "unknown"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "book", "expected"),
    [(rule, book, expected) for rule, cases in CASES.items() for book, expected in cases],
)
def test_rule(rule, book, expected):
    check(book, rule, expected)


def test_a_timeout_between_control_and_data_is_told_by_the_dialogue():
    book = passive(final=None)
    assert "control-timeout" in book.ids()


def test_another_record_of_the_name():
    book = Playbook(start=False)
    book.lookup("203.0.113.1", "203.0.113.2")
    book.login()
    book.passive(text="227 (203,0,113,2,195,80)")
    assert book.findings()["pasv-foreign-address"].params["kind"] == "another-record"


def test_what_a_helper_opens_in_clear_is_no_passive_port_that_works():
    ids = compared("203,0,113,1", tcp="timeout").ids()
    assert "passive-port-filtered" in ids
    assert "passive-range-partial" not in ids


@pytest.mark.parametrize("book", [strangers("10.20.30.2"), strangers("10.20.30.2", through_a_tunnel())])
def test_a_server_that_comes_by_an_inside_way_is_not_told_to_change_its_router(book):
    found = book.findings()["active-peer-mismatch"]
    assert "source NAT" not in found.explanation.id
    assert "server-admin" not in found.audience
    assert "source NAT" in strangers().findings()["active-peer-mismatch"].explanation.id


@pytest.mark.parametrize("address", ["127.0.0.1", "192.168.10.9"])
def test_an_address_is_not_said_to_lead_to_itself(address):
    for host, leads in ((address, False), ("ftp.example.com", True)):
        book = Playbook(host, peer=f"{address}:21", local="192.168.10.2:40000").login()
        text = words(answer(book, "target-address-private").explanation)
        assert ("leads to" in text) is leads


def test_a_control_connection_that_broke_in_a_listing_is_no_stall():
    ids = passive(ending="timeout", final=None, final_ending="reset").ids()
    assert "control-dropped" in ids
    assert "transfer-stalled" not in ids


def test_both_passive_commands_refused_are_one_cause():
    book = passive(text="500 no PASV")
    book.passive("epsv", "500 no EPSV")
    (finding,) = [one for one in book.end().diagnose().findings if one.id.endswith("sv-command-refused")]
    assert finding.id == "pasv-command-refused"
    assert [one.id for one in finding.explains] == ["epsv-command-refused"]
    said = Translator().render(finding.explanation)
    assert "no PASV” to PASV and “" in said
    assert "no EPSV” to EPSV" in said
    assert len(finding.evidence) == 2


def test_a_test_from_inside_gets_no_masquerade_remedy():
    known = Playbook(peer="127.0.0.1:21", local="127.0.0.1:40000", networks=("127.0.0.1/8",))
    known.login(greeting="220 (vsFTPd 3.0.3)")
    known.passive(text="227 ok (10,20,30,2,195,80)", address="advertised", not_dialled="no-consent")
    (finding,) = [one for one in known.diagnose().findings if one.id == "pasv-foreign-address"]
    assert finding.params["kind"] == "private"
    assert finding.remedies == ()


def test_ports_that_all_refuse_behind_a_balancer_are_the_balancers():
    """By chance each data connection can meet the other server; a range that is closed as well is seen after the cure."""
    found = two_nodes(all_alike=True, tcp="refused", final=None).findings()
    assert "passive-port-refused" in {one.id for one in found["load-balancer-split"].explains}
    assert "passive-port-refused" not in found
    assert (
        "passive-port-refused"
        in two_nodes(second="10.20.30.2", all_alike=True, tcp="refused", final=None).ids()
    )
