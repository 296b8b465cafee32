"""IPv6: no NAT, and no PASV or PORT."""

from __future__ import annotations

from tests.lab.scenario import Scenario, ids

SCENARIOS = (
    Scenario(name="t1-proftpd-ipv6", server="proftpd", place="T1", ipv6=True, truth="--W-W", causes=ids()),
)
