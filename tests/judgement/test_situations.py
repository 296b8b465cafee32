"""Situations that administrators meet: what is named as the cause, what is to be done, and who is to do it."""

from __future__ import annotations

import msgspec
import pytest

from ftpsgui.diagnosis.engine import Choices, diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.model.findings import Finding
from ftpsgui.presentation.view_verdict import final_verdict
from ftpsgui.texts.translate import Translator
from tests.judgement.playbook import LEAF, Playbook

T = Translator()
PUBLIC = {"local": "198.51.100.7:40000", "networks": ("198.51.100.7/24",)}
OVER_IPV6 = {"peer": "[2001:db8:113::1]:21", "local": "[2001:db8:51::2]:40000", "networks": ()}


def pasv(book: Playbook, host: str, port: int = 50000, **more) -> Playbook:
    book.passive(text=f"227 ok ({host.replace('.', ',')},{port // 256},{port % 256})", **more)
    return book


def epsv(book: Playbook, *ports: int, **more) -> Playbook:
    for port in ports:
        book.passive("epsv", f"229 ok (|||{port}|)", **more)
    return book


def active(book: Playbook, *, reached: bool = True, text: str = "200 ok") -> Playbook:
    for mode in ("port", "eprt"):
        book.active(mode, text, reached=reached, final="226 Done" if reached else None)
    return book


def cause(book: Playbook) -> Finding:
    diagnosis = book.diagnose()
    assert diagnosis.findings[0].id == diagnosis.verdict.cause
    return diagnosis.findings[0]


def to_do(book: Playbook) -> str:
    return final_verdict(book.end().state(), book.diagnose(), T).meta


def steps(finding: Finding) -> str:
    return "\n".join(T(one.snippet) for one in finding.remedies)


def steps_with(book: Playbook, **choices: str) -> str:
    return steps(diagnose(book.state(), load(), Choices(**choices)).findings[0])


def test_a_firewall_that_lets_in_only_the_control_port_is_not_cured_by_the_range_alone():
    book = epsv(pasv(Playbook().login(), "203.0.113.1", tcp="timeout"), 50001, tcp="timeout")
    assert cause(book).id == "passive-port-filtered"
    assert "a cloud's security group" in T(cause(book).explanation)
    assert to_do(book).endswith("set a range of passive ports, and have it forwarded and let in")


@pytest.mark.parametrize("outcome", ["timeout", "refused"])
def test_over_ipv6_nothing_is_forwarded(outcome: str):
    book = epsv(Playbook(**OVER_IPV6).login(), 50001, 50002, tcp=outcome)
    assert cause(book).id == ("passive-port-filtered" if outcome == "timeout" else "passive-port-refused")
    assert "Over IPv6 nothing has to be forwarded" in T(cause(book).explanation)
    assert "let TCP 21 and TCP 50000-50100 in to 2001:db8:113::1" in steps(cause(book))
    assert "forward TCP" not in steps(cause(book))
    assert to_do(book).endswith("set a range of passive ports, and have it let in")
    own = {name: steps_with(book, firewall=name) for name in ("iptables", "ufw")}
    assert "ip6tables -I INPUT -p tcp --dport 50000:50100 -j ACCEPT" in own["iptables"]
    assert "ufw allow 50000:50100/tcp" in own["ufw"]


@pytest.mark.parametrize(
    ("peer", "reply"),
    [
        ("[64:ff9b::cb00:7101]:21", "500 Illegal EPRT command."),
        ("[2001:db8:64::1]:21", "522 Network protocol not supported, use (1)"),
    ],
)
def test_between_ipv6_and_ipv4_nobody_is_asked_to_allow_active_mode(peer: str, reply: str):
    book = epsv(Playbook(**OVER_IPV6 | {"peer": peer}).login(), 50001)
    book.active("eprt", reply, reached=False, final=None)
    diagnosis = book.end().diagnose()
    assert [(one.id, one.severity) for one in diagnosis.findings] == [("active-client-behind-nat", "info")]
    assert "NAT64" in T(diagnosis.findings[0].explanation)
    assert (diagnosis.verdict.exit_status, diagnosis.verdict.use_mode) == (0, "epsv")
    assert "names no address" in T(diagnosis.verdict.summary)


def test_eprt_that_a_server_refuses_over_ipv6_for_its_own_reasons_is_its_own():
    book = epsv(Playbook(**OVER_IPV6).login(), 50001)
    book.active("eprt", "502 EPRT command not implemented.", reached=False, final=None)
    assert cause(book).id == "active-command-refused"


def test_a_container_whose_ports_are_published_is_not_told_to_publish_them():
    book = epsv(pasv(Playbook().login(), "172.17.0.2"), 50001)
    assert cause(book).id == "pasv-private-address"
    assert "its passive ports are published" in T(cause(book).explanation)
    book = epsv(pasv(Playbook().login(), "172.17.0.2", tcp="refused"), 50001, tcp="refused")
    assert "publish the passive ports" in T(cause(book).explanation)
    refused = next(one for one in book.diagnose().findings if one.id == "passive-port-refused")
    assert "docker run" in steps(refused)


def test_an_address_beside_the_servers_is_called_a_neighbour():
    book = active(epsv(pasv(Playbook(**PUBLIC).login(), "203.0.113.77", address="peer"), 50001))
    assert "second network card" in T(cause(book).explanation)
    book = active(epsv(pasv(Playbook(**PUBLIC).login(), "198.51.100.200", address="peer"), 50001))
    assert "out of date" in T(cause(book).explanation)


def test_a_name_with_several_addresses_is_no_way_to_the_right_one():
    book = Playbook(start=False)
    book.interfaces("192.168.10.2/24")
    book.lookup("203.0.113.1", "203.0.113.9")
    book.login(greeting="220 (vsFTPd 3.0.5)")
    found = cause(epsv(pasv(book, "203.0.113.9", address="peer"), 50001))
    assert found.params["kind"] == "another-record"
    assert "pasv_address=203.0.113.1" in steps(found)
    assert "ftp.example.com" not in steps(found)


def test_ports_that_fail_among_good_ones_are_a_balancers_and_no_range():
    good = epsv(Playbook(**PUBLIC).login(), 50001, 50003)
    book = active(epsv(good, 50000, 50002, tcp="refused"))
    assert (cause(book).id, cause(book).params["kind"]) == ("passive-range-partial", "scattered")
    assert "balancer" in T(cause(book).explanation)
    assert cause(book).remedies == ()
    assert to_do(book).endswith("send all connections of a client to one and the same server")
    inside = epsv(epsv(Playbook(**PUBLIC).login(), 50010, 50020), 50000, 50090, tcp="timeout")
    assert cause(inside).params["kind"] == "range"
    assert "50000-50100" in steps(cause(inside))


@pytest.mark.parametrize("problem", [19, 20])
def test_a_certificate_that_was_made_on_the_way_is_nothing_for_the_servers_administrator(problem: int):
    book = Playbook()
    book.connect()
    book.greeting()
    book.says("AUTH TLS", "234 go")
    book.tls(problems=(problem,))
    seen = book.observations[-1]
    chain = (msgspec.structs.replace(LEAF, issuer="CN=FG100F,O=Fortinet"),)
    fact = msgspec.structs.replace(seen.fact, chain=chain)
    book.observations[-1] = msgspec.structs.replace(seen, fact=fact)
    book.says("USER alice", "230 in")
    pasv(book, "203.0.113.1")
    assert cause(book).id == ("certificate-self-signed" if problem == 19 else "certificate-untrusted")
    assert (cause(book).audience, cause(book).remedies) == (("client",), ())
    assert "on the server there is nothing to repair" in T(cause(book).explanation)


@pytest.mark.parametrize("outcome", ["timeout", "refused"])
@pytest.mark.parametrize("back", [True, False])
def test_ports_that_fail_by_the_way_of_a_hairpin_are_to_be_tried_from_outside_first(outcome: str, back: bool):
    book = Playbook(local="192.168.1.10:40000", networks=("192.168.1.10/24",)).login()
    seen = "203.0.113.1" if back else "198.51.100.1"
    book.says("STAT", f"211-Status\n     Connected to {seen}\n211 End", probe="reflection")
    book = epsv(pasv(book, "203.0.113.1", tcp=outcome), 50001, tcp=outcome)
    assert ("test again from outside before you change anything" in T(cause(book).explanation)) is back


def test_a_router_that_is_the_server_itself_forwards_nothing():
    book = Playbook().login(greeting="220 FRITZ!Box7590 FTP server ready.")
    found = cause(epsv(pasv(book, "203.0.113.1", tcp="timeout"), 50001, tcp="timeout"))
    assert "The box opens its passive ports itself" in steps(found)
    assert "forward" not in steps(found)


def test_what_answers_in_another_language_is_not_called_busy():
    book = Playbook(peer="203.0.113.1:22")
    book.connect()
    book.greeting("SSH-2.0-OpenSSH_9.6")
    assert "server-busy" not in book.end().ids()


@pytest.mark.parametrize(
    ("modes", "words"),
    [
        ({"epsv": "500 unknown"}, "allow extended passive mode (EPSV)"),
        ({"pasv": "502 no"}, "allow passive mode (PASV)"),
        ({"pasv": "502 no", "epsv": "502 no"}, "allow passive mode (PASV and EPSV)"),
    ],
)
def test_the_command_that_is_refused_is_the_one_to_allow(modes: dict[str, str], words: str):
    book = Playbook(**PUBLIC).login()
    for mode, good in (("pasv", "227 ok (203,0,113,1,195,80)"), ("epsv", "229 ok (|||50001|)")):
        book.passive(mode, modes.get(mode, good))
    active(book)
    assert to_do(book).endswith(words)


@pytest.mark.parametrize("address", ["10.20.30.2", "198.51.100.200"])
@pytest.mark.parametrize("outcome", ["ok", "timeout"])
def test_ports_that_get_through_need_no_forwarding_first(address: str, outcome: str):
    book = epsv(pasv(Playbook().login(), address, tcp=outcome, address="peer"), 50001, tcp=outcome)
    assert cause(book).id in ("pasv-private-address", "pasv-foreign-address")
    said = to_do(book)
    if outcome == "ok":
        assert said == "for the server administrator: set the server's public address"
    else:
        assert said.endswith("set the server's public address and have its passive ports forwarded")
