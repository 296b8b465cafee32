"""Servers that insist on TLS for data, and those that refuse it."""

from __future__ import annotations

from tests.lab.scenario import NAT_CLIENT, NO_ROWS, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t1-vsftpd-protection-required",
        server="vsftpd",
        place="T1",
        protection="required",
        arguments=("--thorough",),
        truth="WWWWW",
        causes=ids("data-protection-required"),
    ),
    Scenario(
        name="t1-proftpd-protection-required",
        server="proftpd",
        place="T1",
        protection="required",
        arguments=("--thorough",),
        truth="WWWWW",
        causes=ids("data-protection-required"),
    ),
    Scenario(
        name="t3-pureftpd-protection-required",
        server="pureftpd",
        place="T3",
        protection="required",
        arguments=("--thorough",),
        truth="WWWFF/--",
        causes=NAT_CLIENT | ids("data-protection-required"),
    ),
    Scenario(
        name="t1-pyftpdlib-protection-refused",
        server="pyftpdlib",
        place="T1",
        protection="refused",
        stops="protection-refused",
        truth=NO_ROWS,
        causes=ids("data-protection-refused"),
    ),
    Scenario(
        name="t2-proftpd-protection-refused",
        server="proftpd",
        place="T2",
        protection="refused",
        stops="protection-refused",
        truth=NO_ROWS,
        causes=ids("data-protection-refused"),
    ),
    Scenario(
        name="t1-vsftpd-protection-refused",
        server="vsftpd",
        place="T1",
        protection="refused",
        stops="protection-refused",
        truth=NO_ROWS,
        causes=ids("data-protection-refused"),
    ),
)
