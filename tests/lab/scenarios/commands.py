"""Mode commands that the server does not take."""

from __future__ import annotations

from tests.lab.scenario import Scenario, ids

SCENARIOS = (
    Scenario(
        name="t1-vsftpd-no-passive",
        server="vsftpd",
        place="T1",
        passive=False,
        truth="FFFWW",
        causes=ids("pasv-command-refused epsv-command-refused"),
    ),
    Scenario(
        name="t1-vsftpd-no-pasv",
        server="vsftpd",
        place="T1",
        extra=("cmds_denied=PASV",),
        truth="FFWWW",
        causes=ids("epsv-only-works"),
    ),
    Scenario(
        name="t1-proftpd-no-active",
        server="proftpd",
        place="T1",
        active=False,
        truth="WWWFF",
        causes=ids("active-command-refused"),
    ),
)
