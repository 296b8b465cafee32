"""A session made by hand, like the design's picture: both ends behind NAT, ProFTPD without a masquerade address."""

from __future__ import annotations

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
    ProbeStarted,
    Reply,
    RunEnded,
    Step,
    TcpConnect,
    TlsHandshake,
)
from ftpsgui.model.findings import (
    Diagnosis,
    Explained,
    Finding,
    ModeReply,
    ModeRow,
    Placeholder,
    ProductGuess,
    Remedy,
    Side,
    Topology,
    Untested,
    Verdict,
)
from ftpsgui.model.message import literal, msg
from ftpsgui.model.plan import Endpoint, Plan
from ftpsgui.session.fold import fold
from ftpsgui.session.state import State

PEER = HostPort(host="203.0.113.1", port=21)
LOCAL = HostPort(host="192.168.10.2", port=49000)
INSIDE = HostPort(host="10.20.30.2", port=50003)
OUTSIDE = HostPort(host="203.0.113.1", port=50003)
STARTED = "2026-11-24T09:00:00Z"
OK = Step(outcome="ok", seconds=0.012)
PLAN = Plan(input="ftp.example.com", endpoint=Endpoint(host="ftp.example.com"), user="upload")
LEAF = Certificate(
    sha256="3f" * 32,
    subject="CN=ftp.example.com",
    issuer="CN=Example CA,O=Example",
    names=("ftp.example.com",),
    not_before="2026-10-26T00:00:00Z",
    not_after="2027-01-24T10:00:00Z",
    key="EC secp256r1",
    signature="ecdsa-with-SHA256",
)


def reply(code: int, *lines: str) -> Reply:
    return Reply(code=code, lines=lines, raw="\r\n".join(f"{code} {line}" for line in lines) + "\r\n")


class Facts:
    """Numbers facts as the journal does."""

    def __init__(self) -> None:
        self.observations: list[Observation] = []
        self.time = 0.0

    def add(self, fact: Fact, probe: str, connection: str | None = "c1", after: float = 0.03) -> str:
        self.time += after
        number = len(self.observations) + 1
        self.observations.append(
            Observation(
                id=f"o{number}",
                sequence=number,
                time=round(self.time, 3),
                probe=probe,
                connection=connection,
                fact=fact,
            )
        )
        return f"o{number}"

    def say(self, command: str | None, answer: Reply, probe: str, *, protected: bool = True) -> str:
        sent = None if command is None else self.time + 0.001
        return self.add(
            Exchange(
                command=command,
                reply=answer,
                sent=sent,
                replied=self.time + 0.03,
                ending="replied",
                protected=protected,
            ),
            probe,
        )


def t4_observations(*, ended: bool = True) -> tuple[Observation, ...]:
    facts = Facts()
    facts.add(
        LocalAddresses(interfaces=(Interface(name="eth0", address="192.168.10.2", prefix=24),)), "dns", None
    )
    facts.add(NameLookup(name="ftp.example.com", addresses=("203.0.113.1",), seconds=0.02), "dns", None)
    facts.add(ProbeStarted(), "connect", None)
    facts.add(TcpConnect(remote=PEER, local=LOCAL, step=OK), "connect")
    facts.say(None, reply(220, "ProFTPD Server (Debian) [::ffff:10.20.30.2]"), "greeting", protected=False)
    facts.say("AUTH TLS", reply(234, "AUTH TLS successful"), "tls", protected=False)
    facts.add(
        TlsHandshake(
            mode="explicit",
            server_name="ftp.example.com",
            step=OK,
            version="TLSv1.3",
            cipher="TLS_AES_256_GCM_SHA384",
            verified=True,
            chain=(LEAF,),
            trust_store="the system's certificates",
        ),
        "tls",
    )
    facts.say("USER upload", reply(331, "Password required for upload"), "login")
    facts.say("PASS ••••", reply(230, "User upload logged in"), "login")
    for probe in ("dns", "connect", "greeting", "tls", "certificate", "login", "capabilities", "protection"):
        facts.add(ProbeOutcome(status="completed"), probe, None, 0.01)
    facts.add(
        DataAttempt(
            mode="pasv",
            address="advertised",
            protection="private",
            control_peer=PEER,
            setup=reply(227, "Entering Passive Mode (10,20,30,2,195,83)"),
            raw="227 Entering Passive Mode (10,20,30,2,195,83)",
            advertised=INSIDE,
            not_dialled="no-consent",
        ),
        "pasv",
    )
    for mode, port in (("pasv", 50003), ("epsv", 50006)):
        facts.add(
            DataAttempt(
                mode=mode,  # type: ignore[arg-type]
                address="peer",
                protection="private",
                control_peer=PEER,
                setup=reply(229, f"Entering Extended Passive Mode (|||{port}|)"),
                raw=f"229 Entering Extended Passive Mode (|||{port}|)",
                dialled=HostPort(host=PEER.host, port=port),
                tcp=OK,
                tls=OK,
                tls_version="TLSv1.3",
                session_offered=True,
                resumed=True,
                preliminary=reply(150, "Opening ASCII mode data connection for file list"),
                final=reply(226, "Transfer complete"),
                order=("setup", "tcp", "preliminary", "tls", "data", "end", "final"),
                bytes=310,
                lines=4,
                ending="close_notify",
                seconds=0.21,
            ),
            mode,
            after=0.3,
        )
    facts.add(
        DataAttempt(
            mode="port",
            address="local",
            protection="private",
            control_peer=PEER,
            raw="192,168,10,2,195,80",
            setup=reply(500, "Illegal PORT command"),
            listened=HostPort(host="192.168.10.2", port=50000),
        ),
        "port",
    )
    for probe in ("pasv", "epsv", "port", "eprt", "session-reuse", "passive-range"):
        facts.add(ProbeOutcome(status="completed"), probe, None, 0.01)
    if ended:
        facts.add(ConnectionEnded(how="quit"), "connect", after=0.2)
        facts.add(RunEnded(reason="finished", seconds=2.3), "connect", None)
    return tuple(facts.observations)


def t4_state(*, ended: bool = True) -> State:
    return fold(PLAN, t4_observations(ended=ended), STARTED)


def _modes() -> tuple[ModeRow, ...]:
    return (
        ModeRow(
            mode="pasv",
            protection="private",
            address="advertised",
            endpoint=INSIDE,
            raw="227 Entering Passive Mode (10,20,30,2,195,83)",
            control_peer=PEER,
            result="fails",
            certainty="predicted",
            reason="address-unreachable",
            evidence=("o18",),
        ),
        ModeRow(
            mode="pasv", protection="private", address="peer", endpoint=OUTSIDE, control_peer=PEER, result="works",
            certainty="proven", reason="ok", seconds=0.21, resumed=True, evidence=("o19",),
        ),
        ModeRow(
            mode="epsv", protection="private", address="peer", endpoint=OUTSIDE, control_peer=PEER, result="works",
            certainty="proven", reason="ok", seconds=0.19, resumed=True, evidence=("o20",),
        ),
        ModeRow(
            mode="port", protection="private", address="local", endpoint=LOCAL, control_peer=PEER, result="fails",
            certainty="proven", reason="command-refused", reply=ModeReply(code=500, text="Illegal PORT command"),
            evidence=("o21",),
        ),
        ModeRow(
            mode="eprt", protection="private", address="local", endpoint=LOCAL, control_peer=PEER, result="fails",
            certainty="proven", reason="command-refused", reply=ModeReply(code=500, text="Illegal EPRT command"),
            evidence=("o21",),
        ),
    )  # fmt: skip


def _remedies() -> tuple[Remedy, ...]:
    return (
        Remedy(
            group=1,
            step=1,
            audience="server-admin",
            product="proftpd",
            router=None,
            file="/etc/proftpd/proftpd.conf",
            snippet=literal("MasqueradeAddress 203.0.113.1\nPassivePorts 50000 50100"),
            apply=literal("systemctl reload proftpd"),
            verbatim=True,
            verified_by="pasv",
        ),
        Remedy(
            group=1,
            step=2,
            audience="network-admin",
            product=None,
            router="iptables",
            file=None,
            snippet=literal(
                "iptables -t nat -A PREROUTING -d 203.0.113.1 -p tcp --dport 50000:50100 -j DNAT --to-destination <inside>"
            ),
            apply=None,
            placeholders=(Placeholder(name="inside", meaning=msg("the server's inside address")),),
        ),
    )


def t4_diagnosis() -> Diagnosis:
    return Diagnosis(
        product=ProductGuess(id="proftpd", name="ProFTPD", version="1.3.8", confidence="proven", evidence=("o5",)),
        verdict=Verdict(
            summary=msg("Passive mode fails for clients that obey the server"),
            use_mode="epsv",
            exit_status=1,
            cause="pasv-private-address",
        ),
        modes=_modes(),
        findings=(
            Finding(
                id="pasv-private-address",
                severity="error",
                certainty="proven",
                audience=("server-admin",),
                title=msg("The server advertises its private address {address}", address="10.20.30.2"),
                explanation=msg(
                    "The reply to PASV names {address}, but the control connection goes to {peer}. TLS hides the reply "
                    "from every router, so no router can correct it. FileZilla, WinSCP, curl and lftp repair it "
                    "silently; wget, PHP, many devices and libraries do not.",
                    address="10.20.30.2",
                    peer="203.0.113.1",
                ),
                evidence=("o5", "o18", "o19", "o20", "o4"),
                explains=(Explained(id="server-behind-nat", evidence=("o5",)),),
                remedies=_remedies(),
            ),
            Finding(
                id="tls-session-reuse-required",
                severity="info",
                certainty="proven",
                audience=("client", "server-admin"),
                title=msg("The server requires TLS session reuse on data connections"),
                explanation=msg("Without the control connection's session the listing was refused with 425."),
                evidence=("o19", "o20"),
            ),
            Finding(
                id="active-client-behind-nat",
                severity="info",
                certainty="proven",
                audience=("client",),
                title=msg("Active mode cannot work from here: this computer is behind NAT"),
                explanation=msg("PORT named {address}, an address that the server cannot reach.", address="192.168.10.2"),
                evidence=("o21",),
            ),
        ),
        topology=Topology(
            topology_class="T4",
            possible=("T4",),
            client=Side(kind="nat", certainty="proven", inside="192.168.10.2", outside="198.51.100.1"),
            server=Side(kind="nat", certainty="proven", inside="10.20.30.2", outside="203.0.113.1"),
        ),
        untested=(
            Untested(probe="round-trip", reason="no-consent", text=msg("Uploading needs your consent.")),
            Untested(probe="plaintext-comparison", reason="off", text=msg("The plaintext comparison is off.")),
            Untested(probe="control-idle", reason="off", text=msg("The idle test is off.")),
        ),
    )  # fmt: skip
