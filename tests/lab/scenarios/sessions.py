"""Does a data connection have to resume the control connection's TLS session?"""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, NAT_CLIENT, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t1-vsftpd-reuse-required",
        server="vsftpd",
        place="T1",
        session_reuse=True,
        truth="WWWWW",
        causes=ids("tls-session-reuse-required"),
    ),
    Scenario(
        name="t1-proftpd-reuse-required",
        server="proftpd",
        place="T1",
        session_reuse=True,
        truth="WWWWW",
        causes=ids("tls-session-reuse-required"),
    ),
    Scenario(
        name="t1-proftpd-no-reuse",
        server="proftpd",
        place="T1",
        session_reuse=False,
        truth="WWWWW",
        causes=ids(),
    ),
    Scenario(
        name="t2-vsftpd-reuse-required",
        server="vsftpd",
        place="T2",
        session_reuse=True,
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat tls-session-reuse-required"),
    ),
    Scenario(
        name="t3-vsftpd-no-reuse",
        server="vsftpd",
        place="T3",
        session_reuse=False,
        truth="WWWFF/--",
        causes=NAT_CLIENT,
    ),
)
