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
from pathlib import Path

import pytest

pytestmark = pytest.mark.frozen
ROOT = Path(__file__).parents[2]
BUILT = ROOT / "packaging" / "dist" / "ftpsgui"
SUFFIX = ".exe" if sys.platform == "win32" else ""

FROM_THE_SYSTEM = (
    *(
        "ld-linux",
        "libc.so",
        "libm.so",
        "libdl.so",
        "libpthread.so",
        "librt.so",
        "libutil.so",
        "libresolv.so",
        "libnss_",
    ),
    *(
        "libGL",
        "libEGL",
        "libOpenGL",
        "libX11",
        "libxcb.so",
        "libXau",
        "libXdmcp",
        "libbsd",
        "libmd.so",
        "libdrm",
    ),
)
"""What every Linux desktop has, and what must match its C library, its display server or its drivers."""


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


@pytest.mark.skipif(sys.platform != "linux", reason="how a loader is watched differs by system")
@pytest.mark.parametrize("name", ["ftpsgui", "ftpsgui-gui"])
def test_it_brings_its_libraries(program: Path, tmp_path: Path, name: str) -> None:
    """The dynamic loader writes down every library that it initialises; those of the system are a short list."""
    log = tmp_path / "loader"
    done = run(program, "--selftest", name=name, LD_DEBUG="files", LD_DEBUG_OUTPUT=str(log))
    assert done.returncode == 0, done.stdout + done.stderr
    loaded = {
        line.rsplit("calling init: ", 1)[1].strip()
        for file in tmp_path.glob("loader*")
        for line in file.read_text(errors="replace").splitlines()
        if "calling init: " in line
    }
    assert any("libqoffscreen" in path for path in loaded), "the self-test did not start Qt"
    inside = str(program)
    foreign = {path for path in loaded if not path.startswith(inside)}
    assert {path for path in foreign if not Path(path).name.startswith(FROM_THE_SYSTEM)} == set()


def test_every_module_is_in_it(program: Path) -> None:
    """What is found by its folder in the checkout is found in the frozen program: the self-test counts the same."""
    here = subprocess.run(
        [sys.executable, "-m", "ftpsgui", "--selftest"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    there = run(program, "--selftest")
    numbers = [re.findall(r"\d+ \w+", done.stdout) for done in (here, there)]
    assert numbers[0] == numbers[1]
