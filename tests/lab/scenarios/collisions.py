"""The client's own LAN uses the server's private addresses."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, NAT_CLIENT, SERVER_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t4-vsftpd-collision-refuses",
        server="vsftpd",
        place="T4",
        client_inside="10.20.30.77",
        neighbour="refuses",
        truth="FWWFF/--",
        causes=INSIDE_227 | ids("active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-proftpd-collision-silent",
        server="proftpd",
        place="T4",
        client_inside="10.20.30.77",
        neighbour="silent",
        truth="FWWFF/--",
        causes=INSIDE_227 | ids("active-client-behind-nat both-behind-nat"),
    ),
    Scenario(
        name="t4-pureftpd-collision-right",
        server="pureftpd",
        place="T4",
        client_inside="10.20.30.77",
        neighbour="refuses",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF/--",
        causes=NAT_CLIENT,
    ),
)
