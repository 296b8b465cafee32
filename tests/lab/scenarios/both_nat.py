"""T4: both behind NAT. One side must write its public address and have its range forwarded."""

from __future__ import annotations

from tests.lab.scenario import CLIENT_PUBLIC, ELSEWHERE, INSIDE_227, NAT_CLIENT, SERVER_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t4-vsftpd",
        server="vsftpd",
        place="T4",
        truth="FWWFF/--",
        causes=INSIDE_227 | ids("active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-proftpd-not-forwarded",
        server="proftpd",
        place="T4",
        server_ports="not-forwarded",
        truth="FFFFF/--",
        causes=INSIDE_227 | ids("passive-port-refused active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-pureftpd-right",
        server="pureftpd",
        place="T4",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF/--",
        causes=NAT_CLIENT,
    ),
    Scenario(
        name="t4-pyftpdlib-implicit",
        server="pyftpdlib",
        place="T4",
        implicit=True,
        truth="FWWFF",
        causes=INSIDE_227 | ids("active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-vsftpd-client-forwarded",
        server="vsftpd",
        place="T4",
        server_ports="dropped",
        client_forwarded=(51000, 51020),
        arguments=("--public-address", CLIENT_PUBLIC, "--active-ports", "51000-51020"),
        truth="FFFFF/WW",
        causes=INSIDE_227 | ids("passive-port-filtered active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-vsftpd-wrong-elsewhere",
        server="vsftpd",
        place="T4",
        masquerade=ELSEWHERE,
        truth="FWWFF/--",
        causes=NAT_CLIENT | ids("pasv-foreign-address"),
    ),
)
