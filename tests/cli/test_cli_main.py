"""The command as a whole: light to start, clear when it is used wrongly, quiet when a pipe closes."""

from __future__ import annotations

import errno
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from ftpsgui import __version__
from ftpsgui.cli import main as cli
from ftpsgui.cli.arguments import FORMATS, build_parser, language_of
from ftpsgui.cli.output import print_text
from ftpsgui.cli.probe import make_plan
from ftpsgui.cli.target import parse_target
from ftpsgui.reports import formats
from ftpsgui.texts.translate import Translator

PROBE_OPTIONS = """--port --tls -4 -6 --user --password-stdin --password-env --ca-file --client-cert --insecure
--thorough --dial-advertised --compare-plaintext --ccc --write-test --idle-test --public-address --insist-public-address --stun --active-ports --bind --timeout
--data-timeout --product --router --lang --redact --format -o --save"""
EXPLAIN_OPTIONS = """--client --server --masquerade --server-ports --client-ports --client-address --client-kind --helper
--protection --product --format"""
READ_OPTIONS = "--peer --log-kind --product --router --lang --redact --format -o"


LOGS = Path(__file__).resolve().parents[1] / "transcripts" / "logs"


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ftpsgui", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
        **options,  # type: ignore[call-overload]
    )


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"ftpsgui {__version__}\n", "")
    assert run(capsys, "--lang", "ja", "--version") == (0, f"ftpsgui {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["probe", "--help"]])
def test_starting_is_light(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom ftpsgui.cli.main import main\nmain(sys.argv[1:])\n"
        "heavy = {'PySide6', 'asyncio', 'ssl', 'qasync', 'cryptography', 'pyftpdlib', 'socket'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "options"), [("probe", PROBE_OPTIONS), ("explain", EXPLAIN_OPTIONS), ("read", READ_OPTIONS)]
)
def test_every_option_of_the_contract_is_there(
    name: str, options: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, name, "--help")
    assert status == 0
    for option in options.split():
        assert f" {option}" in out or f"[{option}" in out


def test_the_formats_are_all_there() -> None:
    assert sorted(FORMATS) == list(formats())


@pytest.mark.parametrize(
    "arguments",
    [
        ["probe"],
        ["nonsense"],
        ["probe", "h", "--port", "70000"],
        ["probe", "h", "--tls", "maybe"],
        ["probe", "h", "-4", "-6"],
        ["probe", "h", "--timeout", "0"],
        ["probe", "h", "--timeout", "soon"],
        ["probe", "h", "--active-ports", "9-1"],
        ["probe", "h", "--bind", "eth0"],
        ["probe", "h", "--public-address", "here"],
        ["probe", "h", "--thoroug"],
        ["probe", "h", "--password-stdin", "--password-env", "X"],
        ["probe", "ftps://u:hunter2@h"],
        ["probe", "h", "--user", "alice"],
        ["probe", "h", "--user", "alice", "--password-env", "FTPSGUI_NO_SUCH_VARIABLE"],
        ["probe", "h", "--user", "a\nb"],
        ["probe", "h", "--ca-file", "/no/such/file"],
        ["probe", "h", "--ca-file", __file__],
        ["probe", "h", "--client-cert", "/no/such/file"],
        ["probe", "h", "--stun", "stun://h"],
        ["probe", "h", "--product", "nosuch"],
        ["probe", "h", "--router", "nosuch"],
        ["probe", "h", "-o", "/no/such/folder/report.txt"],
        ["probe", "h", "--save", "/"],
        ["read", "/no/such/file"],
        ["read", __file__],
        ["read", __file__, "--log-kind", "winscp"],
        ["explain", "--masquerade", "banana"],
        ["explain", "--masquerade", "::1"],
        ["explain", "--format", "junit"],
        ["demo", "no-such-demo"],
    ],
)
def test_wrong_usage_ends_with_2_and_words(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert "ftpsgui" in err
    assert "Traceback" not in err
    assert "hunter2" not in err


def test_a_client_certificate_must_bring_its_key(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mine = trustme.CA()
    keyless, locked, broken = (tmp_path / name for name in ("keyless.pem", "locked.pem", "broken.pem"))
    mine.cert_pem.write_to_path(keyless)
    issued = mine.issue_cert("tester@example.test")
    key = serialization.load_pem_private_key(issued.private_key_pem.bytes(), None)
    locked.write_bytes(
        issued.cert_chain_pems[0].bytes()
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"hunter2"),
        )
    )
    for path in (keyless, locked):
        status, _, err = run(capsys, "probe", "127.0.0.1", "--client-cert", str(path))
        assert status == 2
        assert "private key" in err
    broken.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    status, _, err = run(capsys, "probe", "127.0.0.1", "--ca-file", str(broken))
    assert status == 2
    assert str(broken) in err


def test_the_wrong_product_names_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capsys, "probe", "h", "--product", "vsftp")
    assert "vsftpd" in err


def test_a_log_of_another_client_is_diagnosed(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "read", str(LOGS / "filezilla_t2.log"))
    assert status == 1
    assert "pasv-private-address" in out
    assert "Read from a log of FileZilla" in out
    assert err == ""


def test_the_address_that_a_log_lacks_can_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "read", str(LOGS / "plain_ftplib.log"))
    assert (status, "--peer" in err, "pasv-private-address" in out) == (3, True, False)
    status, out, err = run(capsys, "read", str(LOGS / "plain_ftplib.log"), "--peer", "203.0.113.1")
    assert (status, err, "pasv-private-address" in out) == (3, "", True)


def test_an_unknown_kind_of_log_is_named(capsys: pytest.CaptureFixture[str], tmp_path) -> None:  # type: ignore[no-untyped-def]
    log = tmp_path / "filezilla.log"
    log.write_text("Status: Connecting to 203.0.113.1:21...\n")
    status, _, err = run(capsys, "read", str(log), "--log-kind", "nonsense")
    assert status == 2
    assert "no kind of log “nonsense”" in err
    status, _, err = run(capsys, "read", str(log))
    assert status == 2
    assert "Nothing in this file" in err


def test_the_language_is_known_before_the_rest_is_parsed() -> None:
    assert language_of(["probe", "--lang", "ja"], "en") == "ja"
    assert language_of(["probe", "--lang=ja", "x"], "en") == "ja"
    assert language_of(["probe", "--", "--lang", "ja"], "en") == "en"
    assert language_of(["--lang", "xx"], "en") == "en"
    assert language_of([], "ja") == "ja"


def test_help_is_made_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("en", "ja"):
        build_parser(Translator(language)).format_help()


def test_a_fault_of_ours_is_one_sentence_and_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    def broken(*_: object) -> int:
        raise RuntimeError("the password is hunter2secret")

    monkeypatch.setattr("ftpsgui.cli.explain.run_explain", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    from ftpsgui.cli import passwords
    from ftpsgui.model.secret import Secret

    monkeypatch.setattr(passwords, "_given", [Secret("hunter2secret")])
    status, out, err = run(capsys, "explain")
    assert (status, out) == (70, "")
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1
    (kept,) = tmp_path.iterdir()
    assert str(kept) in err
    assert "RuntimeError" in kept.read_text()
    assert "hunter2secret" not in kept.read_text()


def test_ctrl_c_outside_a_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("ftpsgui.cli.explain.run_explain", interrupted)
    assert run(capsys, "explain") == (130, "", "")


def test_no_arguments_open_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str | None, str | None]] = []

    def window(demo: str | None = None, language: str | None = None) -> int:
        opened.append((demo, language))
        return 0

    monkeypatch.setattr("ftpsgui.cli.window.open_window", window)
    assert cli.main([]) == 0
    assert cli.main(["demo"]) == 0
    assert cli.main(["demo", "t1-healthy"]) == 0
    assert opened == [(None, None), ("", None), ("t1-healthy", None)]


@pytest.mark.parametrize(
    ("arguments", "demo"),
    [(["--lang", "ja"], None), (["--lang", "ja", "demo"], ""), (["demo", "--lang=ja"], "")],
)
def test_the_window_speaks_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], demo: str | None
) -> None:
    opened: list[tuple[str | None, str | None]] = []
    monkeypatch.setattr("ftpsgui.ui.main.run_window", lambda *asked: opened.append(asked) or 0)
    assert cli.main(arguments) == 0
    assert opened == [(demo, "ja")]


def test_demo_list_names_every_case(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "demo", "--list")
    assert status == 0
    assert "t1-healthy " in out


def test_list_of_products_and_routers(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "probe", "h", "--product", "list", "--router", "list")
    assert status == 0
    assert "pure_ftpd" in out
    assert "mikrotik" in out


def test_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "ftpsgui", "explain", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [("explain", "--format", "text"), ("explain", "--format", "json"), ("--help",), ("--version",)],
)
def test_a_full_disk_is_no_fault_of_ours(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ftpsgui", *arguments],
            stdout=full,
            env={**os.environ, "LC_ALL": "C"},
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"ftpsgui: Standard output could not be written: ")
    assert done.stderr.count(b"\n") == 1


def test_an_address_that_is_not_ours_is_refused_before_anything_is_sent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def bind(_: socket.socket, address: tuple[str, int]) -> None:
        assert address == ("203.0.113.77", 0)
        raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")

    monkeypatch.setattr(socket.socket, "bind", bind)
    status, out, error = run(capsys, "probe", "127.0.0.1", "--bind", "203.0.113.77")
    assert (status, out) == (2, "")
    assert "203.0.113.77 cannot be used as this computer's address" in error


def test_a_terminal_that_knows_no_unicode_still_gets_everything() -> None:
    done = command("explain", env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.returncode == 0
    assert "x PASV" in done.stdout
    assert "\\u" not in done.stdout


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", '"500 caf\\xe9" - it\'s ••••...'.replace("•", "*")),
        ("latin-1", '"500 café" - it\'s ••••...'.replace("•", "*")),
        ("utf-8", "“500 café” – it’s ••••…"),
    ],
)
def test_signs_that_a_terminal_does_not_know_are_put_plainly(encoding: str, shown: str) -> None:
    raw = io.BytesIO()
    terminal = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    print_text("“500 café” – it’s ••••…", terminal)
    assert raw.getvalue().decode(encoding) == shown


@pytest.mark.parametrize("words", [("--password", "hunter2-Kx9!"), ("--password=hunter2-Kx9!",)])
def test_a_password_on_the_command_line_is_refused_and_not_repeated(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    status, out, err = run(capsys, "--lang", "en", "probe", "127.0.0.1", *words)
    assert status == 2
    assert "--password-stdin" in err
    assert "hunter2" not in out + err


@pytest.mark.parametrize(
    "arguments", [["--password-env", "hunter2"], ["--user", "alice:hunter2"], ["--user=alice:hunter2"]]
)
def test_a_password_where_none_belongs_is_refused_and_not_repeated(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "probe", "127.0.0.1", "--port", "1", *arguments)
    assert status == 2
    assert "hunter2" not in out + err
    assert arguments[0].partition("=")[0] in err


def test_a_colon_in_a_user_name_can_be_written_in_the_address() -> None:
    options = build_parser(Translator("en")).parse_args(["probe", "ftps://some%3Abody@192.0.2.1"])
    assert make_plan(options, parse_target(options.host)).user == "some:body"


@pytest.mark.parametrize(
    "arguments",
    [
        ["::1", "-4"],
        ["192.0.2.1", "-6"],
        ["192.0.2.1", "--bind", "::1"],
        ["ftp.example.com", "-4", "--bind", "::1"],
    ],
)
def test_families_that_contradict_each_other_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "--lang", "en", "probe", *arguments)
    assert (status, out) == (2, "")
    assert "on the command line asks for IPv" in err


@pytest.mark.parametrize(
    ("arguments", "family", "seconds"),
    [
        (["ftp.example.com"], "any", 60),
        (["ftp.example.com", "--bind", "::1"], "ipv6", 60),
        (["ftp.example.com", "--bind", "127.0.0.1"], "ipv4", 60),
        (["::1"], "any", 60),
        (["h", "--timeout", "30", "--data-timeout", "10", "--idle-test", "5"], "any", 60 + 40 + 24 + 5),
        (["h", "--timeout", "2", "--data-timeout", "2", "--thorough"], "any", 150),
    ],
)
def test_the_plan_follows_the_address_to_use_and_the_patience(
    arguments: list[str], family: str, seconds: float
) -> None:
    options = build_parser(Translator("en")).parse_args(["probe", *arguments])
    plan = make_plan(options, parse_target(options.host))
    assert (plan.endpoint.family, plan.budget.seconds) == (family, seconds)


def test_a_write_test_without_a_directory_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "probe", "192.0.2.1", "--write-test", "")
    assert (status, out) == (2, "")
    assert "--write-test" in err


def test_a_report_takes_no_other_files_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    log = tmp_path / "customer.log"
    log.write_text("not lost", encoding="utf-8")
    status, out, err = run(capsys, "read", str(log), "-o", f"{tmp_path}/./customer.log")
    assert (status, out) == (2, "")
    assert "customer.log would be overwritten" in err
    assert log.read_text(encoding="utf-8") == "not lost"
    both = str(tmp_path / "both")
    assert run(capsys, "probe", "192.0.2.1", "--save", both, "-o", both)[0] == 2
    status, _, err = run(capsys, "probe", "192.0.2.1", "--save", "-")
    assert (status, "--save needs the name of a file" in err) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["customer.log"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["probe", "192.0.2.1", "--port", "0"],
        ["probe", "192.0.2.1", "--ca-file", "/nonexistent|x"],
        ["probe", "192.0.2.1", "--password", "hunter2"],
        ["probe", "192.0.2.1", "--user", "somebody"],
        ["read", "/nonexistent"],
    ],
)
@pytest.mark.parametrize("form", [["--format", "nagios"], ["--format=nagios"]])
def test_for_a_monitoring_system_what_cannot_run_is_unknown_and_not_critical(
    arguments: list[str], form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    assert capsys.readouterr().out == ""
    status, out, err = run(capsys, *arguments, *form)
    assert status == 3
    assert out.startswith("FTPS UNKNOWN - ")
    assert out.count("\n") == 1
    assert "|" not in out
    assert "hunter2" not in out + err
    assert err
