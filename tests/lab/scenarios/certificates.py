"""Certificates that a careful client does not trust."""

from __future__ import annotations

from tests.lab.scenario import Scenario, ids

SCENARIOS = (
    Scenario(
        name="t1-pureftpd-self-signed",
        server="pureftpd",
        place="T1",
        certificate="self-signed",
        trust="anything",
        truth="WWWWW",
        causes=ids("certificate-self-signed"),
    ),
)
