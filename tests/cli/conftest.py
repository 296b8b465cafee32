"""The command speaks the system's language; these tests read English."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getlocale", lambda *_: (None, None))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
