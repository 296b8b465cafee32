"""Sessions recorded in the lab (real servers, real NAT) and in the demonstration keep their diagnosis, in this version of the file format."""

from __future__ import annotations

from pathlib import Path

import pytest

import tests.recorded
from ftpsgui.diagnosis.engine import diagnose
from ftpsgui.knowledge.base import load
from ftpsgui.session.files import load as load_session
from ftpsgui.session.fold import fold

HERE = Path(tests.recorded.__file__).parent
EXPECTED = {
    "t1_healthy": ("T1", "pasv", 0, ["tls-session-reuse-required"]),
    "t2_no_masquerade": (
        "T2",
        "epsv",
        1,
        ["pasv-private-address", "tls-session-reuse-required", "server-behind-nat"],
    ),
    "t4_filezilla": (
        "T4",
        "epsv",
        1,
        ["pasv-private-address", "tls-session-reuse-required", "active-client-behind-nat", "both-behind-nat"],
    ),
    "t4_both_nat": (
        "T4",
        None,
        3,
        ["pasv-private-address", "passive-port-filtered", "active-client-behind-nat", "both-behind-nat"],
    ),
    "passive_refused": ("T3", None, 3, ["passive-port-refused", "active-client-behind-nat"]),
    "self_signed": ("T1", "pasv", 1, ["certificate-self-signed", "tls-session-reuse-required"]),
    "lab_hairpin_vsftpd": (
        "T4",
        "epsv",
        1,
        [
            "pasv-private-address",
            "hairpin",
            "tls-session-reuse-required",
            "active-client-behind-nat",
            "both-behind-nat",
        ],
    ),
    "lab_inside_vsftpd": ("inside", "pasv", 1, ["test-from-inside", "tls-session-reuse-required"]),
    "lab_t1_proftpd_ipv6": ("T1", "epsv", 0, ["tls-session-reuse-required"]),
    "lab_t2_proftpd_helper_compared": (
        "T2",
        "port",
        1,
        [
            "pasv-private-address",
            "passive-port-filtered",
            "clear-login-allowed",
            "alg-rewrites-plaintext",
            "tls-session-reuse-required",
            "server-behind-nat",
        ],
    ),
    "lab_t2_vsftpd_right_some": ("T1", "port", 1, ["passive-range-partial", "tls-session-reuse-required"]),
    "lab_t3_pureftpd": ("T3", "pasv", 0, ["active-client-behind-nat", "tls-session-not-resumed"]),
    "lab_t4_vsftpd": (
        "T4",
        "epsv",
        1,
        ["pasv-private-address", "tls-session-reuse-required", "active-client-behind-nat", "both-behind-nat"],
    ),
    "wrong_password": ("unknown", None, 4, ["login-refused", "client-behind-nat"]),
}


def test_every_recording_is_expected():
    assert {path.stem for path in HERE.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_diagnosis(name):
    session = load_session(HERE / f"{name}.json")
    diagnosis = diagnose(fold(session.plan, session.observations, session.started), load())
    kind, mode, status, ids = EXPECTED[name]
    assert [finding.id for finding in diagnosis.findings] == ids
    assert (diagnosis.verdict.use_mode, diagnosis.verdict.exit_status) == (mode, status)
    assert diagnosis.topology.topology_class == kind
