"""The remedies are right: what ftpsgui tells administrators is done to the letter, and the fault is gone.

What is not in the sample has the mark ``whole``; ``scripts/test`` leaves it to ``python -m tests.lab cures``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from ftpsgui.diagnosis import rules
from tests.lab.cures import BY_NAME, CURES, NOT_CURED, Cure
from tests.lab.cures_table import FILE
from tests.lab.curing import AT_ONCE, Proof, cannot_prove, prove_all

SAMPLE = [cure for cure in CURES if cure.sample]


@pytest.fixture(scope="module")
def proofs(request: pytest.FixtureRequest) -> Iterator[dict[str, Future[Proof]]]:
    """All the cures that were selected, started at once when the first test asks."""
    wanted = [cure for item in request.session.items if (cure := _cure(item)) is not None]
    with ThreadPoolExecutor(AT_ONCE) as outer, ThreadPoolExecutor(AT_ONCE * 8) as inner:
        started = prove_all([cure for cure in wanted if cannot_prove(cure) is None], outer, inner)
        yield started
        for future in started.values():
            future.cancel()


def _cure(item: pytest.Item) -> Cure | None:
    if isinstance(item, pytest.Function) and item.originalname == "test_what_it_tells_repairs_it":
        return cast("Cure", item.callspec.params["cure"])
    return None


@pytest.mark.lab
@pytest.mark.xdist_group("lab")
@pytest.mark.parametrize(
    "cure",
    [pytest.param(cure, id=cure.name, marks=() if cure.sample else pytest.mark.whole) for cure in CURES],
)
def test_what_it_tells_repairs_it(cure: Cure, proofs: dict[str, Future[Proof]]) -> None:
    if (reason := cannot_prove(cure)) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the lab: {reason}", pytrace=False)
        pytest.skip(f"LAB NOT RUN: {reason}")
    proof = proofs[cure.name].result()
    if proof.wrong:
        done = [f"on {step.where}, in {step.file}:\n{step.snippet}\n{step.apply}" for step in proof.done]
        pytest.fail("\n".join((*proof.wrong, "what was done:", *done)), pytrace=False)


def test_every_server_and_both_firewalls_are_cured() -> None:
    assert len(CURES) == len(BY_NAME) >= 30
    for chosen in (CURES, SAMPLE):
        assert {cure.before.server for cure in chosen} == {"vsftpd", "proftpd", "pureftpd", "pyftpdlib"}
        assert {cure.firewall for cure in chosen} == {"iptables", "nftables"}
    assert 3 <= len(CURES) / len(SAMPLE) <= 4


def test_what_is_not_cured_has_a_reason() -> None:
    """Every finding that is for who runs the server or its network has a row, or stands among the exceptions."""
    cured = frozenset[str]().union(*(cure.goes for cure in CURES))
    named = {name for fault in NOT_CURED for name in re.findall(r"[a-z]+(?:-[a-z0-9]+)+", fault)}
    assert not cured & named
    assert _repairable() <= cured | named


def _repairable() -> set[str]:
    """The errors and warnings that a rule addresses to administrators, by what its file says."""
    found = set()
    for path in Path(rules.__file__).parent.glob("[a-z]*.py"):
        text = path.read_text(encoding="utf-8")
        grave = re.search(r'"error"|"warning"|severity=severity', text)
        if grave and re.search(r'"server-admin"|"network-admin"', text):
            found.add(path.stem.replace("_", "-"))
    return found


def test_the_table_in_the_docs_is_that_of_the_cures() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert f"{len(CURES)} faults" in text
    for cure in CURES:
        assert cure.fault in text
    for fault, reason in NOT_CURED.items():
        assert f"| {fault} | {reason} |" in text
