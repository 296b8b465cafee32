"""docs/CLIENTS.md says what resources/clients says."""

from __future__ import annotations

import pytest

from ftpsgui.knowledge.base import load
from scripts import clients


def test_the_table_is_fresh() -> None:
    assert clients.main(["--check"]) == 0, "run scripts/clients.py"


def test_every_client_has_a_row_and_a_source() -> None:
    lines = clients.table(load()).splitlines()
    for client in load().clients.values():
        assert any(line.startswith(f"| **{client.name}** {client.versions}".rstrip()) for line in lines)
        assert f"- {client.title}: {client.source}" in lines


def test_a_stale_table_is_noticed() -> None:
    page = f"before\n{clients.OPEN}\nold\n{clients.CLOSE}\nafter\n"
    assert clients.renewed(page, "new\n") == f"before\n{clients.OPEN}\nnew\n{clients.CLOSE}\nafter\n"
    with pytest.raises(ValueError, match="marks"):
        clients.renewed("no marks", "new\n")
