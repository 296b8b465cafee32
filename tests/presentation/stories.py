"""Whole runs as observations, for the pictures that are drawn from facts: one for each topology."""

from ftpsgui.model.addresses import HostPort, Interface
from ftpsgui.model.facts import (
    DataAttempt,
    Exchange,
    LocalAddresses,
    Observation,
    Reply,
    RunEnded,
    Step,
    TcpConnect,
    TlsHandshake,
)
from ftpsgui.model.plan import Endpoint, Plan
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State

OK = Step(outcome="ok", seconds=0.02)
CLIENT_OUT, SERVER_OUT = "198.51.100.1", "203.0.113.1"
CLIENT_IN, SERVER_IN = "192.168.10.2", "10.20.30.2"
SIX_CLIENT, SIX_SERVER = "2001:db8:1111:2222:3333:4444:5555:6666", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"


def reply(text: str, *lines: str) -> Reply:
    code, _, rest = text.partition(" ")
    return Reply(code=int(code), lines=(*lines, rest), raw=text)


def comma(host: str, port: int) -> str:
    return ",".join([*host.split("."), str(port // 256), str(port % 256)])


class Story:
    """Collects facts; ``state`` folds them."""

    def __init__(self, local: str, remote: str, *, tls: str = "explicit") -> None:
        self.plan = Plan(input=remote, endpoint=Endpoint(host=remote, tls=tls))
        self.observations: list[Observation] = []
        self.local = HostPort(host=local, port=9000)
        self.remote = HostPort(host=remote, port=21)
        self.protected = False

    def add(self, fact, probe: str = "login", connection: str | None = "c1") -> Observation:
        number = len(self.observations) + 1
        observation = Observation(
            id=f"o{number}", sequence=number, time=number / 10, probe=probe, connection=connection, fact=fact
        )
        self.observations.append(observation)
        return observation

    def say(self, command: str | None, answer: str, *lines: str) -> None:
        self.add(
            Exchange(
                command=command,
                reply=reply(answer, *lines),
                sent=0.1 if command else None,
                replied=0.2,
                ending="replied",
                protected=self.protected,
            )
        )

    def begin(self, *, tls: bool = True, seen_as: str | None = None) -> "Story":
        self.add(
            LocalAddresses(interfaces=(Interface(name="eth0", address=self.local.host, prefix=24),)),
            connection=None,
        )
        self.add(TcpConnect(remote=self.remote, local=self.local, step=OK), probe="connect")
        self.say(None, "220 ProFTPD Server ready")
        if tls:
            self.say("AUTH TLS", "234 AUTH TLS successful")
            self.add(TlsHandshake(mode="explicit", server_name=None, step=OK, version="TLSv1.3"), probe="tls")
            self.protected = True
        self.say("USER upload", "331 Password required")
        self.say("PASS ••••", "230 User upload logged in")
        if seen_as:
            self.say("STAT", "211 End", f"     Connected from gate.example.net ({seen_as})")
        return self

    def passive(self, said: str, port: int, address: str = "peer", **more) -> "Story":
        raw = f"227 Entering Passive Mode ({comma(said, port)})."
        host = said if address == "advertised" else self.remote.host
        fact = {
            "mode": "pasv",
            "address": address,
            "protection": "private" if self.protected else "clear",
            "control_peer": self.remote,
            "setup": reply(raw),
            "setup_ending": "replied",
            "raw": raw,
            "advertised": HostPort(host=said, port=port),
            "dialled": HostPort(host=host, port=port),
            **self.success(host, port),
            **more,
        }
        self.add(DataAttempt(**fact), probe="pasv")
        return self

    def extended(self, port: int, **more) -> "Story":
        raw = f"229 Entering Extended Passive Mode (|||{port}|)"
        fact = {
            "mode": "epsv",
            "address": "peer",
            "protection": "private",
            "control_peer": self.remote,
            "setup": reply(raw),
            "raw": raw,
            "advertised": HostPort(host=self.remote.host, port=port),
            "dialled": HostPort(host=self.remote.host, port=port),
            **self.success(self.remote.host, port),
            **more,
        }
        self.add(DataAttempt(**fact), probe="epsv")
        return self

    def active(self, named: str, port: int, address: str = "local", **more) -> "Story":
        fact = {
            "mode": "port",
            "address": address,
            "protection": "private",
            "control_peer": self.remote,
            "setup": reply("200 PORT command successful"),
            "raw": comma(named, port),
            "advertised": HostPort(host=named, port=port),
            "listened": HostPort(host=self.local.host, port=port),
            **self.success(self.remote.host, 20),
            **more,
        }
        self.add(DataAttempt(**fact), probe="port")
        return self

    def success(self, host: str, port: int) -> dict:
        return {
            "observed": HostPort(host=host, port=port),
            "local": HostPort(host=self.local.host, port=41000),
            "tcp": OK,
            "tls": OK if self.protected else None,
            "resumed": True if self.protected else None,
            "preliminary": reply("150 Opening ASCII mode data connection for file list"),
            "final": reply("226 Transfer complete"),
            "final_ending": "replied",
            "ending": "close_notify",
            "bytes": 120,
            "lines": 2,
            "order": ("setup", "tcp", "preliminary", "tls", "data", "end", "final"),
        }

    def state(self, *, ended: bool = True) -> State:
        if ended:
            self.add(RunEnded(reason="finished", seconds=2.0), connection=None)
        return fold(self.plan, self.observations, "2026-11-23T00:00:00Z")


NOTHING = {
    "observed": None,
    "tls": None,
    "resumed": None,
    "preliminary": None,
    "final": None,
    "final_ending": "timeout",
    "ending": None,
    "bytes": 0,
    "lines": 0,
    "order": ("setup",),
}
SILENCE = {**NOTHING, "tcp": Step(outcome="timeout", seconds=6.0, error="ETIMEDOUT")}
REFUSAL = {**NOTHING, "tcp": Step(outcome="refused", seconds=0.1, error="ECONNREFUSED")}
REFUSED_PORT = {**NOTHING, "tcp": None, "setup": reply("500 Illegal PORT command")}


def t1() -> State:
    story = Story(CLIENT_OUT, SERVER_OUT).begin()
    return story.passive(SERVER_OUT, 50003).extended(50006).active(CLIENT_OUT, 50010).state()


def t2() -> State:
    story = Story(CLIENT_OUT, SERVER_OUT).begin()
    story.passive(SERVER_IN, 50003, "advertised", **SILENCE).passive(SERVER_IN, 50004)
    return story.active(CLIENT_OUT, 50010).state()


def t3() -> State:
    story = Story(CLIENT_IN, SERVER_OUT).begin(seen_as=CLIENT_OUT)
    return story.passive(SERVER_OUT, 50003).active(CLIENT_IN, 50010, **SILENCE).state()


def t4() -> State:
    story = Story(CLIENT_IN, SERVER_OUT).begin(seen_as=CLIENT_OUT)
    story.passive(SERVER_IN, 50003, "advertised", **SILENCE).passive(SERVER_IN, 50004).extended(
        50006, **REFUSAL
    )
    return story.active(CLIENT_IN, 50010, **REFUSED_PORT).state()


def inside() -> State:
    return (
        Story(CLIENT_IN, "192.168.10.9")
        .begin()
        .passive("192.168.10.9", 50003)
        .active(CLIENT_IN, 50010)
        .state()
    )


def clear() -> State:
    return (
        Story(CLIENT_IN, SERVER_OUT, tls="none")
        .begin(tls=False, seen_as=CLIENT_OUT)
        .passive(SERVER_IN, 50003)
        .state()
    )


def six() -> State:
    return Story(SIX_CLIENT, SIX_SERVER).begin().extended(50006).state()


def nothing() -> State:
    return Story(CLIENT_IN, SERVER_OUT).state(ended=False)


STORIES = {
    "t1": t1,
    "t2": t2,
    "t3": t3,
    "t4": t4,
    "inside": inside,
    "clear": clear,
    "six": six,
    "nothing": nothing,
}
