"""One address, two nodes."""

from __future__ import annotations

from tests.lab.scenario import SECOND_PUBLIC, SERVER_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t2-vsftpd-data-elsewhere",
        server="vsftpd",
        place="T2",
        balancer="elsewhere",
        masquerade=SERVER_PUBLIC,
        truth="FFFWW",
        causes=ids("passive-port-refused"),
    ),
    Scenario(
        name="t2-proftpd-alternates",
        server="proftpd",
        place="T2",
        balancer="alternates",
        arguments=("--thorough",),
        truth="F??WW",
        causes=ids("pasv-private-address load-balancer-split"),
    ),
    Scenario(
        name="t2-pureftpd-own-addresses",
        server="pureftpd",
        place="T2",
        balancer="own-addresses",
        masquerade=SECOND_PUBLIC,
        truth="WFFWW",
        causes=ids("pasv-foreign-address passive-port-refused"),
    ),
    Scenario(
        name="t2-pyftpdlib-own-addresses",
        server="pyftpdlib",
        place="T2",
        balancer="own-addresses",
        masquerade=SECOND_PUBLIC,
        truth="WFFWW",
        causes=ids("pasv-foreign-address passive-port-refused"),
    ),
)
