"""The kernel is the judge of the one NAT model: the same dials and the same lines, through both."""

from __future__ import annotations

import errno
import itertools
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest

from ftpsgui.model.addresses import HostPort
from ftpsgui.topology import nat
from ftpsgui.topology.predict import predict
from tests.lab.beside import side_by_side
from tests.lab.modelled import conditions, describable, world
from tests.lab.scenarios import CLIENT_PUBLIC, ELSEWHERE, SCENARIOS, SERVER_INSIDE, SERVER_PUBLIC, Scenario
from tests.lab.topology import Lab
from tests.servers.namespaces import connect, run_in

PREDICTED = [scenario for scenario in SCENARIOS if describable(scenario)]


@pytest.mark.parametrize("scenario", PREDICTED, ids=lambda scenario: scenario.name)
def test_the_prediction_is_what_the_lab_measured(scenario: Scenario) -> None:
    predicted = {
        f"{mode.row.mode}/{mode.row.address}": mode.row.result for mode in predict(conditions(scenario)).modes
    }
    known = {row: result for row, result in scenario.rows.items() if result in ("works", "fails")}
    assert {row: predicted[row] for row in known} == known


def _paths() -> list[Scenario]:
    """Return every kind of path that the lab can wire, whatever the servers."""
    paths: list[Scenario] = []
    for place, server_ports, private_dies in itertools.product(
        ("T1", "T2", "T3", "T4", "hairpin"),
        ("open", "dropped", "rejected", "prohibited", "not-forwarded", "some"),
        ("loudly", "silently"),
    ):
        if place == "hairpin" and server_ports in ("rejected", "prohibited"):
            continue  # the lab refuses on the way in from outside only
        if private_dies == "silently" and server_ports != "open":
            continue
        if server_ports == "not-forwarded" and place in ("T1", "T3"):
            continue
        paths.append(
            Scenario(
                name=f"{place}-{server_ports}-{private_dies}",
                server="vsftpd",
                place=place,  # type: ignore[arg-type]
                server_ports=server_ports,  # type: ignore[arg-type]
                private_dies=private_dies,  # type: ignore[arg-type]
                client_forwarded=(51000, 51020) if place in ("T3", "T4") and server_ports == "open" else None,
                client_router="resets" if server_ports == "rejected" else "drops",
                client_ports="dropped" if place in ("T1", "T2") and server_ports == "some" else "open",
                truth="",
                causes=frozenset(),
            )
        )
    return paths


def _dials(scenario: Scenario) -> list[tuple[str, HostPort]]:
    ports = (21, 50000, 50010, 50100, 8080)
    from_client = [(SERVER_PUBLIC, port) for port in ports] + [
        (SERVER_INSIDE, 50000),
        (ELSEWHERE, 50000),
        ("192.0.2.1", 21),
    ]
    from_server = [
        (CLIENT_PUBLIC, 51000),
        (CLIENT_PUBLIC, 51001),
        (CLIENT_PUBLIC, 40000),
        (scenario.client_address, 40000),
    ]
    from_server += [("172.16.1.1", 40000)]
    return [("client", HostPort(host=host, port=port)) for host, port in from_client] + [
        ("server", HostPort(host=host, port=port)) for host, port in from_server
    ]


LISTENING = (("server", 21), ("server", 50000), ("server", 50100), ("client", 51000), ("client", 40000))


@contextmanager
def _listeners(lab: Lab) -> Iterator[dict[tuple[str, int], socket.socket]]:
    with ExitStack() as stack:
        listeners = {}
        for name, port in LISTENING:
            place = {"client": lab.client, "server": lab.server}[name]
            listener = run_in(place.path, lambda port=port: socket.create_server(("0.0.0.0", port)))  # type: ignore[misc]
            listeners[name, port] = stack.enter_context(listener)
            listener.settimeout(5)
        yield listeners


def _dial(lab: Lab, origin: str, to: HostPort, expected: str) -> tuple[str, socket.socket | None]:
    """Dial; an answer comes at once, but may be late on a busy machine, so only expected silence is cut short."""
    place = {"client": lab.client, "server": lab.server}[origin]
    try:
        return "ok", connect((to.host, to.port), place.path, 0.5 if expected == "timeout" else 10)
    except TimeoutError:
        return "timeout", None
    except ConnectionRefusedError:
        return "refused", None
    except OSError as error:
        if error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
            return "unreachable", None
        raise


def _dials_differ(scenario: Scenario) -> str:
    dials = _dials(scenario)
    here = world(scenario)
    addresses = {"client": scenario.client_address, "server": scenario.server_address}
    with Lab(scenario) as lab, _listeners(lab) as listeners, ThreadPoolExecutor(len(dials)) as pool:
        models = [
            nat.connect(
                here, nat.State(), origin, HostPort(host=addresses[origin], port=45000), to, set(LISTENING)
            )
            for origin, to in dials
        ]
        expected = [modelled.outcome for modelled in models]
        ended = list(pool.map(lambda dial, end: _dial(lab, dial[0], dial[1], end), dials, expected))
        wrong = []
        for (origin, to), modelled, (outcome, stream) in zip(dials, models, ended, strict=True):
            seen = modelled.seen.host if modelled.seen else None
            kernel_saw = None
            if stream is not None:
                with stream:
                    other = "server" if origin == "client" else "client"
                    accepted, peer = listeners[other, to.port].accept()
                    accepted.close()
                    kernel_saw = peer[0]
            if (modelled.outcome, seen) != (outcome, kernel_saw):
                wrong.append(
                    f"{origin} to {to}: kernel {outcome} seen as {kernel_saw}, model {modelled.outcome} {seen}"
                )
    return "\n".join(wrong)


LINES = [
    ("server", "227 Entering Passive Mode (10,20,30,2,195,80)."),
    ("server", "227 Entering Passive Mode (203,0,113,1,195,80)."),
    ("server", "227 Entering Passive Mode (10,20,30,9,195,80)."),
    ("server", "229 Entering Extended Passive Mode (|||50000|)"),
    ("client", "PORT 192,168,10,2,156,64"),
    ("client", "PORT 198,51,100,1,156,64"),
    ("client", "EPRT |1|192.168.10.2|40000|"),
]


def _control(
    stack: ExitStack, lab: Lab, listeners: dict[tuple[str, int], socket.socket]
) -> tuple[socket.socket, socket.socket, tuple[str, int]]:
    """Return both ends of a control connection, and the client as the server sees it."""
    client = stack.enter_context(connect((SERVER_PUBLIC, 21), lab.client.path, 5))
    server, peer = listeners["server", 21].accept()
    stack.enter_context(server)
    # The helper learns where a line begins from the line before: a first one it does not read.
    for talker, listener, words in ((server, client, b"220 Hello.\r\n"), (client, server, b"NOOP\r\n")):
        talker.sendall(words)
        assert listener.recv(200) == words
    return client, server, peer


def _rewriting_differs(speaker: str, line: str, helper: str) -> str:
    scenario = Scenario(
        name="lines",
        server="vsftpd",
        place="T4",
        helper=helper,  # type: ignore[arg-type]
        truth="",
        causes=frozenset(),
    )
    here, target = world(scenario), HostPort(host=SERVER_PUBLIC, port=21)
    with ExitStack() as stack:
        lab = stack.enter_context(Lab(scenario))
        listeners = stack.enter_context(_listeners(lab))
        client, server, peer = _control(stack, lab, listeners)
        ends = {"client": client, "server": server}
        ends[speaker].sendall(line.encode() + b"\r\n")
        arrived = ends["server" if speaker == "client" else "client"].recv(200).decode().strip()
        source = HostPort(host=scenario.client_address, port=client.getsockname()[1])
    opened = nat.connect(here, nat.State(), "client", source, target, {("server", 21)})
    assert opened.seen == HostPort(host=peer[0], port=peer[1])
    ways = {"client": (source, target), "server": (HostPort(host=SERVER_INSIDE, port=21), opened.seen)}
    walked = nat.say(here, opened.state, speaker, *ways[speaker], line, sealed=False)
    return "" if walked.packet.text == arrived else f"kernel {arrived}, model {walked.packet.text}"


def _opening_differs(speaker: str, line: str, helper: str) -> str:
    """The other side dials what arrived; nothing is forwarded but port 21."""
    scenario = Scenario(
        name="expected",
        server="vsftpd",
        place="T4",
        server_ports="not-forwarded",
        client_router="resets",
        helper=helper,  # type: ignore[arg-type]
        truth="",
        causes=frozenset(),
    )
    other = "client" if speaker == "server" else "server"
    to = {
        "server": HostPort(host=SERVER_PUBLIC, port=50000),
        "client": HostPort(host=CLIENT_PUBLIC, port=40000),
    }[speaker]
    here, target = world(scenario), HostPort(host=SERVER_PUBLIC, port=21)
    with ExitStack() as stack:
        lab = stack.enter_context(Lab(scenario))
        listeners = stack.enter_context(_listeners(lab))
        client, server, _peer = _control(stack, lab, listeners)
        ends = {"client": client, "server": server}
        ends[speaker].sendall(line.encode() + b"\r\n")
        assert ends[other].recv(200)
        source = HostPort(host=scenario.client_address, port=client.getsockname()[1])
        opened = nat.connect(here, nat.State(), "client", source, target, {("server", 21)})
        assert opened.seen is not None
        ways = {"client": (source, target), "server": (HostPort(host=SERVER_INSIDE, port=21), opened.seen)}
        walked = nat.say(here, opened.state, speaker, *ways[speaker], line, sealed=False)
        addresses = {"client": scenario.client_address, "server": SERVER_INSIDE}
        dialler = HostPort(host=addresses[other], port=45001)
        modelled = nat.connect(here, walked.state, other, dialler, to, set(LISTENING)).outcome
        outcome, stream = _dial(lab, other, to, modelled)
        if stream is not None:
            stream.close()
    return "" if outcome == modelled else f"kernel {outcome}, model {modelled}"


@pytest.fixture(scope="module")
def beside(request: pytest.FixtureRequest) -> Iterator[Callable[[pytest.Item], str]]:
    bodies = {
        "test_dials_end_in_the_model_as_in_the_kernel": _dials_differ,
        "test_helpers_rewrite_in_the_model_as_in_the_kernel": _rewriting_differs,
        "test_helpers_open_the_port_in_the_model_as_in_the_kernel": _opening_differs,
    }
    with side_by_side(request, bodies) as answer:
        yield answer


Beside = Callable[[pytest.Item], str]


@pytest.mark.lab
@pytest.mark.parametrize("scenario", _paths(), ids=lambda scenario: scenario.name)
def test_dials_end_in_the_model_as_in_the_kernel(
    scenario: Scenario, beside: Beside, request: pytest.FixtureRequest
) -> None:
    if wrong := beside(request.node):
        pytest.fail(wrong, pytrace=False)


@pytest.mark.lab
@pytest.mark.parametrize("helper", ["none", "client", "server"])
@pytest.mark.parametrize(("speaker", "line"), LINES)
def test_helpers_rewrite_in_the_model_as_in_the_kernel(
    speaker: str, line: str, helper: str, beside: Beside, request: pytest.FixtureRequest
) -> None:
    if wrong := beside(request.node):
        pytest.fail(wrong, pytrace=False)


@pytest.mark.lab
@pytest.mark.parametrize("helper", ["none", "client", "server"])
@pytest.mark.parametrize(("speaker", "line"), [LINES[0], LINES[3], LINES[4], LINES[6]])
def test_helpers_open_the_port_in_the_model_as_in_the_kernel(
    speaker: str, line: str, helper: str, beside: Beside, request: pytest.FixtureRequest
) -> None:
    if wrong := beside(request.node):
        pytest.fail(wrong, pytrace=False)
