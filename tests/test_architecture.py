"""Promises that belong to no room: resources are found wherever the program lives, Qt's binding counts right."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def tracked_files() -> list[Path]:
    """Return what is committed, or (outside a git checkout) what an unpacked source archive holds."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
        listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]
    rooms = ("ftpsgui", "resources", "tests", "docs", "packaging", "scripts", "benchmarks")
    return [
        path
        for room in rooms
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def resource_names(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def found_by(program: str, cwd: Path) -> Path:
    """Return what ``resource_root`` says in a fresh interpreter that ignores this checkout."""
    code = f"import sys; {program}; from ftpsgui.resources import resource_root; print(resource_root())"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=cwd, check=True, capture_output=True, text=True
    )
    return Path(done.stdout.strip())


def test_resources_are_found_in_a_checkout(tmp_path: Path) -> None:
    assert found_by(f"sys.path.insert(0, {str(ROOT)!r})", tmp_path) == ROOT / "resources"


def test_resources_are_found_in_a_wheel_and_are_all_there(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    assert found_by(f"sys.path.insert(0, {str(site)!r})", tmp_path) == site / "ftpsgui" / "_resources"
    committed = {path for path in tracked_files() if ROOT / "resources" in path.parents}
    expected = {
        path.relative_to(ROOT / "resources").as_posix() for path in committed if not path.name.startswith(".")
    }
    assert expected <= resource_names(site / "ftpsgui" / "_resources")
    pages = site / "ftpsgui" / "_resources" / "diagnoses"
    assert {"README.md", "control-refused.md", "ja/control-refused.md"} <= resource_names(pages)


def test_resources_are_found_in_the_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ftpsgui import resources

    (tmp_path / "resources" / "schema").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource_root.__wrapped__() == tmp_path / "resources"


def test_qt_calls_that_return_none_leave_its_reference_count_alone() -> None:
    """PySide6 6.12.0 on CPython 3.11 dropped one reference to None a call, until the interpreter aborted."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.parent()
    assert abs(sys.getrefcount(None) - before) < 100


def test_no_committed_file_pins_a_download_address() -> None:
    """Constraints name versions; where they come from is the business of whoever installs."""
    address = re.compile(rb"https?://[^\s\"'<>]+\.(whl|tar\.gz|deb)\b|--(extra-)?index-url|/simple/")
    ours = Path(__file__)
    offenders = [path for path in tracked_files() if path != ours and address.search(path.read_bytes())]
    assert offenders == []


def normal_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> list[str]:
    """Return the names that constraints.txt pins; every line must be ``name==version`` and nothing more."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.]+", line)] == []
    return [normal_name(line.split("==")[0]) for line in lines]


def test_every_constraint_is_one_exact_version() -> None:
    assert sorted(set(pins())) == sorted(pins())


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    names = {normal_name(re.split(r"[^A-Za-z0-9_.-]", requirement)[0]) for requirement in wanted}
    assert names - set(pins()) == set()


def test_packaging_is_not_a_package() -> None:
    """With an ``__init__.py`` it would hide the library of that name from everything run in the checkout."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_what_each_probe_sends_is_documented() -> None:
    from ftpsgui.wire.probes import discover

    page = (ROOT / "docs" / "PROBES.md").read_text(encoding="utf-8")
    assert [probe.id for probe in discover() if f"| `{probe.id}` |" not in page] == []
