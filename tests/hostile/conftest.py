"""Fixtures of the hostile servers: no long waits for last words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ftpsgui.wire.client import data


@pytest.fixture(scope="module", autouse=True)
def _few_last_words() -> Iterator[None]:
    """For these modules only: other tests hold the real ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "LAST_WORD", 0.4)
        patch.setattr(data, "GRACE", 0.3)
        patch.setattr(data, "PATIENCE", 2)
        yield
