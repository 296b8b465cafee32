"""The one function that finds ``resources/``: in a checkout, in an installed wheel, in the frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """Return the folder that holds products/, routers/, icons/, translations/, schema/ ….

    Raises FileNotFoundError with words when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    candidates = [package / "_resources", package.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "resources")
    for candidate in candidates:
        if (candidate / "schema").is_dir():
            return candidate
    raise FileNotFoundError(
        "The program's resources are missing (looked in: "
        + ", ".join(str(candidate) for candidate in candidates)
        + "). The installation is incomplete; install it again."
    )


def resource(*parts: str) -> Path:
    """Return the path of one resource: ``resource("icons", "app.svg")``. It may not exist."""
    return resource_root().joinpath(*parts)


def pages_root(language: str = "en") -> Path:
    """Return the folder with a page (Markdown) for each finding: beside the resources, or in a checkout's docs.

    In ``language`` where there are pages in it, else in English.
    """
    packed = resource("diagnoses")
    english = packed if packed.is_dir() else resource_root().parent / "docs" / "diagnoses"
    return english / language if language != "en" and (english / language).is_dir() else english
