"""Something else listens on the control port."""

from __future__ import annotations

from tests.lab.scenario import NO_ROWS, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t1-ssh",
        server="pyftpdlib",
        place="T1",
        impostor="ssh",
        stops="not-ftp",
        truth=NO_ROWS,
        causes=ids("not-ftp"),
    ),
    Scenario(
        name="t2-http",
        server="pyftpdlib",
        place="T2",
        impostor="http",
        stops="not-ftp",
        arguments=("--timeout", "4"),
        truth=NO_ROWS,
        causes=ids("not-ftp"),
    ),
    Scenario(
        name="t3-smtp",
        server="pyftpdlib",
        place="T3",
        impostor="smtp",
        stops="not-ftp",
        truth=NO_ROWS,
        causes=ids("not-ftp"),
    ),
    Scenario(
        name="t1-silence",
        server="pyftpdlib",
        place="T1",
        impostor="silence",
        stops="not-ftp",
        arguments=("--timeout", "4"),
        truth=NO_ROWS,
        causes=ids("greeting-missing"),
    ),
    Scenario(
        name="t4-hangs-up",
        server="pyftpdlib",
        place="T4",
        impostor="hangs-up",
        stops="closed",
        truth=NO_ROWS,
        causes=ids("greeting-missing"),
    ),
)
