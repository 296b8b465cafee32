"""Places from which a test proves nothing about the outside: the server's LAN, an overlay, a hairpin."""

from __future__ import annotations

from tests.lab.scenario import SERVER_PUBLIC, Scenario, ids

SCENARIOS = (
    Scenario(
        name="inside-vsftpd", server="vsftpd", place="inside", truth="WWWWW", causes=ids("test-from-inside")
    ),
    Scenario(
        name="inside-pureftpd-overlay",
        server="pureftpd",
        place="inside",
        inside_network="100.101.7",
        truth="WWWWW",
        causes=ids("test-from-inside"),
    ),
    Scenario(
        name="hairpin-vsftpd",
        server="vsftpd",
        place="hairpin",
        truth="FWWFF",
        causes=ids("hairpin pasv-private-address active-client-behind-nat"),
    ),
    Scenario(
        name="hairpin-proftpd-right",
        server="proftpd",
        place="hairpin",
        masquerade=SERVER_PUBLIC,
        truth="WWWFF",
        causes=ids("hairpin active-client-behind-nat"),
    ),
)
