"""IPv6: no NAT anywhere, so every address is right; the home router's firewall still lets nothing in."""

from __future__ import annotations

from ftpsgui.demo.personalities import PROFTPD
from ftpsgui.demo.scenario import Scenario
from ftpsgui.model.message import msg
from ftpsgui.topology import nat

CLIENT, SERVER = "2001:db8:c11e:17::2", "2001:db8:5e:1::21"
"""From 2001:db8::/32, the prefix for documentation (RFC 3849)."""

SCENARIO = Scenario(
    id="ipv6-firewall",
    title=msg("IPv6 without NAT, the home router lets nothing in"),
    description=msg(
        "Client and server have IPv6 addresses, which nobody rewrites. EPSV works. EPRT names a right address, and the firewall of the client's router drops the connection that the server opens."
    ),
    world=nat.World(
        segments=(
            # The rest of the internet knows the way to the client's network: nothing is translated.
            nat.Segment(id="internet", network="2001:db8:5e:1::/64", gateway="client-router"),
            nat.Segment(id="client-lan", network="2001:db8:c11e:17::/64", gateway="client-router"),
        ),
        hosts=(
            nat.Host(id="client", segment="client-lan", address=CLIENT),
            nat.Host(id="server", segment="internet", address=SERVER),
        ),
        routers=(
            nat.Router(
                id="client-router",
                inside="client-lan",
                outside="internet",
                inside_address="2001:db8:c11e:17::1",
                outside_address="2001:db8:c11e::1",
                masquerade=False,
                inbound=(nat.Rule(verdict="drop"),),
            ),
        ),
    ),
    personality=PROFTPD,
    order=75,
)
