"""Play a demo scenario with the real engine and return its journal; as a program: play the named ones, print facts."""

from __future__ import annotations

import asyncio
import sys

from ftpsgui.demo import scenarios
from ftpsgui.demo.scenario import Scenario
from ftpsgui.demo.stage import Stage
from ftpsgui.model.facts import RunEnded
from ftpsgui.session.journal import Journal
from ftpsgui.wire.runner import Runner
from ftpsgui.wire.transport.clock import SystemClock


async def play(scenario: Scenario, *, latency: float = 0.0) -> Journal:
    """Run the whole engine against a scenario."""
    async with Stage(scenario, latency=latency) as stage:
        clock = SystemClock()
        journal = Journal(stage.plan, clock, [stage.credentials.password])
        await Runner(
            stage.plan,
            stage.credentials,
            network=stage.network,
            clock=clock,
            recorder=journal,
            ask_trust=stage.ask_trust,
        ).run()
    return journal


def main() -> int:
    for name in sys.argv[1:]:
        journal = asyncio.run(play(scenarios.all()[name]))
        last = journal.observations[-1].fact
        if not isinstance(last, RunEnded) or last.reason != "finished":
            print(f"{name}: {last}", file=sys.stderr)
            return 1
        print(f"{name}: {len(journal.observations)} facts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
