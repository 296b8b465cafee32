"""probe and read against servers on loopback: reports, statuses, secrets, Ctrl-C, the question about trust."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from ftpsgui.cli import main as cli
from tests.hostile.villain import PASSWORD as VILLAINS_PASSWORD
from tests.hostile.villain import Villain, Visit, in_thread
from tests.reports.published import validator
from tests.servers import PASSWORD, Options, Server, require, start

VARIABLE = "FTPSGUI_TEST_PASSWORD"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    require("pyftpdlib")
    with start("pyftpdlib", Options()) as running:
        yield running


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)


def arguments(server: Server, *more: str) -> list[str]:
    return [
        "probe",
        f"{server.host}:{server.port}",
        "--user",
        server.user,
        "--password-env",
        VARIABLE,
        "--ca-file",
        str(server.ca_file),
        *more,
    ]


def probe(server: Server, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    status = cli.main(arguments(server, *more))
    out, err = capsys.readouterr()
    return status, out, err


def test_a_working_server_in_json(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = probe(server, capsys, "--format", "json")
    document = json.loads(out)
    validator().validate(document)
    assert status == document["verdict"]["exit_status"] == 1  # a test from inside is a warning
    assert document["product"]["id"] == "pyftpdlib"
    assert {row["result"] for row in document["modes"] if row["mode"] in ("pasv", "epsv")} == {"works"}
    assert document["target"]["tls"] == "explicit"
    assert PASSWORD not in out


def test_text_and_a_file_and_a_session_that_reads_the_same(
    server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report, session = tmp_path / "report.txt", tmp_path / "run.session"
    status, out, err = probe(server, capsys, "-o", str(report), "--save", str(session))
    assert out == ""
    assert str(report) in err
    assert str(session) in err
    assert PASSWORD not in session.read_text(encoding="utf-8")
    again = tmp_path / "again.txt"
    assert cli.main(["read", str(session), "-o", str(again)]) == status
    assert again.read_text(encoding="utf-8") == report.read_text(encoding="utf-8")
    assert "\x1b" not in report.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.txt", "report.txt", "run.session"]


def test_a_session_beside_a_redacted_report_is_whole_and_said_to_be(
    server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    session = tmp_path / "run.session"
    _, out, err = probe(server, capsys, "--redact", "all", "--save", str(session))
    assert "tester" not in out
    assert "tester" in session.read_text(encoding="utf-8")
    assert "--redact is for the report" in err


def test_nagios_has_its_own_statuses(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = probe(server, capsys, "--format", "nagios")
    assert status == 1
    assert out.startswith("FTPS WARNING - ")


def test_what_was_asked_for_is_done_or_named(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = probe(
        server, capsys, "--format", "json", "--thorough", "--compare-plaintext", "--write-test", "/"
    )
    document = json.loads(out)
    named = {item["probe"] for item in document["untested"]}
    done = {
        item["probe"]
        for item in document["observations"]
        if item["fact"]["type"] == "probe-outcome" and item["fact"]["status"] != "skipped"
    }
    assert {"passive-range", "plaintext-comparison", "round-trip"} <= named | done
    assert status in (0, 1)


def test_a_wrong_password_is_status_4(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "wrong-and-secret")
    status, out, err = probe(server, capsys, "--format", "json")
    assert status == 4
    assert "login-refused" in {finding["id"] for finding in json.loads(out)["findings"]}
    assert "wrong-and-secret" not in out + err


def test_a_certificate_that_nobody_can_be_asked_about_is_status_4_with_words(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = arguments(server, "--format", "json")
    at = words.index("--ca-file")
    del words[at : at + 2]
    assert cli.main(words) == 4
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert any(finding["id"].startswith("certificate-") for finding in document["findings"])
    assert "--insecure" in err
    assert "--ca-file" in err
    sent = [o["fact"]["command"] for o in document["observations"] if o["fact"]["type"] == "exchange"]
    assert not [command for command in sent if command and command.startswith(("USER", "PASS"))]
    assert cli.main([*words, "--insecure"]) == 1


@contextlib.contextmanager
def listening(words: bytes, reached: threading.Event | None = None) -> Iterator[int]:
    """A server that says ``words`` to everybody and nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        kept = []

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    kept.append(client)
                    client.sendall(words)
                    if reached is not None:
                        reached.set()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for client in kept:
                client.close()


def test_a_closed_port_is_status_4(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # bound, not listening: nobody else gets this port
        status = cli.main(["probe", f"127.0.0.1:{bound.getsockname()[1]}", "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert status == 4
    assert "control-refused" in {finding["id"] for finding in document["findings"]}
    validator().validate(document)


def test_what_is_not_ftp_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with listening(b"SSH-2.0-OpenSSH_9.2p1\r\n") as port:
        status = cli.main(["probe", f"127.0.0.1:{port}"])
    assert status == 4
    assert "not-ftp" in capsys.readouterr().out


posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")


@posix
def test_ctrl_c_ends_with_130_and_a_valid_partial_report() -> None:
    reached = threading.Event()
    with (
        listening(b"220 wait\r\n", reached) as port,
        subprocess.Popen(
            [sys.executable, "-m", "ftpsgui", "probe", f"127.0.0.1:{port}", "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        ) as process,
    ):
        assert reached.wait(30)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == ""
    document = json.loads(out)
    assert document["run"]["cancelled"] is True
    validator().validate(document)


def test_ctrl_c_after_the_report_changes_nothing(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def too_late(*_: object) -> Iterator[None]:
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr("ftpsgui.cli.probe._stop_on_signal", too_late)
    status, out, _ = probe(server, capsys, "--format", "nagios")
    assert (status, out[:12]) == (1, "FTPS WARNING")


def without_ca_file(server: Server) -> list[str]:
    words = arguments(server, "--lang", "en")
    return [word for word in words if word not in ("--ca-file", str(server.ca_file))]


class Person:
    """Sits at the other end of a pseudo-terminal: reads up to a question, answers it, reads on so that nothing fills up."""

    def __init__(self, answer: bytes) -> None:
        import pty

        self._end, self.terminal = pty.openpty()
        self._answer = answer
        self._shown: list[bytes] = []
        self._thread = threading.Thread(target=self._sit, daemon=True)
        self._thread.start()

    def _sit(self) -> None:
        while b"[y/N]" not in b"".join(self._shown):
            self._shown.append(os.read(self._end, 4096))
        os.write(self._end, self._answer)
        _drain(self._end)

    def shown(self) -> bytes:
        """What was shown up to the question; once the terminal is closed."""
        self._thread.join(10)
        os.close(self._end)
        return b"".join(self._shown)


def on_a_terminal(words: list[str], answer: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, int]:
    """Run the command, in this process, on a terminal and answer its question; return what was shown, and the status."""
    person = Person(answer)
    with (
        os.fdopen(person.terminal, encoding="utf-8") as keyboard,
        os.fdopen(os.dup(person.terminal), "w", encoding="utf-8") as screen,
        monkeypatch.context() as patch,
    ):
        patch.setattr("sys.stdin", keyboard)
        patch.setattr("sys.stderr", screen)
        patch.setenv("TERM", "dumb")
        status = cli.main(words)
    return person.shown(), status


@posix
def test_on_a_terminal_a_person_is_asked(server: Server) -> None:
    person = Person(b"y\n")
    with subprocess.Popen(
        [sys.executable, "-m", "ftpsgui", *without_ca_file(server)],
        stdin=person.terminal,
        stderr=person.terminal,
        stdout=subprocess.PIPE,
        env={**os.environ, "TERM": "dumb"},
    ) as process:
        os.close(person.terminal)
        process.communicate(timeout=60)
    assert b"SHA-256: " in person.shown()
    assert process.returncode == 1


@posix
@pytest.mark.parametrize(("answer", "status"), [(b"y\n", 1), (b"n\n", 4), (b"\n", 4)])
def test_what_is_not_yes_is_no(
    server: Server, answer: bytes, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, returned = on_a_terminal(without_ca_file(server), answer, monkeypatch)
    assert b"SHA-256: " in shown
    assert returned == status


class SeesAnother(Villain):
    """Sees every client come from 198.51.100.9, and connects to nobody."""

    async def on_stat(self, visit: Visit, argument: str) -> None:
        await visit.say("211-Status", "     Connected to 198.51.100.9", "211 End")

    async def on_port(self, visit: Visit, argument: str) -> None:
        await visit.say("500 no")

    on_eprt = on_port


@posix
@pytest.mark.parametrize(("answer", "named"), [(b"y\n", True), (b"\n", False)])
def test_on_a_terminal_a_person_is_asked_about_an_address_that_the_server_contradicts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: bytes,
    named: bool,
) -> None:
    monkeypatch.setenv(VARIABLE, VILLAINS_PASSWORD)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with in_thread(SeesAnother(authority)) as villain:
        address = ["--public-address", "198.51.100.77", "--active-ports", "50100-50110"]
        words = ["probe", f"127.0.0.1:{villain.port}", "--ca-file", str(tmp_path / "ca.pem"), "--user", "u"]
        words += ["--password-env", VARIABLE, "--format", "json", "--lang", "en", *address]
        shown, _ = on_a_terminal(words, answer, monkeypatch)
        heard = [line for visit in villain.visits for line in visit.heard if line[:4] in ("PORT", "EPRT")]
    text = " ".join(shown.decode().split())
    assert "You gave 198.51.100.77" in text
    assert "sees this computer as 198.51.100.9" in text
    assert "PORT, EPRT name 198.51.100.77 with a port from 50100 to 50110" in text
    assert any("198,51,100,77" in line for line in heard) is named
    assert any("|198.51.100.77|" in line for line in heard) is named
    rows = {
        row["mode"]: row for row in json.loads(capsys.readouterr().out)["modes"] if row["address"] == "public"
    }
    assert {row["reason"] for row in rows.values()} == {"command-refused" if named else "no-consent"}


def _drain(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        while os.read(descriptor, 4096):
            pass


@posix
def test_the_password_can_come_from_standard_input(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [
        word for word in arguments(server, "--format", "json") if word not in ("--password-env", VARIABLE)
    ]
    words.append("--password-stdin")
    done = subprocess.run(
        [sys.executable, "-m", "ftpsgui", *words],
        input=PASSWORD + "\nmore\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    for text, status in ((PASSWORD + "\r\n", 1), ("wrong\n", 4), ("", 4)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        assert cli.main(words) == status, capsys.readouterr().err


def test_a_fault_in_the_engine_still_gives_the_report_and_status_70(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from ftpsgui.wire.runner import Runner

    async def broken(self: Runner) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(Runner, "run", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    status, out, err = probe(server, capsys, "--format", "json")
    assert status == 70
    assert json.loads(out)["run"]["ended"] is None
    assert "RuntimeError" in err
    assert "Traceback" not in err
