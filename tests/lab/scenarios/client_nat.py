"""T3: the client behind NAT. Passive works; active needs a public address written by the client."""

from __future__ import annotations

from tests.lab.scenario import CLIENT_PUBLIC, NAT_CLIENT, Scenario, ids

SCENARIOS = (
    Scenario(name="t3-vsftpd", server="vsftpd", place="T3", truth="WWWFF/--", causes=NAT_CLIENT),
    Scenario(name="t3-proftpd", server="proftpd", place="T3", truth="WWWFF/--", causes=NAT_CLIENT),
    Scenario(name="t3-pureftpd", server="pureftpd", place="T3", truth="WWWFF/--", causes=NAT_CLIENT),
    Scenario(name="t3-pyftpdlib", server="pyftpdlib", place="T3", truth="WWWFF", causes=NAT_CLIENT),
    Scenario(
        name="t3-vsftpd-public-forwarded",
        server="vsftpd",
        place="T3",
        client_forwarded=(51000, 51020),
        arguments=("--public-address", CLIENT_PUBLIC, "--active-ports", "51000-51020"),
        truth="WWWFF/WW",
        causes=NAT_CLIENT,
    ),
    Scenario(
        name="t3-pureftpd-cgnat",
        server="pureftpd",
        place="T3",
        client_inside="100.64.10.2",
        truth="WWWFF/--",
        causes=ids("active-client-behind-nat client-cgnat"),
    ),
    Scenario(
        name="t3-proftpd-ports-dropped",
        server="proftpd",
        place="T3",
        server_ports="dropped",
        truth="FFFFF/--",
        causes=NAT_CLIENT | ids("passive-port-filtered"),
    ),
    Scenario(
        name="t3-proftpd-resets",
        server="proftpd",
        place="T3",
        client_router="resets",
        truth="WWWFF/--",
        causes=NAT_CLIENT,
    ),
    Scenario(
        name="t3-pyftpdlib-public-not-forwarded",
        server="pyftpdlib",
        place="T3",
        arguments=("--public-address", CLIENT_PUBLIC, "--active-ports", "51000-51020"),
        truth="WWWFF/FF",
        causes=NAT_CLIENT | ids("active-no-connection"),
    ),
    Scenario(
        name="t3-pureftpd-public-wrong",
        server="pureftpd",
        place="T3",
        arguments=("--public-address", "198.51.100.77", "--active-ports", "51000-51020"),
        truth="WWWFF/FF",
        causes=NAT_CLIENT | ids("active-public-address-wrong"),
    ),
    Scenario(
        name="t3-pyftpdlib-two-exits",
        server="pyftpdlib",
        place="T3",
        data_leaves_by="198.51.100.2",
        truth="FFFFF",
        causes=NAT_CLIENT | ids("load-balancer-split"),
    ),
    Scenario(
        name="t3-vsftpd-two-exits",
        server="vsftpd",
        place="T3",
        data_leaves_by="198.51.100.2",
        truth="FFFFF/--",
        causes=NAT_CLIENT | ids("load-balancer-split"),
    ),
)
