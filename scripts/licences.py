"""Write resources/licences/: what the standalone program is made of, and under which terms.

    python scripts/licences.py

A file for each Python package that the program needs at run time, with the texts that its authors ship, and notices
for what comes with them (Python, Qt, OpenSSL). Each begins with three lines: name, licence (SPDX), home page.
Run it after a change of dependencies. Full texts of licences that many share are written once.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "licences"
COMMON = Path("/usr/share/common-licenses")
"""Debian's copies of the shared texts."""
SHARED = {
    "gnu-lgpl-3": ("GNU Lesser General Public License 3", "LGPL-3.0-only", "LGPL-3"),
    "gnu-gpl-3": ("GNU General Public License 3", "GPL-3.0-only", "GPL-3"),
    "apache-2.0": ("Apache License 2.0", "Apache-2.0", "Apache-2.0"),
}
QT = """\
This program uses the libraries of the Qt framework and the Python bindings PySide6 and Shiboken6, unchanged, under the
GNU Lesser General Public License, version 3. Its text, and that of the GNU General Public License that it adds to, are
in this list.

Copyright (C) The Qt Company Ltd. and other contributors. Qt is a trademark of The Qt Company Ltd.

The libraries are separate files beside the program (PySide6/Qt/lib) and can be replaced by other builds of the same
version. Their source code is at https://download.qt.io/official_releases/QtForPython/ and
https://download.qt.io/official_releases/qt/. Nothing in the terms of this program forbids to modify it for your own
use or to reverse engineer it to debug such modifications.
"""
OPENSSL = """\
Python's ssl module and the package cryptography contain OpenSSL, unchanged, under the Apache License 2.0, whose text is in this list.

Copyright (c) 1998-2025 The OpenSSL Project Authors. Copyright (c) 1995-1998 Eric A. Young, Tim J. Hudson. All rights reserved.
"""


def main() -> None:
    """Write the folder anew."""
    TARGET.mkdir(exist_ok=True)
    for old in TARGET.glob("*.txt"):
        old.unlink()
    for name, (title, spdx, source) in SHARED.items():
        write(name, title, spdx, "", (COMMON / source).read_text(encoding="utf-8"))
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    write("ftpsgui", "ftpsgui", "MIT", "", own)
    write("qt", "Qt and PySide6", "LGPL-3.0-only", "https://doc.qt.io/qtforpython/", flowing(QT))
    write("openssl", "OpenSSL", "Apache-2.0", "https://openssl-library.org/", flowing(OPENSSL))
    write("python", "Python", "PSF-2.0", "https://www.python.org/", python_text())
    for name in sorted(needed("ftpsgui") - {"ftpsgui", "pyside6-essentials", "shiboken6"}):
        package(name)
    print(f"{len(list(TARGET.glob('*.txt')))} files in {TARGET.relative_to(ROOT)}")


def needed(name: str, found: set[str] | None = None) -> set[str]:
    """Return the packages that ``name`` needs at run time, itself included, as far as they are installed."""
    found = set() if found is None else found
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name in found:
        return found
    try:
        wanted = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return found
    found.add(name)
    for one in wanted:
        if "extra ==" not in one:
            needed(re.split(r"[^A-Za-z0-9_.-]", one)[0], found)
    return found


def package(name: str) -> None:
    """Write the file of one package."""
    distribution = metadata.distribution(name)
    about = distribution.metadata
    files = [file for file in distribution.files or () if is_licence(file.name) and ".dist-info" in str(file)]
    texts = [Path(str(file.locate())).read_text(encoding="utf-8", errors="replace") for file in sorted(files)]
    links = dict(line.split(", ", 1) for line in about.get_all("Project-URL") or ())
    links = {label.lower(): link for label, link in links.items()}
    named = (links.get(label) for label in ("homepage", "home", "repository", "source", "source code"))
    home = about.get("Home-page") or next(filter(None, (*named, *links.values())), "")
    text = "\n\n".join(texts) or f"{about.get('Author') or about.get('Author-email') or name}\n"
    write(name, about["Name"], spdx_of(about, text), home, text)


def spdx_of(about: metadata.PackageMetadata, text: str) -> str:
    """Return the licence as the package names it."""
    named = about.get("License-Expression") or about.get("License") or ""
    if named and "\n" not in named and len(named) < 60:
        return str(named)
    for line in about.get_all("Classifier") or ():
        if line.startswith("License ::"):
            return str(line.rsplit("::", 1)[-1].strip())
    return "MIT" if "Permission is hereby granted, free of charge" in text else "see the text"


def is_licence(name: str) -> bool:
    """Whether a file of that name holds terms."""
    return re.match(r"(?i)(licen[cs]e|copying|notice|authors)", name) is not None


def python_text() -> str:
    """Return Python's own licence."""
    import builtins

    printer = getattr(builtins, "license", None)
    for folder in (Path(sys.base_prefix), Path(sys.base_prefix) / f"lib/python3.{sys.version_info.minor}"):
        for name in ("LICENSE.txt", "LICENSE"):
            if (folder / name).is_file():
                return (folder / name).read_text(encoding="utf-8")
    return str(printer) if printer is not None else ""


def flowing(text: str) -> str:
    """Return ``text`` with a line for each paragraph."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def write(name: str, title: str, spdx: str, home: str, text: str) -> None:
    """Write one file."""
    body = "\n".join(line.rstrip() for line in text.replace("\f", "").splitlines()).strip("\n")
    (TARGET / f"{name}.txt").write_text(f"{title}\n{spdx}\n{home}\n\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
