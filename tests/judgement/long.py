"""Sessions as long as one likes: what a run does, over and over, with other ports and other outcomes each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ftpsgui.session.session import Session
from tests.judgement.playbook import Playbook


@cache
def long_session(length: int) -> Session:
    """Return a session of ``length`` observations; the server has many faults, so that many rules have much to read."""
    return _made_of(_faults, length)


def _made_of(turn: Callable[[Playbook, int], None], length: int) -> Session:
    """Return a session of ``length`` observations: a login, and ``turn`` again and again, which is given its number."""
    book = Playbook()
    book.login(greeting="220 ProFTPD Server (Debian) [10.20.30.2]")
    number = 0
    while len(book.observations) < length:
        number += 1
        turn(book, number)
    book.observations = book.observations[: length - 1]
    return book.end().session()


def _faults(book: Playbook, turn: int) -> None:
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


def _transfers(book: Playbook, turn: int) -> None:
    """Send a file, ask for its size, fetch it: what a program does all night."""
    file = {"purpose": "transfer", "bytes": 1000 + turn, "size": 1000 + turn, "sha256": f"{turn:064x}"}
    book.passive("epsv", f"229 Entering Extended Passive Mode (|||{turn}|)", command="STOR", **file)
    book.says(f"SIZE file{turn}", f"213 {1000 + turn}")
    book.passive("epsv", f"229 Entering Extended Passive Mode (|||{turn}|)", command="RETR", **file)


def _connections(book: Playbook, turn: int) -> None:
    """Come back with a new connection, of which each tells another address, and goes another way."""
    book.connection, book.protected = f"c{turn + 1}", False
    book.login(greeting=f"220 ProFTPD Server (Debian) [10.{turn // 250}.{turn % 250}.2]")
    book.passive("pasv", f"227 Entering Passive Mode (10,{turn // 250},{turn % 250},2,195,80)", final=None)
    book.ended("closed-by-peer")


def _refusals(book: Playbook, turn: int) -> None:
    """Be refused what is asked for, each time with other words."""
    book.says("PROT C", f"534 No. {turn}")
    book.says("NOOP", None, ending="timeout")
    book.says("AUTH TLS", f"502 No. {turn}")
    book.passive("pasv", f"550 No. {turn}")
    book.passive("epsv", final=f"425 No. {turn}", text="229 Extended (|||50000|)", tls="error")
    book.active(
        "port", f"500 I won't open a connection to 192.168.10.2 (only to 198.51.{turn // 250}.{turn % 250})"
    )
    book.active("eprt", "200 EPRT", tls="error", tls_error="WRONG_VERSION_NUMBER", first_bytes=f"SSH-{turn}")


KINDS = {"faults": _faults, "transfers": _transfers, "connections": _connections, "refusals": _refusals}


@cache
def long_session_of(kind: str, length: int) -> Session:
    """Return a session of ``length`` observations of one of the ``KINDS``."""
    return _made_of(KINDS[kind], length)
