"""Moments name their zone; what cannot be read is shown as it is."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from ftpsgui.texts.moments import day_where_we_are, in_utc, where_we_are

TOKYO = timezone(timedelta(hours=9))
NEWFOUNDLAND = timezone(timedelta(hours=-3, minutes=-30))


@pytest.mark.parametrize(
    ("zone", "said", "day"),
    [
        (UTC, "2026-12-31 23:59 UTC", "2026-12-31"),
        (TOKYO, "2027-01-01 08:59 UTC+9", "2027-01-01"),
        (NEWFOUNDLAND, "2026-12-31 20:29 UTC-3:30", "2026-12-31"),
    ],
)
def test_a_moment_where_the_reader_is(zone: timezone, said: str, day: str) -> None:
    assert where_we_are("2026-12-31T23:59:59Z", zone) == said
    assert day_where_we_are("2026-12-31T23:59:59Z", zone) == day


def test_what_travels_is_in_utc() -> None:
    assert in_utc("2027-01-01T08:59:59+09:00") == "2026-12-31 23:59 UTC"
    assert in_utc("2026-12-31T23:59:59") == "2026-12-31 23:59 UTC"


def test_without_a_zone_it_is_this_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    time = pytest.importorskip("time")
    if not hasattr(time, "tzset"):
        pytest.skip("no tzset here")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert where_we_are("2026-12-31T23:59:59Z") == "2027-01-01 08:59 UTC+9"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("moment", ["", "soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"])
def test_what_no_calendar_has_is_shown_as_it_is(moment: str) -> None:
    assert where_we_are(moment, TOKYO) == moment
