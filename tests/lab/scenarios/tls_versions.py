"""Servers that speak one version of TLS only."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, NAT_CLIENT, NO_ROWS, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t1-vsftpd-tls-1.2",
        server="vsftpd",
        place="T1",
        tls_versions=("1.2", "1.2"),
        truth="WWWWW",
        causes=ids(),
    ),
    Scenario(
        name="t1-proftpd-tls-1.2",
        server="proftpd",
        place="T1",
        tls_versions=("1.2", "1.2"),
        truth="WWWWW",
        causes=ids(),
    ),
    Scenario(
        name="t2-pyftpdlib-tls-1.2",
        server="pyftpdlib",
        place="T2",
        tls_versions=("1.2", "1.2"),
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat"),
    ),
    Scenario(
        name="t1-vsftpd-tls-1.3",
        server="vsftpd",
        place="T1",
        tls_versions=("1.3", "1.3"),
        truth="WWWWW",
        causes=ids(),
    ),
    Scenario(
        name="t1-pureftpd-tls-1.3",
        server="pureftpd",
        place="T1",
        tls_versions=("1.3", "1.3"),
        truth="WWWWW",
        causes=ids(),
    ),
    Scenario(
        name="t3-proftpd-tls-1.3",
        server="proftpd",
        place="T3",
        tls_versions=("1.3", "1.3"),
        truth="WWWFF/--",
        causes=NAT_CLIENT,
    ),
    Scenario(
        name="t1-proftpd-tls-1.0",
        server="proftpd",
        place="T1",
        tls_versions=("1.0", "1.0"),
        stops="tls-failed",
        truth=NO_ROWS,
        causes=ids("tls-outdated"),
    ),
    Scenario(
        name="t3-vsftpd-tls-1.0",
        server="vsftpd",
        place="T3",
        tls_versions=("1.0", "1.0"),
        stops="tls-failed",
        truth=NO_ROWS,
        causes=ids("tls-outdated"),
    ),
    Scenario(
        name="t1-pyftpdlib-tls-1.1",
        server="pyftpdlib",
        place="T1",
        tls_versions=("1.0", "1.1"),
        stops="tls-failed",
        truth=NO_ROWS,
        causes=ids("tls-outdated"),
    ),
)
