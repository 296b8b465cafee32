"""A run as a readable dialogue: each call is one thing that happened; ``state()`` folds it, ``session()`` saves it.

book = Playbook()                                   # 192.168.10.2 behind NAT tests 203.0.113.1:21
book.login()
book.passive("pasv", "227 Entering Passive Mode (10,20,30,2,195,80)")        # dials the peer, works
book.active("port", "500 Illegal PORT command.")
diagnosis = book.diagnose()
"""

from __future__ import annotations

from typing import Any

import msgspec

from ftpsgui.diagnosis.engine import Choices, diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.model.addresses import HostPort, Interface
from ftpsgui.model.facts import (
    Certificate,
    ConnectionEnded,
    DataAttempt,
    Exchange,
    Fact,
    LocalAddresses,
    NameLookup,
    Observation,
    ProbeOutcome,
    Reply,
    RunEnded,
    Step,
    StrayBytes,
    TcpConnect,
    TlsHandshake,
    TrustDecision,
    VerifyProblem,
)
from ftpsgui.model.findings import Diagnosis, Finding
from ftpsgui.model.plan import Active, Consents, Endpoint, Plan, Trust
from ftpsgui.protocol.active import format_eprt, format_port
from ftpsgui.protocol.passive import parse_epsv, parse_pasv
from ftpsgui.protocol.replies import ReplyReader
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from ftpsgui.session.state import State

STARTED = "2026-11-23T12:00:00Z"
LEAF = Certificate(
    sha256="ab" * 32,
    subject="CN=ftp.example.com",
    issuer="CN=Example CA",
    names=("ftp.example.com",),
    not_before="2026-01-01T00:00:00Z",
    not_after="2027-01-01T00:00:00Z",
)


def reply(text: str | None) -> Reply | None:
    """``"226 Done"`` (several lines: the whole reply as on the wire) as a Reply."""
    if text is None:
        return None
    (one,) = ReplyReader().feed((text.replace("\n", "\r\n") + "\r\n").encode())
    return one


def endpoint(text: str | None) -> HostPort | None:
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    return HostPort(host=host.strip("[]"), port=int(port))


class Playbook:
    def __init__(
        self,
        host: str = "ftp.example.com",
        *,
        peer: str = "203.0.113.1:21",
        local: str = "192.168.10.2:40000",
        networks: tuple[str, ...] = ("192.168.10.2/24",),
        tls: str = "explicit",
        trust: str = "ask",
        user: str = "alice",
        public: str | None = None,
        dial_advertised: bool = False,
        start: bool = True,
    ) -> None:
        self.peer = endpoint(peer)
        self.local = endpoint(local)
        self.tls_mode = tls
        self.plan = Plan(
            input=host,
            endpoint=Endpoint(host=host, port=self.peer.port, tls=tls),
            user=user,
            trust=Trust(mode=trust),
            active=Active(public_address=public),
            consents=Consents(advertised_address=dial_advertised),
        )
        self.observations: list[Observation] = []
        self.connection = "c1"
        self.protected = False
        self.local_port = 50100
        if start:
            self.interfaces(*networks)
            self.lookup(self.peer.host)

    # --- recording -----------------------------------------------------------------------------------------

    def note(self, fact: Fact, probe: str = "connect", connection: str | None = None) -> str:
        number = len(self.observations) + 1
        self.observations.append(
            Observation(
                id=f"o{number}",
                sequence=number,
                time=number / 10,
                probe=probe,
                connection=connection,
                fact=fact,
            )
        )
        return f"o{number}"

    def interfaces(self, *networks: str) -> str:
        found = []
        for number, network in enumerate(networks):
            address, _, prefix = network.partition("/")
            found.append(Interface(name=f"eth{number}", address=address, prefix=int(prefix)))
        return self.note(LocalAddresses(interfaces=tuple(found)))

    def lookup(self, *addresses: str, error: str | None = None) -> str:
        return self.note(
            NameLookup(name=self.plan.endpoint.host, addresses=addresses, seconds=0.01, error=error), "dns"
        )

    def connect(self, outcome: str = "ok", *, to: str | None = None, error: str | None = None) -> str:
        local = self.local if outcome == "ok" else None
        return self.note(
            TcpConnect(
                remote=endpoint(to) or self.peer,
                local=local,
                step=Step(outcome=outcome, seconds=0.02, error=error),
            ),
            "connect",
            self.connection,
        )

    def says(
        self,
        command: str | None,
        text: str | None,
        *,
        ending: str = "replied",
        probe: str = "login",
        **more: Any,
    ) -> str:
        """A command (None: the greeting) and the reply to it."""
        return self.note(
            Exchange(
                command=command,
                reply=reply(text),
                sent=None if command is None else 0.1,
                replied=0.2 if text else None,
                ending=ending,
                protected=self.protected,
                **more,
            ),
            probe,
            self.connection,
        )

    def greeting(self, text: str | None = "220 ready", *, ending: str = "replied", **more: Any) -> str:
        return self.says(None, text, ending=ending, probe="greeting", **more)

    def stray(self, raw: str, where: str = "instead-of-greeting", probe: str = "greeting") -> str:
        return self.note(StrayBytes(where=where, raw=raw), probe, self.connection)

    def tls(
        self,
        outcome: str = "ok",
        *,
        error: str | None = None,
        verified: bool | None = True,
        problems: tuple[int, ...] = (),
        version: str | None = "TLSv1.3",
        certificate: Certificate = LEAF,
        **more: Any,
    ) -> str:
        ok = outcome == "ok"
        self.protected = self.protected or ok
        return self.note(
            TlsHandshake(
                mode="implicit" if self.tls_mode == "implicit" else "explicit",
                server_name=self.plan.endpoint.host,
                step=Step(outcome=outcome, seconds=0.03, error=error),
                version=version if ok else None,
                cipher="TLS_AES_256_GCM_SHA384" if ok else None,
                verified=verified if not problems else False,
                problems=tuple(VerifyProblem(code=code, text=f"problem {code}") for code in problems),
                chain=(certificate,) if ok else (),
                **more,
            ),
            "tls",
            self.connection,
        )

    def trust(self, decision: str, *, sha256: str = LEAF.sha256, expected: str | None = None) -> str:
        return self.note(
            TrustDecision(sha256=sha256, decision=decision, expected=expected), "certificate", self.connection
        )

    def login(self, *, greeting: str = "220 ready", text: str = "230 Logged in") -> Playbook:
        """Everything from the dial to a login over TLS (or in clear with tls="none")."""
        self.connect()
        if self.tls_mode == "implicit":
            self.tls()
            self.greeting(greeting)
        else:
            self.greeting(greeting)
            if self.tls_mode != "none":
                self.says("AUTH TLS", "234 go ahead", probe="tls")
                self.tls()
        self.says("USER alice", "331 Password please")
        self.says("PASS ••••", text)
        return self

    def passive(
        self,
        mode: str = "pasv",
        text: str | None = "227 Entering Passive Mode (203,0,113,1,195,80)",
        *,
        address: str | None = None,
        tcp: str | None = "ok",
        tcp_error: str | None = None,
        tls: str | None = "ok",
        tls_error: str | None = None,
        final: str | None = "226 Done",
        **more: Any,
    ) -> str:
        """One passive try. ``tcp``/``tls``: the outcome of the step, None when it was not reached."""
        setup = reply(text)
        parsed = None
        if setup is not None and setup.positive:
            parsed = parse_pasv(setup) if mode == "pasv" else parse_epsv(setup)
        host = getattr(parsed, "host", self.peer.host)
        if address is None:
            address = "advertised" if mode == "pasv" and host == self.peer.host else "peer"
        dialled = None
        if parsed is not None:
            dialled = HostPort(host=host if address == "advertised" else self.peer.host, port=parsed.port)
        protection = more.pop("protection", "clear" if self.tls_mode == "none" else "private")
        reached = dialled is not None and tcp == "ok" and not more.get("not_dialled")
        secure = reached and (tls == "ok" or protection == "clear")
        fact: dict[str, Any] = {
            "mode": mode,
            "address": address,
            "protection": protection,
            "control_peer": self.peer,
            "setup": setup,
            "setup_ending": "replied" if setup else "timeout",
            "raw": setup.raw if setup else "",
            "advertised": dialled,
            "dialled": None if more.get("not_dialled") else dialled,
        }
        if dialled is not None and not more.get("not_dialled"):
            fact["tcp"] = Step(outcome=tcp, seconds=0.02, error=tcp_error)
        if reached:
            fact |= {
                "observed": dialled,
                "local": HostPort(host=self.local.host, port=self.local_port),
                "final": reply(final),
                "final_ending": "replied" if final else "timeout",
            }
            if protection == "private" and tls is not None:
                fact["tls"] = Step(outcome=tls, seconds=0.02, error=tls_error)
            fact |= self._transfer(protection, secure, final)
        return self.note(DataAttempt(**{**fact, **more}), mode, self.connection)

    def active(
        self,
        mode: str = "port",
        text: str | None = "200 PORT command successful",
        *,
        address: str = "local",
        host: str | None = None,
        reached: bool = True,
        tls: str | None = "ok",
        tls_error: str | None = None,
        final: str | None = "226 Done",
        **more: Any,
    ) -> str:
        """One active try. ``reached``: whether the server connected."""
        setup = reply(text)
        accepted = setup is not None and setup.positive
        listened = HostPort(host=self.local.host, port=self.local_port)
        sent = HostPort(host=host or self.local.host, port=self.local_port)
        protection = more.pop("protection", "clear" if self.tls_mode == "none" else "private")
        reached = reached and accepted
        fact: dict[str, Any] = {
            "mode": mode,
            "address": address,
            "protection": protection,
            "control_peer": self.peer,
            "setup": setup,
            "setup_ending": "replied" if setup else "timeout",
            "raw": format_port(sent) if mode == "port" else format_eprt(sent),
            "advertised": sent,
            "listened": listened,
        }
        if accepted:
            fact |= {
                "tcp": Step(outcome="ok" if reached else "timeout", seconds=0.02),
                "final": reply(final),
                "final_ending": "replied" if final else "timeout",
            }
        if reached:
            fact["observed"] = HostPort(host=self.peer.host, port=20)
            if protection == "private" and tls is not None:
                fact["tls"] = Step(outcome=tls, seconds=0.02, error=tls_error)
            fact |= self._transfer(protection, tls == "ok" or protection == "clear", final)
        return self.note(DataAttempt(**{**fact, **more}), mode, self.connection)

    @staticmethod
    def _transfer(protection: str, secure: bool, final: str | None) -> dict[str, Any]:
        good = secure and (final is None or final.startswith("2"))
        private = protection == "private"
        return {
            "session_offered": private,
            "resumed": (True if secure else None) if private else None,
            "tls_version": "TLSv1.3" if private and secure else None,
            "certificate_sha256": LEAF.sha256 if private and secure else None,
            "preliminary": reply("150 Here it comes"),
            "bytes": 210 if good else 0,
            "lines": 3 if good else 0,
            "ending": ("close_notify" if private else "eof") if secure else "tls-error",
            "seconds": 0.2,
        }

    def ended(self, how: str = "quit") -> str:
        return self.note(ConnectionEnded(how=how), "connect", self.connection)

    def outcome(self, probe: str, status: str = "completed", reason: str | None = None) -> str:
        return self.note(ProbeOutcome(status=status, reason=reason), probe)

    def end(self, reason: str = "finished") -> Playbook:
        self.note(RunEnded(reason=reason, seconds=2.0), "run")
        return self

    # --- judging -------------------------------------------------------------------------------------------

    def session(self) -> Session:
        return Session(
            tool_version="0.1.0", started=STARTED, plan=self.plan, observations=tuple(self.observations)
        )

    def state(self) -> State:
        return fold(self.plan, self.observations, STARTED)

    def diagnose(self, **choices: Any) -> Diagnosis:
        return diagnose(self.state(), load(), Choices(**choices))

    def findings(self, **choices: Any) -> dict[str, Finding]:
        return {finding.id: finding for finding in self.diagnose(**choices).findings}

    def ids(self) -> tuple[str, ...]:
        return tuple(finding.id for finding in self.diagnose().findings)

    def change(self, **fields: Any) -> None:
        """Replace fields of the last fact."""
        last = self.observations[-1]
        self.observations[-1] = msgspec.structs.replace(
            last, fact=msgspec.structs.replace(last.fact, **fields)
        )
