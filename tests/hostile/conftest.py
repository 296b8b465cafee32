"""Fixtures of the hostile servers: one authority, one event loop for all stories, no long waits for last words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from ftpsgui.wire.client import data


@pytest.fixture(scope="module", autouse=True)
def _few_last_words() -> Iterator[None]:
    """For these modules only: other tests hold the real ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "LAST_WORD", 0.4)
        patch.setattr(data, "GRACE", 0.3)
        patch.setattr(data, "PATIENCE", 2)
        yield


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="the authority")


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)
