"""Mode commands that the server does not take."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, Scenario, ids

SCENARIOS = (
    Scenario(
        name="t1-vsftpd-no-passive",
        server="vsftpd",
        place="T1",
        passive=False,
        truth="FFFWW",
        causes=ids("pasv-command-refused"),
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
    Scenario(
        name="t1-vsftpd-no-epsv",
        server="vsftpd",
        place="T1",
        extra=("cmds_denied=EPSV",),
        truth="WWFWW",
        causes=ids("epsv-command-refused"),
    ),
    Scenario(
        name="t2-vsftpd-no-epsv",
        server="vsftpd",
        place="T2",
        extra=("cmds_denied=EPSV",),
        truth="FWFWW",
        causes=INSIDE_227 | ids("server-behind-nat epsv-command-refused"),
    ),
    Scenario(
        name="t1-proftpd-no-port",
        server="proftpd",
        place="T1",
        extra=("<Limit PORT>", "  DenyAll", "</Limit>"),
        truth="WWWFW",
        causes=ids("active-command-refused"),
    ),
    Scenario(
        name="t1-vsftpd-no-active",
        server="vsftpd",
        place="T1",
        active=False,
        truth="WWWFF",
        causes=ids("active-command-refused"),
    ),
    Scenario(
        name="t2-pyftpdlib-no-passive",
        server="pyftpdlib",
        place="T2",
        passive=False,
        truth="FFFWW",
        causes=ids("pasv-command-refused"),
    ),
)
