"""The packet model: what each hop sees, who decides, and that nothing gets in that nobody let in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.addresses import HostPort
from ftpsgui.topology import nat

CLIENT = HostPort(host="192.168.10.2", port=9000)
PUBLIC = HostPort(host="203.0.113.1", port=21)
SERVER = HostPort(host="10.20.30.2", port=21)
SEEN = HostPort(host="198.51.100.1", port=9000)
LISTENING = {("server", 21), ("server", 50000), ("client", 40000)}


def world(**server_router: object) -> nat.World:
    settings: dict[str, object] = {
        "id": "server-router",
        "inside": "server-lan",
        "outside": "internet",
        "inside_address": "10.20.30.1",
        "outside_address": "203.0.113.1",
        "forwards": (nat.Forward(first=21, last=21, to="10.20.30.2"),),
    }
    return nat.World(
        segments=(
            nat.Segment(id="client-lan", network="192.168.10.0/24", gateway="client-router"),
            nat.Segment(id="internet", network="0.0.0.0/0"),
            nat.Segment(id="server-lan", network="10.20.30.0/24", gateway="server-router"),
        ),
        hosts=(
            nat.Host(id="client", segment="client-lan", address="192.168.10.2"),
            nat.Host(id="neighbour", segment="client-lan", address="192.168.10.3"),
            nat.Host(id="server", segment="server-lan", address="10.20.30.2"),
            nat.Host(id="colleague", segment="server-lan", address="10.20.30.9"),
            nat.Host(id="stranger", segment="internet", address="192.0.2.66"),
        ),
        routers=(
            nat.Router(
                id="client-router",
                inside="client-lan",
                outside="internet",
                inside_address="192.168.10.1",
                outside_address="198.51.100.1",
                otherwise="drop",
            ),
            nat.Router(**(settings | server_router)),  # type: ignore[arg-type]
        ),
    )


def headers(walk: nat.Walk) -> list[tuple[str, str, str]]:
    return [(hop.segment, str(hop.packet.source), str(hop.packet.destination)) for hop in walk.hops]


def test_each_hop_shows_the_addresses_before_and_after_both_routers() -> None:
    made = nat.connect(world(), nat.State(), "client", CLIENT, PUBLIC, LISTENING)
    assert made.outcome == "ok"
    assert made.at == "server"
    assert made.seen == SEEN
    assert made.accepted == SERVER
    assert headers(made.there) == [
        ("client-lan", "192.168.10.2:9000", "203.0.113.1:21"),
        ("internet", "198.51.100.1:9000", "203.0.113.1:21"),
        ("server-lan", "198.51.100.1:9000", "10.20.30.2:21"),
    ]
    assert made.back is not None
    assert headers(made.back) == [
        ("server-lan", "10.20.30.2:21", "198.51.100.1:9000"),
        ("internet", "203.0.113.1:21", "198.51.100.1:9000"),
        ("client-lan", "203.0.113.1:21", "192.168.10.2:9000"),
    ]


def test_the_header_is_rewritten_and_the_sealed_payload_is_not() -> None:
    plan = world(helper=True)
    made = nat.connect(plan, nat.State(), "client", CLIENT, PUBLIC, LISTENING)
    said = nat.say(plan, made.state, "server", SERVER, SEEN, "227 ... (10,20,30,2,195,80)", sealed=True)
    assert [hop.packet.text for hop in said.hops] == ["227 ... (10,20,30,2,195,80)"] * 3
    assert [hop.readdressed for hop in said.hops] == [False, True, True]
    assert said.state.expected == {}


def test_a_helper_rewrites_clear_text_and_opens_the_port() -> None:
    plan = world(helper=True)
    made = nat.connect(plan, nat.State(), "client", CLIENT, PUBLIC, LISTENING)
    said = nat.say(plan, made.state, "server", SERVER, SEEN, "227 ... (10,20,30,2,195,80)", sealed=False)
    assert said.packet.text == "227 ... (203,0,113,1,195,80)"
    assert [hop.rewritten for hop in said.hops] == [False, True, False]
    data = nat.connect(
        plan,
        said.state,
        "client",
        HostPort(host=CLIENT.host, port=9001),
        HostPort(host=PUBLIC.host, port=50000),
        LISTENING,
    )
    assert data.outcome == "ok"
    assert data.accepted == HostPort(host="10.20.30.2", port=50000)


def test_a_helper_looks_away_from_a_masquerade_address() -> None:
    plan = world(helper=True)
    made = nat.connect(plan, nat.State(), "client", CLIENT, PUBLIC, LISTENING)
    said = nat.say(plan, made.state, "server", SERVER, SEEN, "227 ... (203,0,113,1,195,80)", sealed=False)
    assert said.packet.text == "227 ... (203,0,113,1,195,80)"
    assert said.state.expected == {}


def test_a_helper_opens_the_port_of_a_229_and_looks_away_from_other_control_ports() -> None:
    for port, opened in ((21, 1), (2121, 0)):
        plan = world(
            helper=True, forwards=(nat.Forward(first=port, last=port, to="10.20.30.2", to_first=port),)
        )
        inside, outside = HostPort(host=SERVER.host, port=port), HostPort(host=PUBLIC.host, port=port)
        made = nat.connect(plan, nat.State(), "client", CLIENT, outside, {("server", port)})
        said = nat.say(plan, made.state, "server", inside, SEEN, "229 ... (|||50000|)", sealed=False)
        assert len(said.state.expected) == opened


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [("reset", "refused"), ("reject", "refused"), ("drop", "timeout"), ("prohibit", "unreachable")],
)
def test_what_is_not_forwarded_meets_the_router(verdict: nat.Verdict, outcome: nat.Outcome) -> None:
    made = nat.connect(
        world(otherwise=verdict),
        nat.State(),
        "client",
        CLIENT,
        HostPort(host=PUBLIC.host, port=50000),
        LISTENING,
    )
    assert (made.outcome, made.by, made.at) == (outcome, "server-router", None)


def test_forwarded_but_nobody_listens_is_refused_by_the_server() -> None:
    made = nat.connect(world(), nat.State(), "client", CLIENT, PUBLIC, set())
    assert (made.outcome, made.by) == ("refused", "server")


def test_forwarded_but_filtered_is_silence() -> None:
    plan = world(inbound=(nat.Rule(verdict="drop", first=21, last=21),))
    made = nat.connect(plan, nat.State(), "client", CLIENT, PUBLIC, LISTENING)
    assert (made.outcome, made.by) == ("timeout", "server-router")


def test_outbound_rules_stop_the_servers_dial_back() -> None:
    plan = world(outbound=(nat.Rule(verdict="accept", first=443, last=443), nat.Rule(verdict="prohibit")))
    made = nat.connect(
        plan,
        nat.State(),
        "server",
        HostPort(host=SERVER.host, port=20),
        HostPort(host="192.0.2.66", port=50000),
        {("stranger", 50000)},
    )
    assert (made.outcome, made.by) == ("unreachable", "server-router")


def test_a_private_address_is_unreachable_over_the_internet() -> None:
    made = nat.connect(
        world(), nat.State(), "client", CLIENT, HostPort(host="10.20.30.2", port=21), LISTENING
    )
    assert (made.outcome, made.by) == ("unreachable", "internet")
    back = nat.connect(
        world(), nat.State(), "server", SERVER, HostPort(host="192.168.10.2", port=40000), LISTENING
    )
    assert (back.outcome, back.by) == ("unreachable", "internet")


def test_an_empty_place_in_the_own_lan_is_not_sent_to_the_gateway() -> None:
    made = nat.connect(world(), nat.State(), "client", CLIENT, HostPort(host="192.168.10.77", port=1), set())
    assert (made.outcome, made.by) == ("unreachable", "client-lan")


def test_a_public_host_with_a_firewall() -> None:
    plan = nat.World(
        segments=(nat.Segment(id="internet", network="0.0.0.0/0"),),
        hosts=(
            nat.Host(id="client", segment="internet", address="198.51.100.1"),
            nat.Host(
                id="server",
                segment="internet",
                address="203.0.113.1",
                firewall=(nat.Rule(verdict="accept", first=21, last=21), nat.Rule(verdict="drop")),
            ),
        ),
    )
    assert nat.connect(plan, nat.State(), "client", SEEN, PUBLIC, LISTENING).outcome == "ok"
    closed = HostPort(host=PUBLIC.host, port=50000)
    assert nat.connect(plan, nat.State(), "client", SEEN, closed, LISTENING).outcome == "timeout"


@pytest.mark.parametrize(("hairpin", "outcome"), [(True, "ok"), (False, "refused")])
def test_a_colleague_of_the_server_needs_hairpin(hairpin: bool, outcome: str) -> None:
    made = nat.connect(
        world(hairpin=hairpin),
        nat.State(),
        "colleague",
        HostPort(host="10.20.30.9", port=9000),
        PUBLIC,
        LISTENING,
    )
    assert made.outcome == outcome
    if hairpin:
        assert made.seen == HostPort(host="10.20.30.1", port=9000)


def test_two_neighbours_with_one_source_port_stay_apart() -> None:
    plan = world()
    first = nat.connect(plan, nat.State(), "client", CLIENT, PUBLIC, LISTENING)
    second = nat.connect(
        plan, first.state, "neighbour", HostPort(host="192.168.10.3", port=9000), PUBLIC, LISTENING
    )
    assert first.seen == SEEN
    assert second.seen is not None
    assert second.seen.port != 9000
    assert nat.say(plan, second.state, "server", SERVER, second.seen, "220").by == "neighbour"
    assert nat.say(plan, second.state, "server", SERVER, SEEN, "220").by == "client"


def test_a_second_nat_outside_the_first_changes_the_source_twice() -> None:
    base = world()
    carrier = nat.World(
        segments=(
            *(segment for segment in base.segments),
            nat.Segment(id="carrier", network="100.64.0.0/10", gateway="carrier-router"),
        ),
        hosts=base.hosts,
        routers=(
            nat.Router(
                id="client-router",
                inside="client-lan",
                outside="carrier",
                inside_address="192.168.10.1",
                outside_address="100.64.5.5",
            ),
            nat.Router(
                id="carrier-router",
                inside="carrier",
                outside="internet",
                inside_address="100.64.0.1",
                outside_address="198.51.100.1",
            ),
            base.router("server-router"),
        ),
    )
    made = nat.connect(carrier, nat.State(), "client", CLIENT, PUBLIC, LISTENING)
    assert made.outcome == "ok"
    assert [str(hop.packet.source) for hop in made.there.hops] == [
        "192.168.10.2:9000",
        "100.64.5.5:9000",
        "198.51.100.1:9000",
        "198.51.100.1:9000",
    ]


ports = st.integers(min_value=1, max_value=65535)
outsiders = st.sampled_from(["stranger", "server"])
insiders = st.sampled_from(["client", "neighbour"])


@given(st.lists(st.tuples(insiders, ports), min_size=1, max_size=12))
def test_an_answer_always_finds_whoever_asked(dials: list[tuple[str, int]]) -> None:
    plan, state = world(), nat.State()
    made: list[tuple[str, HostPort, HostPort]] = []
    for host, port in dict.fromkeys(dials):
        source = HostPort(host=plan.host(host).address, port=port)
        connection = nat.connect(plan, state, host, source, PUBLIC, LISTENING)
        assert connection.outcome == "ok"
        assert connection.seen is not None
        state = connection.state
        made.append((host, source, connection.seen))
    assert len({seen for _, _, seen in made}) == len(made)
    for host, source, seen in made:
        back = nat.say(plan, state, "server", SERVER, seen, "220")
        assert (back.by, back.packet.destination, back.packet.source) == (host, source, PUBLIC)


@given(
    st.lists(st.tuples(insiders, ports), max_size=6),
    outsiders,
    ports,
    st.sampled_from(["198.51.100.1", "192.168.10.2", "192.168.10.1"]),
    ports,
    st.booleans(),
)
def test_nothing_from_outside_comes_in_without_a_forward_or_a_flow(
    dials: list[tuple[str, int]], outsider: str, source_port: int, address: str, port: int, opening: bool
) -> None:
    plan, state = world(), nat.State()
    for host, dialled in dict.fromkeys(dials):
        source = HostPort(host=plan.host(host).address, port=dialled)
        state = nat.connect(plan, state, host, source, PUBLIC, LISTENING).state
    origin = HostPort(host=plan.host(outsider).address, port=source_port)
    walk = nat.send(
        plan,
        state,
        outsider,
        nat.Packet(source=origin, destination=HostPort(host=address, port=port), opening=opening),
    )
    if walk.by in ("client", "neighbour"):
        # Only the answer to a flow of theirs, from the very endpoint that they dialled.
        assert outsider == "server"
        assert origin == SERVER


@given(ports, st.integers(min_value=0, max_value=500), st.integers(min_value=0, max_value=65535))
def test_a_forward_covers_its_range_and_nothing_else(first: int, length: int, port: int) -> None:
    last = min(first + length, 65535)
    forward = nat.Forward(first=first, last=last, to="10.20.30.2", to_first=1)
    target = forward.target(port)
    assert (target is not None) == (first <= port <= last)
    if target is not None:
        assert target.port == 1 + port - first


def test_an_unknown_host_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        nat.send(world(), nat.State(), "nobody", nat.Packet(source=CLIENT, destination=PUBLIC))
