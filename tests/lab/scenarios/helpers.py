"""Connection-tracking helpers read what is in clear, and are blind under TLS."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, NAT_CLIENT, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t2-proftpd-helper-compared",
        server="proftpd",
        place="T2",
        helper="server",
        server_ports="dropped",
        require_tls=False,
        arguments=("--compare-plaintext",),
        truth="FFFWW",
        causes=INSIDE_227
        | ids("passive-port-filtered server-behind-nat alg-rewrites-plaintext clear-login-allowed"),
    ),
    Scenario(
        name="t3-vsftpd-helper-compared",
        server="vsftpd",
        place="T3",
        helper="client",
        require_tls=False,
        arguments=("--compare-plaintext",),
        truth="WWWFF/--",
        causes=NAT_CLIENT | ids("alg-rewrites-plaintext clear-login-allowed"),
    ),
    Scenario(
        name="t4-proftpd-helper",
        server="proftpd",
        place="T4",
        helper="server",
        truth="FWWFF/--",
        causes=INSIDE_227 | ids("active-client-behind-nat both-behind-nat"),
    ),
)
