"""Builds the standalone program for the system that this runs on.

    python packaging/build.py             packaging/dist/ftpsgui/ (a folder; needs no Python where it runs)
    python packaging/build.py --archive   and packaging/dist/ftpsgui-VERSION-SYSTEM.tar.xz (.zip on Windows)

Needs the ``build`` extra (``pip install -c constraints.txt -e ".[build]"``) and, on Linux, binutils. What is built
runs on systems whose C library is at least as new as this one's. Test it: ``python -m pytest tests/frozen --frozen``.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"


def build() -> Path:
    """Run PyInstaller and return the folder that holds the program."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(HERE / "build"), str(HERE / "ftpsgui.spec")]
    subprocess.run(command, check=True, cwd=HERE.parent)
    return DIST / "ftpsgui"


def archive(folder: Path) -> Path:
    """Pack the folder for download and return the archive."""
    sys.path.insert(0, str(HERE.parent))
    from ftpsgui import __version__

    kind = "zip" if sys.platform == "win32" else "xztar"
    name = f"ftpsgui-{__version__}-{platform.system()}-{platform.machine()}".lower()
    return Path(shutil.make_archive(str(DIST / name), kind, DIST, folder.name))


def size(path: Path) -> str:
    """Return the size of a file or of a folder's files, in MB."""
    files = (
        [path]
        if path.is_file()
        else [one for one in path.rglob("*") if one.is_file() and not one.is_symlink()]
    )
    return f"{sum(one.stat().st_size for one in files) / 1e6:.0f} MB"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Build the standalone program.")
    parser.add_argument("--archive", action="store_true", help="also pack it for download")
    arguments = parser.parse_args()
    if sys.platform.startswith("linux") and not (shutil.which("objdump") and shutil.which("strip")):
        sys.exit("PyInstaller needs objdump and strip: sudo apt-get install binutils")
    folder = build()
    print(f"{folder}: {size(folder)}")
    if arguments.archive:
        packed = archive(folder)
        print(f"{packed}: {size(packed)}")


if __name__ == "__main__":
    main()
