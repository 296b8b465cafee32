"""The machine that a server lives in: Debian's paths, an administrator's commands, and nothing that leaks out."""

from __future__ import annotations

import ftplib
import subprocess
from pathlib import Path

import pytest

from tests.servers import Kind, Options, Server, require, start
from tests.servers.process import is_root

pytestmark = pytest.mark.skipif(not is_root(), reason="LAB NOT RUN: a mount namespace needs root")

CHANGES: dict[Kind, str] = {
    "vsftpd": "echo pasv_address=203.0.113.1 >> /etc/vsftpd.conf; systemctl restart vsftpd",
    "proftpd": "sed -i '1i MasqueradeAddress 203.0.113.1' /etc/proftpd/proftpd.conf; proftpd -t && systemctl reload proftpd",
    "pureftpd": "echo 203.0.113.1 > /etc/pure-ftpd/conf/ForcePassiveIP; service pure-ftpd restart",
    "pyftpdlib": (
        "sed -i '/^server = /i handler.masquerade_address = \"203.0.113.1\"' /usr/local/lib/ftp-server/server.py; "
        "systemctl restart ftp-server"
    ),
}


def run(server: Server, script: str) -> subprocess.CompletedProcess[str]:
    command = server.process.command("sh", "-ec", script)
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize("kind", list(CHANGES))
def test_an_administrator_changes_the_configuration_where_debian_has_it(kind: Kind) -> None:
    require(kind)
    with start(kind, Options(require_tls=False, masquerade="192.0.2.10")) as server:
        done = run(server, CHANGES[kind])
        assert done.returncode == 0, done.stderr
        server.process.wait_for_port(server.host, server.port, None)
        with ftplib.FTP(timeout=10) as client:
            client.connect(server.host, server.port)
            client.login(server.user, server.password)
            assert ftplib.parse227(client.sendcmd("PASV"))[0] == "203.0.113.1"
    assert not Path("/usr/local/lib/ftp-server").exists()


def test_another_unit_is_not_there() -> None:
    require("vsftpd")
    with start("vsftpd") as server:
        done = run(server, "systemctl restart proftpd")
    assert done.returncode == 5
    assert "Unit proftpd.service not found" in done.stderr


def test_a_configuration_that_is_wrong_ends_the_server() -> None:
    require("vsftpd")
    with start("vsftpd") as server:
        run(server, "echo nonsense=YES >> /etc/vsftpd.conf; systemctl restart vsftpd")
        with pytest.raises(Exception, match="unrecognised variable in config file: nonsense"):
            server.process.wait_for_port(server.host, server.port, None)


def test_what_is_written_stays_in_the_machine() -> None:
    require("vsftpd")
    with start("vsftpd") as server:
        done = run(server, "touch /etc/ftpsgui-lab /usr/bin/ftpsgui-lab /var/ftpsgui-lab /run/ftpsgui-lab")
    assert done.returncode == 0, done.stderr
    assert not any(Path(place, "ftpsgui-lab").exists() for place in ("/etc", "/usr/bin", "/var", "/run"))
