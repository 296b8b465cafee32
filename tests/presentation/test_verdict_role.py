"""One answer to how grave a verdict is, in the window and in reports."""

from __future__ import annotations

import pytest

from ftpsgui.presentation.verdict_role import verdict_role
from ftpsgui.presentation.view_verdict import role_of
from ftpsgui.reports.report import build_report
from ftpsgui.reports.words import verdict_mark
from tests.judgement.playbook import Playbook


def one_mode_left() -> Playbook:
    """PASV names a private address, an error, and EPSV works: exit status 1."""
    book = Playbook().login()
    book.passive(text="227 ok (10,20,30,2,195,80)", address="advertised", not_dialled="no-consent")
    book.passive("epsv", "229 ok (|||50003|)")
    return book.end()


def test_an_error_is_as_grave_in_a_report_as_in_the_window():
    state, diagnosis = one_mode_left().state(), one_mode_left().diagnose()
    assert diagnosis.verdict.exit_status == 1
    assert (
        role_of(state, diagnosis) == verdict_mark(build_report(state, diagnosis, tool_version="1")) == "bad"
    )


@pytest.mark.parametrize(
    ("status", "cancelled", "role"),
    [(0, False, "good"), (1, False, "warning"), (3, False, "bad"), (4, False, "bad"), (130, True, "neutral")],
)
def test_without_an_error_the_exit_status_decides(status: int, cancelled: bool, role: str):
    assert verdict_role(status, (), cancelled=cancelled) == role
