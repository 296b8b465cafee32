"""The standalone program as its users get it: moved elsewhere, started with an empty environment.

python packaging/build.py && python -m pytest tests/frozen --frozen
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.pixels import screen

pytestmark = pytest.mark.frozen
ROOT = Path(__file__).parents[2]
BUILT = ROOT / "packaging" / "dist" / "ftpsgui"
SUFFIX = ".exe" if sys.platform == "win32" else ""

C_LIBRARY = r"ld-linux|lib(c|m|dl|pthread|rt|util|resolv)\.so|libnss_"
DISPLAY = r"lib(GL|EGL|OpenGL|X11|Xau|Xdmcp|drm)|libxcb\.so|libbsd|libmd\.so"
STARTER = r"libz\.so"
"""What may come from the system: what must match its C library, its display or its drivers. The small program that
starts ours is linked with libz, before anything of ours can be found."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program's folder, somewhere else, under a name that a careless script stumbles over."""
    assert BUILT.is_dir(), "run packaging/build.py first"
    moved = tmp_path_factory.mktemp("moved") / "ein Ordner – フォルダ"
    shutil.copytree(BUILT, moved, symlinks=True)
    return moved


def run(
    program: Path, *arguments: str, name: str = "ftpsgui", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run it as if from ``env -i``; Windows cannot start anything without its SystemRoot."""
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(program.parent), **more}
    if sys.platform == "win32":
        environment |= {key: os.environ[key] for key in ("SYSTEMROOT", "APPDATA", "LOCALAPPDATA", "TEMP")}
    command = [str(program / (name + SUFFIX)), *arguments]
    return subprocess.run(
        command,
        cwd=program.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_it_knows_its_version(program: Path) -> None:
    from ftpsgui import __version__

    done = run(program, "--version")
    assert done.returncode == 0, done.stderr
    assert __version__ in done.stdout


def test_it_passes_its_own_test(program: Path) -> None:
    done = run(program, "--selftest")
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_says_what_a_topology_predicts_in_both_languages(program: Path) -> None:
    """Rules of prediction, resources, catalogues and the JSON format, all from the frozen folder."""
    done = run(program, "explain", "--client", "nat", "--server", "nat", "--format", "json")
    assert done.returncode in (0, 1, 3), done.stderr
    assert json.loads(done.stdout)
    japanese = run(
        program, "explain", "--client", "nat", "--server", "nat", LANG="ja_JP.UTF-8", PYTHONUTF8="1"
    )
    assert re.search("[ぁ-ん]", japanese.stdout), japanese.stdout + japanese.stderr


def test_every_module_is_in_it(program: Path) -> None:
    """What the program finds by folder (rules, probes, scenarios, formats) must be inside, though nothing imports it."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program / ("ftpsgui" + SUFFIX)))
    inside = set(archive.open_embedded_archive("PYZ.pyz").toc)
    sources = [path.relative_to(ROOT).with_suffix("") for path in (ROOT / "ftpsgui").rglob("*.py")]
    wanted = {".".join(path.parts).removesuffix(".__init__") for path in sources} - {"ftpsgui.__main__"}
    assert wanted - inside == set()


def test_every_resource_and_page_is_in_it(program: Path) -> None:
    inside = program / "program" / "resources"
    for source, packed in ((ROOT / "resources", inside), (ROOT / "docs" / "diagnoses", inside / "diagnoses")):
        wanted = [path.relative_to(source) for path in source.rglob("*") if path.is_file()]
        assert [path for path in wanted if not (packed / path).is_file()] == []
    assert any((inside / "logs").iterdir())
    assert any((inside / "diagnoses" / "ja").iterdir())


linux = pytest.mark.skipif(sys.platform != "linux", reason="how a loader is watched differs by system")


def loaded(folder: Path, process: str = "*") -> set[str]:
    """Return the libraries that the dynamic loader says it has initialised (LD_DEBUG=files).

    ``process``: the number of the only one that counts: on a display the D-Bus library may start a bus of the system's.
    """
    return {
        line.rsplit("calling init: ", 1)[1].strip()
        for file in folder.glob(f"loader.{process}")
        for line in file.read_text(errors="replace").splitlines()
        if "calling init: " in line
    }


def assert_brings_its_libraries(libraries: set[str], program: Path) -> None:
    system = re.compile(f"{C_LIBRARY}|{DISPLAY}|{STARTER}")
    foreign = {path for path in libraries if not path.startswith(str(program))}
    assert {path for path in foreign if not system.match(Path(path).name)} == set()


@linux
def test_the_command_brings_its_libraries(program: Path, tmp_path: Path) -> None:
    done = run(program, "--selftest", LD_DEBUG="files", LD_DEBUG_OUTPUT=str(tmp_path / "loader"))
    assert done.returncode == 0, done.stdout + done.stderr
    libraries = loaded(tmp_path)
    assert any("libssl" in path for path in libraries)
    assert_brings_its_libraries(libraries, program)


@linux
def test_the_command_does_not_wait_for_qt(program: Path, tmp_path: Path) -> None:
    """PyInstaller's hook for PySide6 imports it before our first line; then the window comes later, too."""
    done = run(program, "--version", LD_DEBUG="files", LD_DEBUG_OUTPUT=str(tmp_path / "loader"))
    assert done.returncode == 0, done.stderr
    libraries = loaded(tmp_path)
    assert any("libpython" in path for path in libraries)
    assert [path for path in libraries if re.search("Qt6|shiboken", path)] == []


@linux
@pytest.mark.parametrize("platform", ["offscreen", "xcb"])
def test_the_window_opens_and_brings_its_libraries(program: Path, tmp_path: Path, platform: str) -> None:
    """It plays the demo until Qt's platform and, after the first paint, the engine's cryptography are loaded."""
    environment = {"HOME": str(tmp_path), "QT_QPA_PLATFORM": platform, "LD_DEBUG": "files"}
    environment["LD_DEBUG_OUTPUT"] = str(tmp_path / "loader")
    with ExitStack() as stack:
        if platform == "xcb":
            environment["DISPLAY"] = stack.enter_context(screen()).display
        command = [str(program / "ftpsgui-gui"), "--demo"]
        process = stack.enter_context(
            subprocess.Popen(
                command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        )
        deadline = time.monotonic() + 60
        while not all(
            any(name in path for path in loaded(tmp_path, str(process.pid)))
            for name in (f"libq{platform}.so", "_rust.abi3")
        ):
            running = process.poll() is None and time.monotonic() < deadline
            if not running:
                process.kill()
                assert process.stdout is not None
                pytest.fail(f"the window did not come: {process.stdout.read().decode()}")
            time.sleep(0.05)  # the loader's log has no event to wait for
        assert process.poll() is None
        process.terminate()
        assert process.stdout is not None
        assert process.stdout.read() == b""
    assert_brings_its_libraries(loaded(tmp_path, str(process.pid)), program)
