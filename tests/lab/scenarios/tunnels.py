"""A VPN over which the server's private address can be reached."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, SERVER_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(
        name="vpn-vsftpd-inside",
        server="vsftpd",
        place="vpn",
        vpn="inside",
        truth="WWWWW",
        causes=ids("test-from-inside"),
    ),
    Scenario(
        name="vpn-proftpd-full",
        server="proftpd",
        place="vpn",
        vpn="full",
        truth="WWWFF",
        causes=INSIDE_227 | ids("test-from-inside active-peer-mismatch"),
    ),
    Scenario(
        name="vpn-vsftpd-full-right",
        server="vsftpd",
        place="vpn",
        vpn="full",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF",
        causes=ids("test-from-inside active-peer-mismatch"),
    ),
    Scenario(
        name="vpn-pyftpdlib-full-right",
        server="pyftpdlib",
        place="vpn",
        vpn="full",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF",
        causes=ids("test-from-inside active-peer-mismatch"),
    ),
    Scenario(
        name="vpn-vsftpd-split",
        server="vsftpd",
        place="vpn",
        vpn="split",
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat"),
    ),
    Scenario(
        name="vpn-pureftpd-split",
        server="pureftpd",
        place="vpn",
        vpn="split",
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat"),
    ),
)
