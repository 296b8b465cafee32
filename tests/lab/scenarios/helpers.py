"""Connection-tracking helpers read what is in clear, and are blind under TLS."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, NAT_CLIENT, SERVER_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t2-proftpd-helper-compared",
        server="proftpd",
        place="T2",
        helper="server",
        server_ports="dropped",
        require_tls=False,
        arguments=("--compare-plaintext",),
        clear="WWWWW",
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
        clear="WWWWW/--",
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
    Scenario(
        name="t2-pyftpdlib-no-helper-compared",
        server="pyftpdlib",
        place="T2",
        require_tls=False,
        arguments=("--compare-plaintext",),
        clear="FWWWW",
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat clear-login-allowed"),
    ),
    Scenario(
        name="t2-vsftpd-right-helper-compared",
        server="vsftpd",
        place="T2",
        masquerade=SERVER_PUBLIC,
        helper="server",
        server_ports="dropped",
        require_tls=False,
        arguments=("--compare-plaintext",),
        clear="FFWWW",
        truth="FFFWW",
        causes=ids("passive-port-filtered alg-rewrites-plaintext clear-login-allowed"),
    ),
    Scenario(
        name="t3-pureftpd-helper-compared",
        server="pureftpd",
        place="T3",
        helper="client",
        require_tls=False,
        arguments=("--compare-plaintext",),
        clear="WWWWW/--",
        truth="WWWFF/--",
        causes=NAT_CLIENT | ids("alg-rewrites-plaintext clear-login-allowed"),
    ),
    Scenario(
        name="t4-vsftpd-client-helper-compared",
        server="vsftpd",
        place="T4",
        helper="client",
        require_tls=False,
        arguments=("--compare-plaintext",),
        clear="FWWWW/--",
        truth="FWWFF/--",
        causes=INSIDE_227
        | ids("active-client-behind-nat both-behind-nat alg-rewrites-plaintext clear-login-allowed"),
    ),
    Scenario(
        name="t4-pyftpdlib-helper-compared",
        server="pyftpdlib",
        place="T4",
        helper="server",
        server_ports="not-forwarded",
        require_tls=False,
        arguments=("--compare-plaintext",),
        clear="WWWFF",
        truth="FFFFF",
        causes=INSIDE_227
        | ids(
            "passive-port-refused active-client-behind-nat both-behind-nat alg-rewrites-plaintext clear-login-allowed"
        ),
    ),
)
