"""Each scenario tells its story: the real engine, then the real diagnosis, live and from the recorded sessions."""

from __future__ import annotations

import asyncio

import pytest

from ftpsgui.demo import scenarios
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge import load
from ftpsgui.model.facts import ProbeOutcome
from ftpsgui.model.findings import Diagnosis
from ftpsgui.session.codec import decode
from ftpsgui.session.fold import fold
from ftpsgui.session.session import Session
from tests.demo.play import play
from tests.demo.record import SESSIONS

STORIES: dict[str, tuple[str, str | None, int, set[str]]] = {
    "t4-filezilla": ("T4", "epsv", 1, {"pasv-private-address"}),
    "t1-healthy": ("T1", "pasv", 0, set()),
    "t2-no-masquerade": ("T2", "epsv", 1, {"pasv-private-address"}),
    "t3-client-nat": ("T3", "pasv", 0, set()),
    "t4-both-nat": ("T4", None, 3, {"pasv-private-address", "passive-port-filtered"}),
    "passive-filtered": ("T3", None, 3, {"passive-port-filtered"}),
    "passive-refused": ("T3", None, 3, {"passive-port-refused"}),
    "wrong-password": ("unknown", None, 4, {"login-refused"}),
    "session-reuse-required": ("T1", "pasv", 0, set()),
    "ipv6-firewall": ("T1", "epsv", 1, {"active-no-connection"}),
    "self-signed": ("T1", "pasv", 1, {"certificate-self-signed"}),
}
"""Class as seen from here, mode to use, exit status, and the findings that are errors or warnings."""
REMARKS = {
    "t4-filezilla": {"tls-session-reuse-required", "both-behind-nat", "active-client-behind-nat"},
    "t3-client-nat": {"active-client-behind-nat"},
    "session-reuse-required": {"tls-session-reuse-required"},
}


def judged(session: Session) -> Diagnosis:
    return diagnose(fold(session.plan, session.observations), load())


def told(diagnosis: Diagnosis) -> tuple[str, str | None, int, set[str]]:
    serious = {finding.id for finding in diagnosis.findings if finding.severity != "info"}
    verdict = diagnosis.verdict
    return diagnosis.topology.topology_class, verdict.use_mode, verdict.exit_status, serious


async def test_every_scenario_tells_its_story_live() -> None:
    names = list(scenarios.all())
    journals = await asyncio.gather(*(play(scenarios.all()[name]) for name in names))
    assert {name: told(judged(j.session())) for name, j in zip(names, journals, strict=True)} == STORIES
    for name, journal in zip(names, journals, strict=True):
        ended = [o.fact for o in journal.observations if isinstance(o.fact, ProbeOutcome)]
        assert not [fact for fact in ended if fact.reason == "internal-error"], name


@pytest.mark.parametrize("name", list(STORIES))
def test_the_recorded_session_tells_the_same(name: str) -> None:
    diagnosis = judged(decode((SESSIONS / f"demo-{name}.json").read_bytes()))
    assert told(diagnosis) == STORIES[name]
    assert REMARKS.get(name, set()) <= {finding.id for finding in diagnosis.findings}


def test_the_first_story_ends_with_the_line_to_change() -> None:
    diagnosis = judged(decode((SESSIONS / "demo-t4-filezilla.json").read_bytes()))
    assert diagnosis.product is not None
    assert (diagnosis.product.id, diagnosis.product.version) == ("filezilla_server_1", "1.9.4")
    first = diagnosis.findings[0]
    assert first.id == "pasv-private-address"
    assert "203.0.113.1" in first.remedies[0].snippet.id or "203.0.113.1" in str(
        first.remedies[0].snippet.params
    )
