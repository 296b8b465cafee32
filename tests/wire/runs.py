"""Runs against the small server, and what came of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import ftpsgui
from ftpsgui.model.facts import DataAttempt, ProbeOutcome, RunEnded
from ftpsgui.model.plan import THOROUGH, Endpoint, Plan, Timeouts, TlsMode, Trust
from ftpsgui.model.seams import AddressQuestion, Network, TrustAnswer, TrustQuestion
from ftpsgui.model.secret import Credentials, Secret
from ftpsgui.wire.runner import Runner
from ftpsgui.wire.transport.clock import SystemClock
from ftpsgui.wire.transport.tcp import SystemNetwork
from tests.wire.mini import PASSWORD, Mini
from tests.wire.playbook import Notes

SHORT = Timeouts(connect=2, reply=2, data=1, preliminary=0.5, silence=0.2)
_ASK = Trust()


class Run:
    """One run; ``answer`` is what the person says to the question of trust, ``insists`` to that about an address."""

    def __init__(
        self,
        server: Mini | None,
        *,
        trust: Trust = _ASK,
        tls: TlsMode = "explicit",
        host: str = "127.0.0.1",
        password: str = PASSWORD,
        answer: TrustAnswer | Callable[[], Any] = "refuse",
        network: Network | None = None,
        insists: Callable[[AddressQuestion], Awaitable[bool]] | None = None,
        **changes: Any,
    ) -> None:
        self.notes = Notes()
        self.questions: list[TrustQuestion] = []
        self._answer = answer
        fields: dict[str, Any] = {
            "input": host,
            "endpoint": Endpoint(host=host, port=server.port if server else 1, tls=tls),
            "user": "tester",
            "timeouts": SHORT,
            "trust": trust,
        }
        self.plan = Plan(**(fields | changes))
        self.runner = Runner(
            self.plan,
            Credentials("tester", Secret(password)),
            network=network or SystemNetwork(),
            clock=SystemClock(),
            recorder=self.notes,
            ask_trust=self._ask,
            ask_address=insists,
        )

    async def _ask(self, question: TrustQuestion) -> TrustAnswer:
        self.questions.append(question)
        if callable(self._answer):
            result: TrustAnswer = await self._answer()
            return result
        return self._answer

    async def done(self) -> Notes:
        """Run to the end; nothing may be left running."""
        before = asyncio.all_tasks()
        await self.runner.run()
        left = {task for task in asyncio.all_tasks() - before if _ours(task)}
        assert not left, f"left running: {left}"
        assert self.notes.observations[-1].fact.__class__ is RunEnded
        return self.notes

    @property
    def ending(self) -> str:
        (ended,) = self.notes.of(RunEnded)
        return ended.reason

    @property
    def outcomes(self) -> dict[str, tuple[str, str | None]]:
        """How each probe ended; each must end once."""
        found = [
            (each.probe, each.fact) for each in self.notes.observations if isinstance(each.fact, ProbeOutcome)
        ]
        assert len({probe for probe, _ in found}) == len(found), found
        return {probe: (fact.status, fact.reason) for probe, fact in found}


def thorough(server: Mini, trust: Trust, *probes: str, **changes: object) -> Run:
    """A thorough run, with the budget that it may take; where ``probes`` are named, of these after PASV alone."""
    only = ("pasv", *probes) if probes else ()
    fields = {"thorough": True, "budget": THOROUGH, "only": only} | changes
    return Run(server, trust=trust, **fields)  # type: ignore[arg-type]


def of_probe(notes: Notes, probe: str) -> list[DataAttempt]:
    """The data connections that a probe tried."""
    return [
        each.fact for each in notes.observations if each.probe == probe and isinstance(each.fact, DataAttempt)
    ]


PACKAGE = Path(ftpsgui.__file__).parent


def _ours(task: asyncio.Task[Any]) -> bool:
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and Path(code.co_filename).is_relative_to(PACKAGE)
