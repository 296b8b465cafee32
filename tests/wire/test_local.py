"""What of this computer a run would use."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest

from ftpsgui.wire.transport.local import bind_problem, pem_problem


def test_only_an_address_of_this_computer_can_be_sent_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bind_problem("127.0.0.1") is None

    def refused(_socket: socket.socket, _address: object) -> None:
        raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")

    monkeypatch.setattr(socket.socket, "bind", refused, raising=False)
    problem = bind_problem("203.0.113.9")
    assert problem is not None
    assert problem.params["address"] == "203.0.113.9"


def test_a_certificate_file_is_pem_and_can_be_read(tmp_path: Path) -> None:
    good = tmp_path / "good.pem"
    good.write_text("text before\n-----BEGIN CERTIFICATE-----\n")
    assert pem_problem(str(good)) is None
    (tmp_path / "der").write_bytes(b"\x30\x82")
    for path in (tmp_path / "der", tmp_path / "missing", tmp_path):
        problem = pem_problem(str(path))
        assert problem is not None
        assert problem.params["path"] == str(path)
    assert pem_problem("a\x00b") is not None
