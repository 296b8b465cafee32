"""The four topologies: what they predict, what was observed, and what a change would do."""

from __future__ import annotations

import msgspec
import pytest

from ftpsgui.presentation.view_whatif import SUPPOSITIONS, WhatIf, whatif_view
from ftpsgui.texts.translate import Translator
from tests.presentation.samples_view import t4_diagnosis

T = Translator("en")


def words(supposed: WhatIf) -> dict[str, tuple[str, ...]]:
    return {
        row.name: tuple(cell.word for cell in row.predicted) for row in whatif_view(None, supposed, T).rows
    }


def test_the_plain_table_is_the_articles():
    table = {name: (row[0], row[2]) for name, row in words(WhatIf()).items()}
    assert table == {
        "T1": ("works", "works"),
        "T2": ("fails", "works"),
        "T3": ("works", "fails"),
        "T4": ("fails", "fails"),
    }


@pytest.mark.parametrize(
    ("supposed", "name", "expected"),
    [
        (WhatIf(masquerade=True), "T4", ("works", "works", "fails")),
        (WhatIf(masquerade=True, ports=False), "T4", ("fails", "fails", "fails")),
        (WhatIf(forgiving=True), "T2", ("works", "works", "works")),
        (WhatIf(client_address=True, client_ports=True), "T4", ("fails", "works", "works")),
        (WhatIf(plain=True), "T4", ("works", "works", "works")),
    ],
)
def test_a_switch_changes_what_is_predicted(supposed: WhatIf, name: str, expected: tuple[str, ...]):
    assert words(supposed)[name] == expected


def test_what_was_observed_stands_below_the_topology_that_was_seen():
    view = whatif_view(t4_diagnosis(), WhatIf(), T)
    (seen,) = [row for row in view.rows if row.seen]
    assert (seen.name, seen.mark) == ("T4", "seen")
    assert [cell.word for cell in seen.observed][:2] == ["unroutable", "works"]
    assert all(not row.observed for row in view.rows if not row.seen)
    assert view.caption.startswith("T1 to T4 are the four cases: ")
    assert view.caption.endswith(" What was seen is T4, both behind NAT.")
    assert all(cell.tooltip for row in view.rows for cell in row.predicted)


def test_what_may_be_otherwise_is_not_called_seen():
    diagnosis = t4_diagnosis()
    topology = msgspec.structs.replace(diagnosis.topology, possible=("T4", "T3"))
    view = whatif_view(msgspec.structs.replace(diagnosis, topology=topology), WhatIf(), T)
    assert {row.name: row.mark for row in view.rows if row.mark} == {"T3": "possible", "T4": "most likely"}
    assert view.caption.endswith(" What was seen points to T4, both behind NAT; possibly it is T3.")


def test_a_changed_prediction_is_marked():
    view = whatif_view(t4_diagnosis(), WhatIf(masquerade=True), T)
    assert view.changed
    assert [(row.name, cell.predicted) for row in view.rows for cell in row.predicted[:1]] == [
        ("T1", False),
        ("T2", True),
        ("T3", False),
        ("T4", True),
    ]
    assert view.summary.startswith("T4: Passive mode works")


def test_every_field_has_its_switch():
    assert tuple(name for name, _words, _hint in SUPPOSITIONS) == WhatIf.__struct_fields__
