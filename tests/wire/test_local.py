"""What of this computer a run would use."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from ftpsgui.model.plan import Trust
from ftpsgui.wire.transport.local import bind_problem, pem_problem, trust_problems


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


@pytest.mark.skipif(os.name != "posix", reason="no pipes among files")
def test_a_pipe_is_refused_unread(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    problem = pem_problem(str(tmp_path / "pipe"))
    assert problem is not None
    assert "is not a file" in problem.id


def test_the_files_of_a_plan_are_told_by_the_field_that_names_them(tmp_path: Path) -> None:
    assert trust_problems(Trust()) == []
    hollow = tmp_path / "hollow.pem"
    hollow.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    for trust, field, said in (
        (Trust(ca_file=str(hollow)), "ca-file", "cannot be read"),
        (Trust(client_certificate=str(hollow)), "client-certificate", "private key"),
    ):
        ((kind, problem),) = trust_problems(trust)
        assert kind == field
        assert said in problem.id
    missing = str(tmp_path / "missing")
    both = trust_problems(Trust(ca_file=missing, client_certificate=missing))
    assert [kind for kind, _problem in both] == ["ca-file", "client-certificate"]
