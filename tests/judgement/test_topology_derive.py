"""Classes, ends, places and links of the path."""

from __future__ import annotations

import pytest

from ftpsgui.model.addresses import HostPort, Interface
from ftpsgui.model.facts import LocalAddresses, PublicAddress, Step
from ftpsgui.topology.derive import derive
from ftpsgui.topology.habits import tunnel, usual_owner
from tests.judgement.playbook import Playbook

PRIVATE = "227 Entering Passive Mode (10,20,30,2,195,80)"
PUBLIC = {"local": "198.51.100.7:40000", "networks": ("198.51.100.7/24",)}


def logged(**more):
    return Playbook(**more).login()


def seen_as(book, address):
    book.says("STAT", f"211-Status\n     Connected to {address}\n211 End", probe="reflection")
    return book


def told(book):
    topology = derive(book.state())
    return (
        topology.topology_class,
        (topology.client.kind, topology.client.certainty),
        (topology.server.kind, topology.server.certainty),
    )


def link(book, what):
    (found,) = [one for one in derive(book.state()).links if one.what == what]
    return found.origin, found.to, found.state, found.certainty


def test_before_anything():
    topology = derive(Playbook(start=False).state())
    assert topology.topology_class == "unknown"
    assert set(topology.possible) == {"T1", "T2", "T3", "T4"}
    assert topology.client.kind == topology.server.kind == "unknown"
    assert topology.links == ()


def test_t1():
    book = logged(**PUBLIC)
    book.passive()
    book.active()
    assert told(book) == ("T1", ("public", "proven"), ("public-or-masqueraded", "likely"))
    assert derive(book.state()).possible == ("T1", "T2")
    assert [node.id for node in derive(book.state()).nodes] == ["client", "internet", "server"]


def test_t2_by_a_private_227_alone_is_likely():
    book = logged(**PUBLIC)
    book.passive(text=PRIVATE, tcp="timeout")
    assert told(book) == ("T2", ("public", "likely"), ("nat", "likely"))
    assert derive(book.state()).possible == ("T2", "T1")


def test_t2_is_proven_by_a_dial_to_the_peer():
    book = logged(**PUBLIC)
    book.passive(text=PRIVATE)
    assert told(book)[2] == ("nat", "proven")
    topology = derive(book.state())
    assert topology.possible == ("T2", "T1")  # a public server with a stale private setting does the same
    assert (topology.server.inside, topology.server.outside) == ("10.20.30.2", "203.0.113.1")
    assert [node.id for node in topology.nodes] == ["client", "internet", "server-router", "server"]


def test_t2_is_proven_by_an_inside_address_that_the_server_tells():
    book = Playbook(**PUBLIC).login(greeting="220 ProFTPD Server (Debian) [::ffff:10.20.30.2]")
    book.passive()
    assert told(book)[2] == ("nat", "proven")
    assert derive(book.state()).possible == ("T2",)


def test_a_masqueraded_greeting_reveals_nothing():
    book = Playbook(**PUBLIC).login(greeting="220 ProFTPD Server (Debian) [203.0.113.1]")
    book.passive()
    assert told(book)[2] == ("public-or-masqueraded", "likely")


def test_a_loopback_227_names_no_inside_address():
    book = logged(**PUBLIC)
    book.passive(text="227 (127,0,0,1,195,80)")
    assert derive(book.state()).server.inside is None


def test_another_public_address_leaves_it_open():
    book = logged(**PUBLIC)
    book.passive(text="227 (198,51,100,9,195,80)")
    assert told(book)[2] == ("public-or-masqueraded", "possible")
    assert derive(book.state()).possible == ("T1", "T2")


def test_t3():
    book = logged()
    book.passive()
    assert told(book) == ("T3", ("nat", "likely"), ("public-or-masqueraded", "likely"))
    assert derive(book.state()).possible == ("T3", "T4")
    seen_as(book, "198.51.100.1")
    assert told(book)[1] == ("nat", "proven")
    assert derive(book.state()).client.outside == "198.51.100.1"


@pytest.mark.parametrize(
    ("refusal", "certainty"),
    [
        ("500 Illegal PORT command.", "proven"),
        ("500 I won't open a connection to 192.168.10.2 (only to 198.51.100.1)", "proven"),
        ("501 Rejected data connection to foreign address 192.168.10.2:51201.", "proven"),
        ("502 Active mode not enabled.", "likely"),
        ("500 no", "likely"),
    ],
)
def test_a_refused_port_proves_client_nat_when_it_speaks_of_the_address(refusal, certainty):
    book = logged()
    book.active(text=refusal)
    assert told(book)[1] == ("nat", certainty)


def test_t4():
    book = seen_as(logged(), "198.51.100.1")
    book.passive(text=PRIVATE)
    assert told(book) == ("T4", ("nat", "proven"), ("nat", "proven"))
    assert derive(book.state()).possible == ("T4", "T3")
    assert [node.id for node in derive(book.state()).nodes] == [
        "client",
        "client-router",
        "internet",
        "server-router",
        "server",
    ]


def test_carrier_grade_nat():
    assert told(logged(local="100.64.3.4:40000"))[1] == ("cgnat", "likely")


def test_a_public_address_that_the_server_sees_as_another():
    book = seen_as(logged(**PUBLIC), "203.0.113.200")
    assert told(book)[1] == ("nat", "proven")


def test_inside():
    book = logged(peer="192.168.10.9:21")
    book.passive(text="227 (192,168,10,9,195,80)")
    assert told(book) == ("inside", ("lan", "proven"), ("lan", "proven"))
    book = logged(peer="10.99.0.1:21")
    assert told(book) == ("inside", ("lan", "likely"), ("lan", "likely"))


def test_an_overlay_network():
    book = logged(peer="100.100.1.1:21", local="100.101.1.1:40000")
    assert told(book) == ("inside", ("vpn", "likely"), ("vpn", "likely"))


def test_a_public_target_that_sees_our_inside_address_is_inside():
    book = seen_as(logged(), "192.168.10.2")
    assert told(book)[0] == "inside"
    assert told(book)[1] == ("lan", "proven")


def test_ipv6():
    book = Playbook(peer="[2001:db8::1]:21", local="[2001:db8:1::2]:40000", networks=()).login()
    book.passive("epsv", "229 ok (|||50000|)")
    assert told(book) == ("T1", ("public", "likely"), ("public-or-masqueraded", "likely"))


def t4():
    book = logged()
    book.passive(text=PRIVATE)
    return book


def test_links_say_where_a_try_died():
    book = t4()
    assert link(book, "control") == ("client", "server", "works", "proven")
    assert link(book, "pasv/advertised") == ("client", "internet", "fails", "likely")
    assert link(book, "pasv/peer") == ("client", "server", "works", "proven")
    book.passive("epsv", "229 ok (|||50001|)", tcp="timeout")
    assert link(book, "epsv/peer") == ("client", "server-router", "fails", "proven")
    book.active(text="500 Illegal PORT command.")
    assert link(book, "port/local") == ("server", "client-router", "fails", "proven")
    book.active("eprt", reached=False, final=None)
    assert link(book, "eprt/local") == ("server", "client-router", "fails", "proven")


def test_without_a_router_a_try_dies_at_the_end():
    book = logged(**PUBLIC)
    book.passive("epsv", "229 ok (|||50001|)", tcp="refused")
    book.active(reached=False, final=None)
    assert link(book, "epsv/peer")[1] == "server"
    assert link(book, "port/local") == ("server", "client", "fails", "proven")


def test_an_advertised_address_that_was_not_dialled_and_may_work_is_untested():
    book = logged()
    book.passive(text="227 (198,51,100,9,195,80)")
    assert link(book, "pasv/advertised") == ("client", "internet", "untested", "proven")


@pytest.mark.parametrize(
    ("outcome", "place"), [("timeout", "internet"), ("unreachable", "internet"), ("refused", "server")]
)
def test_a_failed_dial(outcome, place):
    book = Playbook()
    book.connect(outcome)
    assert link(book, "control") == ("client", place, "fails", "proven")


def test_a_refused_login_ends_at_the_server():
    book = Playbook().login(text="530 no")
    assert link(book, "control") == ("client", "server", "fails", "proven")


def test_clear_modes_have_their_own_links():
    book = logged()
    book.passive(protection="clear")
    assert link(book, "pasv/peer/clear")[2] == "works"


def test_two_nats_at_the_server_are_told():
    book = Playbook().login(greeting="220 ProFTPD Server (Debian) [172.17.0.2]")
    book.passive(text="227 Entering Passive Mode (192,168,1,10,195,80)")
    (router, server) = derive(book.state()).nodes[-2:]
    assert (router.label.id, server.label.id) == ("Its routers · NAT twice", "FTPS server in a container")
    finding = book.findings()["both-behind-nat"]
    assert (finding.params["server"], finding.params["server_outside"]) == ("172.17.0.2", "203.0.113.1")
    assert finding.params["client"] == "192.168.10.2"


def test_a_private_server_through_a_tunnel_is_a_vpn():
    book = Playbook(local="10.8.0.6:40000", peer="10.20.30.2:21", start=False)
    book.note(LocalAddresses(interfaces=(Interface(name="tun0", address="10.8.0.6", prefix=24),)))
    book.login()
    topology = derive(book.state())
    assert (topology.topology_class, topology.client.kind, topology.server.kind) == ("inside", "vpn", "vpn")


def test_a_public_server_through_a_tunnel_is_behind_the_tunnels_nat():
    book = Playbook(local="100.64.3.4:40000", start=False)
    book.note(LocalAddresses(interfaces=(Interface(name="tailscale0", address="100.64.3.4", prefix=32),)))
    book.login()
    assert derive(book.state()).client.kind == "nat"
    assert book.findings()["client-behind-nat"].params["vpn"] == "tailscale0"


def test_a_stun_server_proves_the_clients_nat():
    book = logged()
    server = HostPort(host="198.51.100.99", port=3478)
    told_address = HostPort(host="198.51.100.1", port=40000)
    book.note(
        PublicAddress(
            name="stun.example.com",
            server=server,
            address=told_address,
            step=Step(outcome="ok", seconds=0.02),
        )
    )
    client = derive(book.state()).client
    assert (client.kind, client.certainty, client.outside) == ("nat", "proven", "198.51.100.1")


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("172.17.0.2", "container"),
        ("172.19.0.3", "container"),
        ("172.30.4.5", "container"),
        ("172.31.4.5", "cloud"),
        ("172.16.0.5", None),
        ("10.88.0.3", "container"),
        ("10.42.3.4", "pod"),
        ("10.0.2.15", "virtual-machine"),
        ("169.254.7.8", "automatic"),
        ("100.101.1.2", "overlay"),
        ("127.0.0.1", "itself"),
        ("192.168.1.5", None),
        ("203.0.113.1", None),
    ],
)
def test_whose_an_inside_address_usually_is(address, owner):
    assert usual_owner(address) == owner


@pytest.mark.parametrize(
    "name", ["tun0", "utun4", "wg0", "tailscale0", "Cisco AnyConnect", "OpenVPN TAP-Windows6", "ppp0"]
)
def test_names_of_tunnels(name):
    assert tunnel((Interface(name=name, address="10.8.0.6", prefix=24),), "10.8.0.6") == name


@pytest.mark.parametrize("name", ["eth0", "en0", "wlan0", "Ethernet", "docker0", "Wi-Fi", "eno1"])
def test_names_of_no_tunnels(name):
    assert tunnel((Interface(name=name, address="10.8.0.6", prefix=24),), "10.8.0.6") is None
