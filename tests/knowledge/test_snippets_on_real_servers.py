"""The cures as they are pasted: the real servers take them and do what they promise.

Here only what can be seen on loopback and without root; ``tests/lab/test_cures.py`` does all that the report says.
"""

from __future__ import annotations

import ftplib
import os
import re
import shutil
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from ftpsgui.knowledge import load
from ftpsgui.knowledge.remedies import server_remedies
from ftpsgui.texts.translate import Translator
from tests.servers import Options, Server, require, start

VALUES = {
    "public_ip": "203.0.113.1",
    "server_ip": "10.20.30.2",
    "control_port": "21",
    "pasv_min": "50000",
    "pasv_max": "50100",
}


def snippet(product: str, need: str, group: int = 1) -> tuple[str, ...]:
    """The lines that a reader would paste, one after the other."""
    remedies = server_remedies(load(), product, need, VALUES)  # type: ignore[arg-type]
    chosen = [remedy for remedy in remedies if remedy.group == group]
    assert all(remedy.verbatim or remedy.file == "<program>" for remedy in chosen)
    return tuple(line for r in chosen for line in Translator("en")(r.snippet).split("\n"))


def pasv(server: Server) -> tuple[str, int]:
    """Address and port of a PASV reply, without TLS."""
    with ftplib.FTP() as ftp:
        ftp.connect(server.host, server.port, timeout=20)
        ftp.login(server.user, server.password)
        numbers = re.findall(r"\d+", ftp.sendcmd("PASV")[4:])
        assert len(numbers) == 6
        return ".".join(numbers[:4]), int(numbers[4]) * 256 + int(numbers[5])


@pytest.fixture
def vsftpd() -> None:
    require("vsftpd")


@pytest.mark.usefixtures("vsftpd")
def test_vsftpd_as_debian_ships_it_takes_the_masquerade_lines() -> None:
    # bind "::" is Debian's listen=NO, listen_ipv6=YES; the pasted lines come after it.
    options = Options(bind="::", require_tls=False, extra=snippet("vsftpd", "masquerade"))
    with start("vsftpd", options) as server:
        address, port = pasv(server)
    assert address == "203.0.113.1"
    assert 50000 <= port <= 50100


@pytest.mark.usefixtures("vsftpd")
def test_vsftpd_answers_zeros_without_the_listen_lines() -> None:
    """Why the snippet is longer than pasv_address alone. When this fails, the pitfall is gone: shorten it."""
    lines = tuple(line for line in snippet("vsftpd", "masquerade") if not line.startswith("listen"))
    with start("vsftpd", Options(bind="::", require_tls=False, extra=lines)) as server:
        address, _ = pasv(server)
    assert address == "0.0.0.0"


def listing_without_resumption(server: Server) -> list[str]:
    """A directory over TLS by Python's ftplib, which never resumes a session."""
    with ftplib.FTP_TLS(context=ssl.create_default_context(cafile=str(server.ca_file))) as ftp:
        ftp.connect(server.host, server.port, timeout=20)
        ftp.login(server.user, server.password)
        ftp.prot_p()
        return ftp.nlst()


@pytest.mark.parametrize("product", ["vsftpd", "proftpd"])
def test_the_session_reuse_line_lets_other_clients_in(product: Literal["vsftpd", "proftpd"]) -> None:
    require(product)
    with start(product, Options(session_reuse=None)) as server, pytest.raises((ftplib.Error, OSError)):
        listing_without_resumption(server)
    with start(product, Options(session_reuse=None, extra=snippet(product, "session-reuse"))) as server:
        assert "readme.txt" in listing_without_resumption(server)


def tls_version(server: Server) -> str | None:
    with ftplib.FTP_TLS(context=ssl.create_default_context(cafile=str(server.ca_file))) as ftp:
        ftp.connect(server.host, server.port, timeout=20)
        ftp.auth()
        return ftp.sock.version() if isinstance(ftp.sock, ssl.SSLSocket) else None


def test_pyftpdlib_takes_the_lines_for_new_tls() -> None:
    require("pyftpdlib")
    old = Options(tls_versions=("1.0", "1.1"))
    with start("pyftpdlib", old) as server, pytest.raises(OSError):
        tls_version(server)
    with start("pyftpdlib", replace(old, extra=snippet("pyftpdlib", "tls-versions"))) as server:
        assert tls_version(server) == "TLSv1.3"


@pytest.mark.parametrize(
    ("knows", "added"),
    [("ssl_tlsv1", ""), ("ssl_tlsv1_1 ssl_tlsv1_2", "ssl_tlsv1_2=YES\n")],
)
@pytest.mark.skipif(shutil.which("sh") is None, reason="pasted into a shell")
def test_vsftpd_is_given_only_the_options_that_its_build_knows(
    tmp_path: Path, knows: str, added: str
) -> None:
    """What a build does not know keeps it from starting."""
    (tmp_path / "vsftpd").write_text(f"\x7fELF\0{knows}\0")
    (tmp_path / "vsftpd").chmod(0o755)
    (tmp_path / "vsftpd.conf").touch()
    (remedy,) = (
        one for one in server_remedies(load(), "vsftpd", "tls-versions", VALUES) if not one.snippet.translated
    )
    script = remedy.snippet.id.replace("/etc/", f"{tmp_path}/")
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["sh", "-e", "-c", script], check=True, env={**os.environ, "PATH": path})
    assert (tmp_path / "vsftpd.conf").read_text() == added


@pytest.mark.parametrize("need", ["masquerade", "passive-range"])
def test_pyftpdlib_takes_the_lines(need: str) -> None:
    require("pyftpdlib")
    with start("pyftpdlib", Options(require_tls=False, extra=snippet("pyftpdlib", need))) as server:
        address, port = pasv(server)
    assert address == ("203.0.113.1" if need == "masquerade" else "127.0.0.1")
    assert 50000 <= port <= 50100
