"""When a server was tested, as one reads it: whatever a file says."""

from __future__ import annotations

import datetime as dt

import pytest

from ftpsgui.presentation.view_servers import ago
from ftpsgui.texts.translate import Translator

NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=-9)))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-03-04T20:30:00.000Z", "today 11:30"),
        ("2026-03-04T02:00:00.000Z", "yesterday 17:00"),
        ("2026-01-02T20:30:00.000Z", "2026-01-02 11:30"),
        ("0001-01-01T00:00:00+00:00", ""),
        ("9999-12-31T23:59:59-12:00", ""),
        ("soon", ""),
    ],
)
def test_a_moment_is_said_in_the_readers_zone_or_not_at_all(when: str, said: str) -> None:
    assert ago(when, NOW, Translator("en")) == said
