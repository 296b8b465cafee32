"""Nothing can be learnt beyond the control port."""

from __future__ import annotations

from tests.lab.scenario import NO_ROWS, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t2-control-not-forwarded",
        server="vsftpd",
        place="T2",
        control="dropped",
        server_ports="not-forwarded",
        truth=NO_ROWS,
        stops="refused",
        causes=ids("control-refused"),
    ),
    Scenario(
        name="t2-control-dropped",
        server="vsftpd",
        place="T2",
        control="dropped",
        truth=NO_ROWS,
        stops="timeout",
        arguments=("--timeout", "3"),
        causes=ids("control-unreachable"),
    ),
    Scenario(
        name="t1-control-prohibited",
        server="pyftpdlib",
        place="T1",
        control="prohibited",
        truth=NO_ROWS,
        stops="unreachable",
        causes=ids("control-unreachable"),
    ),
    Scenario(
        name="t4-control-closed",
        server="pyftpdlib",
        place="T4",
        control="closed",
        truth=NO_ROWS,
        stops="refused",
        causes=ids("control-refused"),
    ),
    Scenario(
        name="t4-control-rejected",
        server="pyftpdlib",
        place="T4",
        control="rejected",
        stops="refused",
        truth=NO_ROWS,
        causes=ids("control-refused"),
    ),
    Scenario(
        name="t1-control-ipv6-dropped",
        server="proftpd",
        place="T1",
        ipv6=True,
        control="dropped",
        arguments=("--timeout", "3"),
        stops="timeout",
        truth=NO_ROWS,
        causes=ids("control-unreachable"),
    ),
)
