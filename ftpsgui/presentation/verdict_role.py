"""How grave a verdict is: one answer for the window, the reports and their colours."""

from __future__ import annotations

from collections.abc import Iterable

from ftpsgui.model.findings import Finding
from ftpsgui.presentation.view_state import Role


def verdict_role(exit_status: int, findings: Iterable[Finding], *, cancelled: bool) -> Role:
    """Return ``good``, ``warning``, ``bad``, or ``neutral`` for a test that was stopped before it found an error.

    ``exit_status``: the command's. An error is grave even where one data mode works (1).
    """
    errors = any(finding.severity == "error" for finding in findings)
    if cancelled and not errors:
        return "neutral"
    if exit_status == 0:
        return "good"
    return "warning" if exit_status == 1 and not errors else "bad"
