"""A session as long as one likes: what a run does, over and over, with other ports and other outcomes each time."""

from __future__ import annotations

from functools import cache

from ftpsgui.session.session import Session
from tests.judgement.playbook import Playbook


@cache
def long_session(length: int) -> Session:
    """Return a session of ``length`` observations; the server has many faults, so that many rules have much to read."""
    book = Playbook()
    book.login(greeting="220 ProFTPD Server (Debian) [10.20.30.2]")
    turn = 0
    while len(book.observations) < length:
        turn += 1
        high, low = 195 + turn % 7, turn % 256
        book.says("SYST", "215 UNIX Type: L8")
        book.says("FEAT", "211-Features:\n UTF8\n MLST\n EPSV\n211 End", probe="capabilities")
        book.passive("pasv", f"227 Entering Passive Mode (10,20,30,2,{high},{low})")
        book.passive("pasv", f"227 Entering Passive Mode (10,20,30,2,{high},{low})", tcp="timeout")
        book.passive("epsv", f"229 Entering Extended Passive Mode (|||{50000 + turn % 400}|)")
        book.passive("epsv", "229 Extended (|||50000|)", final="425 Unable to build data connection")
        book.active("port", "500 Illegal PORT command")
        book.active("eprt", reached=False, final="425 Unable to build data connection: Connection timed out")
        book.says(
            "STAT",
            f"211-Status of 'ftp'\n Connected from 198.51.100.{turn % 200}\n211 End",
            probe="reflection",
        )
        book.says("NOOP", "200 NOOP command successful")
    book.observations = book.observations[: length - 1]
    return book.end().session()
