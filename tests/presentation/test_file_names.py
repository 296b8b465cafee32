"""What files are called: the server and the day, and nothing that a file system would take for a way."""

from __future__ import annotations

import msgspec
import pytest

from ftpsgui.presentation.file_names import file_name
from tests.presentation.samples_view import PLAN


@pytest.mark.parametrize(
    ("host", "named", "expected"),
    [
        ("ftp.example.com", True, "ftpsgui-ftp.example.com-2026-05-01"),
        ("2001:db8::1", True, "ftpsgui-2001-db8-1-2026-05-01"),
        ("../../etc/passwd", True, "ftpsgui-etc-passwd-2026-05-01"),
        ("ftp.example.com", False, "ftpsgui-2026-05-01"),
    ],
)
def test_a_file_is_called_by_server_and_day(host: str, named: bool, expected: str):
    plan = msgspec.structs.replace(PLAN, endpoint=msgspec.structs.replace(PLAN.endpoint, host=host))
    assert file_name(plan, "2026-05-01T12:00:00Z", named=named) == expected


def test_a_day_that_cannot_be_read_is_left_out():
    assert file_name(PLAN, "never", named=False) == "ftpsgui"
