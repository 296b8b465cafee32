"""What lftp and curl write while they meet a real NAT, read as a log: the causes of the scenario, and none besides."""

from __future__ import annotations

import os
import subprocess

import pytest

from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.model.findings import Diagnosis
from ftpsgui.session.fold import fold
from ftpsgui.transcripts.read import read_log
from tests.lab.reference import lftp
from tests.lab.scenarios import BY_NAME
from tests.lab.stage import Stage, lab_missing, up

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("lab")]

TRUST = {"certificate-untrusted", "certificate-self-signed"}
"""The clients do not know the lab's authority; that is true and beside the point."""


def judged(log: str) -> Diagnosis:
    session = read_log(log.encode("utf-8", "surrogateescape")).session
    return diagnose(fold(session.plan, session.observations), load())


def curl(stage: Stage) -> str:
    scenario, server = stage.scenario, stage.server
    done = subprocess.run(
        stage.lab.client.command(
            *("curl", "-q", "-sS", "-v", "-k", "--ssl-reqd", "--ftp-pasv", "--disable-epsv", "-m", "8"),
            *("-u", f"{server.user}:{server.password}", f"ftp://{scenario.target}:{scenario.port}/"),
        ),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )
    return done.stderr


@pytest.mark.parametrize("name", ["t1-vsftpd", "t2-vsftpd", "t3-pureftpd", "t4-vsftpd"])
def test_a_log_tells_the_causes_that_it_shows_and_invents_none(name: str) -> None:
    scenario = BY_NAME[name]
    if (reason := lab_missing(scenario)) is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must run the lab: {reason}", pytrace=False)
        pytest.skip(f"LAB NOT RUN: {reason}")
    with up(scenario) as stage:
        passive = [lftp(stage, "pasv/peer").transcript, curl(stage)]
        active = lftp(stage, "port/local").transcript
    private = "pasv-private-address" in scenario.causes
    for log in passive:
        diagnosis = judged(log)
        grave = {one.id for one in diagnosis.findings if one.severity != "info"} - TRUST
        assert grave == ({"pasv-private-address"} if private else set())
        assert (diagnosis.topology.server.kind == "nat") == private
        assert diagnosis.verdict.use_mode == "pasv"
    diagnosis = judged(active)
    hidden = scenario.place in ("T3", "T4")
    # Active mode is all that this log tried: where it cannot work, that leads.
    assert {one.id for one in diagnosis.findings if one.severity != "info"} <= TRUST
    assert not hidden or diagnosis.findings[0].id == "active-client-behind-nat"
    assert (diagnosis.topology.client.kind == "nat") == hidden
