"""Plays a run against a villain, and keeps what the run dialled, recorded, diagnosed and would report."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge import load
from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import Observation, ProbeOutcome, RunEnded
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.plan import Consents, Endpoint, Plan, Timeouts, TlsMode, Trust
from ftpsgui.model.seams import TrustAnswer, TrustQuestion
from ftpsgui.model.secret import Credentials, Secret
from ftpsgui.reports import load_format
from ftpsgui.reports.report import build_report
from ftpsgui.session.codec import decode, encode
from ftpsgui.session.fold import fold
from ftpsgui.session.journal import Journal
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from ftpsgui.wire.runner import Runner
from ftpsgui.wire.transport.clock import SystemClock
from ftpsgui.wire.transport.tcp import SystemNetwork, TcpStream
from tests.hostile.villain import PASSWORD, USER, Villain

SHORT = Timeouts(connect=3, reply=2.5, data=1.5, preliminary=0.3, silence=0.5)
LONG = Timeouts(connect=10, reply=10, data=8, preliminary=3, silence=6)
"""For runs that do not wait for a deadline: however slow the computer is, they do not meet one.

That goes for ``silence``, too: a greeting that is late because the computer is busy would send the run another way.
"""
FORMATS = ("text", "json", "html", "markdown", "junit", "nagios")
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

PIECES = [PASSWORD[at : at + 6].lower() for at in range(len(PASSWORD) - 5)]
"""Any six characters of the password in a row."""


class Watched(SystemNetwork):
    """The real network, and a list of what was dialled."""

    def __init__(self) -> None:
        self.dialled: list[HostPort] = []

    async def connect(self, remote: HostPort, *, timeout: float, bind: str | None = None) -> TcpStream:
        self.dialled.append(remote)
        return await super().connect(remote, timeout=timeout, bind=bind)


@dataclass
class Played:
    """What came of a run."""

    villain: Villain
    plan: Plan
    started: str
    observations: list[Observation]
    session: bytes
    dialled: list[HostPort]
    seconds: float
    raised: BaseException | None = None
    questions: list[TrustQuestion] = field(default_factory=list)

    @property
    def ended(self) -> str:
        """How the run ended: its last observation must say so."""
        last = self.observations[-1].fact
        assert isinstance(last, RunEnded), last
        return last.reason

    def of(self, kind: type[Any]) -> list[Any]:
        """Return the facts of one kind."""
        return [seen.fact for seen in self.observations if isinstance(seen.fact, kind)]

    @property
    def outcomes(self) -> dict[str, ProbeOutcome]:
        """How each probe ended; each ends once."""
        found = [(seen.probe, seen.fact) for seen in self.observations if isinstance(seen.fact, ProbeOutcome)]
        assert len(dict(found)) == len(found), found
        return dict(found)

    @cached_property
    def state(self) -> State:
        return fold(self.plan, self.observations, self.started)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        return diagnose(self.state, load())

    @property
    def ids(self) -> set[str]:
        """All that was found, folded symptoms too."""
        return {finding.id for finding in self.diagnosis.findings} | {
            each.id for finding in self.diagnosis.findings for each in finding.explains
        }

    @property
    def top(self) -> set[str]:
        """What stands at the top level."""
        return {finding.id for finding in self.diagnosis.findings}

    @property
    def modes(self) -> dict[str, str]:
        """The result of each mode."""
        return {
            f"{row.mode}/{row.address}": row.result
            for row in self.diagnosis.modes
            if row.protection == "private"
        }

    @cached_property
    def reports(self) -> dict[str, str]:
        """The report in all formats."""
        report = build_report(self.state, self.diagnosis, tool_version="0", redaction="none")
        return {name: load_format(name).render(report, Translator("en")) for name in FORMATS}

    def everything_written(self) -> Iterable[tuple[str, str]]:
        """Return all that would leave the program, by name."""
        yield "session", self.session.decode()
        yield from self.reports.items()


async def play(
    villain: Villain,
    ca_file: str,
    *,
    tls: TlsMode = "auto",
    trust: Trust | None = None,
    timeouts: Timeouts = SHORT,
    stop_after: float | None = None,
    answer: TrustAnswer = "accept",
    **changes: Any,
) -> Played:
    """Run against ``villain``; nothing that the engine began may be left when it returns."""
    questions: list[TrustQuestion] = []

    async def ask(question: TrustQuestion) -> TrustAnswer:
        questions.append(question)
        return answer

    async with villain:
        plan = Plan(
            input="127.0.0.1",
            endpoint=Endpoint(host="127.0.0.1", port=villain.port, tls=tls),
            user=USER,
            timeouts=timeouts,
            trust=trust or Trust(ca_file=ca_file),
            consents=changes.pop("consents", Consents()),
            **changes,
        )
        clock, network = SystemClock(), Watched()
        journal = Journal(plan, clock, [Secret(PASSWORD)])
        runner = Runner(
            plan,
            Credentials(USER, Secret(PASSWORD)),
            network=network,
            clock=clock,
            recorder=journal,
            ask_trust=ask,
        )
        if stop_after is not None:
            asyncio.get_running_loop().call_later(stop_after, runner.stop)
        began, raised = time.monotonic(), None
        try:
            await runner.run()
        except BaseException as error:
            raised = error
        seconds = time.monotonic() - began
    session = encode(journal.session())
    assert decode(session) == journal.session()
    return Played(
        villain,
        plan,
        journal.started,
        journal.observations,
        session,
        network.dialled,
        seconds,
        raised,
        questions,
    )


def check(played: Played) -> None:
    """Hold what must be true of every run, whatever the server does."""
    assert played.raised is None, played.raised
    assert played.ended in ("finished", "cancelled"), played.ended
    wrong = {probe: fact for probe, fact in played.outcomes.items() if fact.reason == "internal-error"}
    assert not wrong, wrong
    assert len(played.observations) < 600
    assert len(played.session) < 3_000_000
    for name, text in played.everything_written():
        # A session and a JSON report hold JSON's own escapes; what they hold is looked at in the other formats.
        assert not INVISIBLE.search(text), (name, INVISIBLE.search(text))
        lower = text.lower()
        assert not [piece for piece in PIECES if piece in lower], name
    for visit in played.villain.visits:
        in_clear = [line.split(" ")[0] for line in visit.heard if not visit.protected]
        assert not {"USER", "PASS"} & set(in_clear), visit.heard
    if not played.plan.consents.advertised_address:
        assert {target.host for target in played.dialled} <= {"127.0.0.1"}
    if played.diagnosis.verdict.exit_status in (3, 4) and played.ended == "finished":
        assert any(finding.severity == "error" for finding in played.diagnosis.findings) or played.top & {
            "certificate-untrusted",
            "certificate-self-signed",
            "listing-failed",
            "server-busy",
        }, f"nothing says why: {played.top}"
