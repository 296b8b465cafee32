"""IPv6: no NAT, and no PASV or PORT."""

from __future__ import annotations

from tests.lab.scenario import Scenario, ids

SCENARIOS = (
    Scenario(name="t1-proftpd-ipv6", server="proftpd", place="T1", ipv6=True, truth="--W-W", causes=ids()),
    Scenario(
        name="t1-vsftpd-ipv6",
        server="vsftpd",
        place="T1",
        ipv6=True,
        truth="--W-W",
        causes=ids(),
    ),
    Scenario(
        name="t1-pureftpd-ipv6",
        server="pureftpd",
        place="T1",
        ipv6=True,
        truth="--W-W",
        causes=ids(),
    ),
    Scenario(
        name="t1-pyftpdlib-ipv6",
        server="pyftpdlib",
        place="T1",
        ipv6=True,
        truth="--W-W",
        causes=ids(),
    ),
    Scenario(
        name="t1-vsftpd-ipv6-dropped",
        server="vsftpd",
        place="T1",
        ipv6=True,
        server_ports="dropped",
        truth="--F-W",
        causes=ids("passive-port-filtered"),
    ),
    Scenario(
        name="t1-proftpd-ipv6-prohibited",
        server="proftpd",
        place="T1",
        ipv6=True,
        server_ports="prohibited",
        truth="--F-W",
        causes=ids("passive-port-filtered"),
    ),
)
