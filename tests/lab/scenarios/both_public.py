"""T1: client and server public. Everything works unless a firewall, a setting or a wrong address is in the way."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, SECOND_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(name="t1-vsftpd", server="vsftpd", place="T1", truth="WWWWW", causes=ids()),
    Scenario(name="t1-proftpd", server="proftpd", place="T1", truth="WWWWW", causes=ids()),
    Scenario(name="t1-pureftpd", server="pureftpd", place="T1", truth="WWWWW", causes=ids()),
    Scenario(name="t1-pyftpdlib", server="pyftpdlib", place="T1", truth="WWWWW", causes=ids()),
    Scenario(
        name="t1-vsftpd-ports-dropped",
        server="vsftpd",
        place="T1",
        server_ports="dropped",
        truth="FFFWW",
        causes=ids("passive-port-filtered"),
    ),
    Scenario(
        name="t1-proftpd-ports-rejected",
        server="proftpd",
        place="T1",
        server_ports="rejected",
        truth="FFFWW",
        causes=ids("passive-port-refused"),
    ),
    Scenario(
        name="t1-pureftpd-ports-prohibited",
        server="pureftpd",
        place="T1",
        server_ports="prohibited",
        truth="FFFWW",
        causes=ids("passive-port-filtered"),
    ),
    Scenario(
        name="t1-vsftpd-client-firewall",
        server="vsftpd",
        place="T1",
        client_ports="dropped",
        truth="WWWFF",
        causes=ids("active-no-connection"),
    ),
    Scenario(
        name="t1-proftpd-second-address",
        server="proftpd",
        place="T1",
        masquerade=SECOND_PUBLIC,
        truth="WWWWW",
        causes=ids("pasv-foreign-address"),
    ),
    Scenario(
        name="t1-vsftpd-0.0.0.0",
        server="vsftpd",
        place="T1",
        masquerade="0.0.0.0",
        truth="FWWWW",
        causes=ids("pasv-unspecified-address"),
    ),
    Scenario(
        name="t1-pyftpdlib-stale-private",
        server="pyftpdlib",
        place="T1",
        masquerade="10.0.0.5",
        truth="FWWWW",
        causes=INSIDE_227,
        remarks=ids("server-behind-nat"),
    ),
    Scenario(
        name="t1-vsftpd-no-reuse",
        server="vsftpd",
        place="T1",
        session_reuse=False,
        truth="WWWWW",
        causes=ids(),
    ),
)
