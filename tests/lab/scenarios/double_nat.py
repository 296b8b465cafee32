"""Two translations in a row on one side, and servers in containers."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, NAT_CLIENT, SERVER_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t3-vsftpd-carrier",
        server="vsftpd",
        place="T3",
        client_carrier=True,
        truth="WWWFF/--",
        causes=NAT_CLIENT,
    ),
    Scenario(
        name="t3-pureftpd-carrier-forwarded",
        server="pureftpd",
        place="T3",
        client_carrier=True,
        client_forwarded=(51000, 51020),
        arguments=("--public-address", "198.51.100.1", "--active-ports", "51000-51020"),
        truth="WWWFF/FF",
        causes=NAT_CLIENT | ids("active-no-connection"),
    ),
    Scenario(
        name="t2-vsftpd-two-routers",
        server="vsftpd",
        place="T2",
        server_outer="forwards",
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-proftpd-two-routers-inner",
        server="proftpd",
        place="T2",
        server_outer="forwards",
        masquerade="192.168.1.2",
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-pyftpdlib-two-routers-control-only",
        server="pyftpdlib",
        place="T2",
        server_outer="control-only",
        masquerade=SERVER_PUBLIC,
        truth="FFFWW",
        causes=ids("passive-port-filtered"),
    ),
    Scenario(
        name="t4-proftpd-two-routers-each",
        server="proftpd",
        place="T4",
        client_carrier=True,
        server_outer="forwards",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF/--",
        causes=NAT_CLIENT,
    ),
    Scenario(
        name="t2-vsftpd-container",
        server="vsftpd",
        place="T2",
        server_inside="172.17.0.2",
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat"),
    ),
    Scenario(
        name="t2-pureftpd-container-unpublished",
        server="pureftpd",
        place="T2",
        server_inside="172.17.0.2",
        server_ports="not-forwarded",
        truth="FFFWW",
        causes=INSIDE_227 | ids("passive-port-refused server-behind-nat"),
    ),
    Scenario(
        name="t4-proftpd-container-behind-router",
        server="proftpd",
        place="T4",
        server_inside="172.18.0.5",
        server_outer="forwards",
        truth="FWWFF/--",
        causes=INSIDE_227 | ids("active-client-behind-nat both-behind-nat"),
    ),
)
