"""Servers that go wrong at random: whatever they say, a run ends by itself, keeps secrets and records no bug of ours."""

from __future__ import annotations

import asyncio

import pytest
import trustme

from ftpsgui.model.plan import Timeouts
from tests.hostile import own_time
from tests.hostile.mutant import Mutant
from tests.hostile.stage import Played, check, play

SEEDS = range(24)
IMPATIENT = Timeouts(connect=2, reply=1, data=0.6, preliminary=0.2, silence=0.3)


@pytest.fixture(scope="module")
def mutants(authority: trustme.CA, ca_file: str) -> dict[int, Played]:
    async def everything() -> dict[int, Played]:
        runs = await asyncio.gather(
            *(
                play(Mutant(authority, seed), ca_file, timeouts=IMPATIENT, thorough=seed % 2 == 1)
                for seed in SEEDS
            )
        )
        return dict(zip(SEEDS, runs, strict=True))

    return own_time.run(everything())


@pytest.mark.parametrize("seed", SEEDS)
def test_mutant(seed: int, mutants: dict[int, Played]) -> None:
    check(mutants[seed])
