"""The start of the program as a process of its own: first pixels, no display, a clean end."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ftpsgui.texts.translate import Translator

HEAVY = (
    "asyncio",
    "qasync",
    "cryptography",
    "pyftpdlib",
    "OpenSSL",
    "ssl",
    "ftpsgui.wire",
    "ftpsgui.diagnosis",
    "ftpsgui.knowledge",
    "ftpsgui.demo",
    "ftpsgui.memory",
    "ftpsgui.ui.help",
    "keyring",
    "platformdirs",
    "argparse",
    "gettext",
    "html.entities",
    "inspect",
    "locale",
    "logging",
    "typing_extensions",
)


def run(code: str, tmp_path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    clean |= {
        "XDG_CONFIG_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_first_pixels_come_before_the_heavy_imports(tmp_path):
    code = f"""
import sys, types
def serve(application, window, demo):
    print("at first paint:", window.isVisible(), [name for name in {HEAVY!r} if name in sys.modules])
    return 0
sys.modules["ftpsgui.ui.loop"] = types.SimpleNamespace(run=serve)
from ftpsgui.ui.main import main
sys.exit(main([]))
"""
    done = run(code, tmp_path, QT_QPA_PLATFORM="offscreen")
    assert done.stdout == "at first paint: True []\n", done.stderr
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt asks for UTF-8 there")
@pytest.mark.parametrize(
    ("named", "language"),
    [
        ({}, "en"),
        ({"LC_ALL": "C"}, "en"),
        ({"LC_ALL": "ja_XX.UTF-8"}, "ja"),
        ({"LANG": "ja_XX.UTF-8"}, "ja"),
        ({"LANG": "en_XX", "LC_MESSAGES": "ja_XX"}, "ja"),
        ({"LANG": "C.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_a_locale_that_is_not_installed_is_no_word_on_the_console(tmp_path, named, language):
    code = """
import sys, types
def serve(application, window, demo):
    from ftpsgui.ui.words import translator
    print(translator().language)
    return 0
sys.modules["ftpsgui.ui.loop"] = types.SimpleNamespace(run=serve)
from ftpsgui.ui.main import main
sys.exit(main([]))
"""
    environment = {"LC_ALL": "", "LC_CTYPE": "C", "LC_MESSAGES": "", "LANG": "", "LANGUAGE": ""} | named
    done = run(code, tmp_path, QT_QPA_PLATFORM="offscreen", **environment)
    assert done.stderr == ""
    assert done.stdout == f"{language}\n"


CLOSE_IN_MID_RUN = """
import sys
from PySide6.QtCore import QTimer
from ftpsgui.ui import controller
run = controller.Controller._run
async def patched(self, *arguments):
    QTimer.singleShot(150, self.window.close)
    await run(self, *arguments)
    print("ended", self.state is not None)
controller.Controller._run = patched
from ftpsgui.ui.main import run_window
sys.exit(run_window("t4-both-nat"))
"""


def test_closing_in_mid_run_leaves_no_word_on_the_console(tmp_path):
    done = run(CLOSE_IN_MID_RUN, tmp_path, QT_QPA_PLATFORM="offscreen")
    assert done.stderr == ""
    assert done.stdout == "ended True\n"
    assert done.returncode == 0


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only X11 and Wayland need a display variable"
)
def test_without_a_display_there_is_a_sentence_and_exit_2(tmp_path):
    done = run("import sys; from ftpsgui.ui.main import main; sys.exit(main([]))", tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no display" in done.stderr
    assert "ftpsgui probe" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11")
def test_a_display_that_is_not_there_is_said_in_words(tmp_path):
    done = run("import sys; from ftpsgui.ui.main import main; sys.exit(main([]))", tmp_path, DISPLAY=":4711")
    assert done.returncode == 2
    assert "ftpsgui:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11")
def test_a_missing_display_is_said_in_the_language_that_was_asked_for(monkeypatch, capsys):
    from ftpsgui.ui.main import run_window

    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert run_window(language="ja") == 2
    assert "ディスプレイがありません" in capsys.readouterr().err


def test_a_missing_library_is_named_with_its_package():
    from ftpsgui.ui.platform import missing_library

    translate = Translator("en")
    words = translate(
        missing_library(ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"))
    )
    assert "libEGL.so.1" in words
    assert "apt install libegl1" in words
    unknown = translate(missing_library(OSError("libfoo.so.3: cannot open shared object file")))
    assert "libfoo.so.3" in unknown
    assert "apt" not in unknown


def test_a_wrong_argument_is_usage(tmp_path):
    done = run("import sys; from ftpsgui.ui.main import main; sys.exit(main(['--nonsense']))", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")
