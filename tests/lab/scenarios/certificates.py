"""Certificates that a careful client does not trust."""

from __future__ import annotations

from tests.lab.scenario import INSIDE_227, NAT_CLIENT, NO_ROWS, Scenario, ids

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
    Scenario(
        name="t1-pyftpdlib-expired",
        server="pyftpdlib",
        place="T1",
        certificate="expired",
        stops="untrusted",
        truth=NO_ROWS,
        causes=ids("certificate-expired"),
    ),
    Scenario(
        name="t3-vsftpd-wrong-name",
        server="vsftpd",
        place="T3",
        certificate="wrong-name",
        stops="untrusted",
        truth=NO_ROWS,
        causes=ids("certificate-name-mismatch"),
    ),
    Scenario(
        name="t1-proftpd-unknown-ca",
        server="proftpd",
        place="T1",
        trust="nothing",
        stops="untrusted",
        truth=NO_ROWS,
        causes=ids("certificate-untrusted"),
    ),
    Scenario(
        name="t2-pureftpd-self-signed-refused",
        server="pureftpd",
        place="T2",
        certificate="self-signed",
        stops="untrusted",
        truth=NO_ROWS,
        causes=ids("certificate-self-signed"),
    ),
    Scenario(
        name="t1-vsftpd-expired-accepted",
        server="vsftpd",
        place="T1",
        certificate="expired",
        trust="anything",
        truth="WWWWW",
        causes=ids("certificate-expired"),
    ),
    Scenario(
        name="t3-proftpd-wrong-name-accepted",
        server="proftpd",
        place="T3",
        certificate="wrong-name",
        trust="anything",
        truth="WWWFF/--",
        causes=NAT_CLIENT | ids("certificate-name-mismatch certificate-untrusted"),
    ),
    Scenario(
        name="t2-pyftpdlib-unknown-ca-accepted",
        server="pyftpdlib",
        place="T2",
        trust="anything",
        truth="FWWWW",
        causes=INSIDE_227 | ids("server-behind-nat certificate-untrusted"),
    ),
)
