"""Qt as the window imports it: later what a start does not need, and nothing else different."""

from __future__ import annotations

import enum
import subprocess
import sys

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from ftpsgui.ui import quick_enums

SAYS = """
import enum, inspect
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
wrong = (
    lambda: QSize("x", "y"),
    lambda: QSize(1, 2, 3),
    lambda: QSize(nonsense=3),
    lambda: QSize().scaled("a"),
    lambda: QColor(object()),
    lambda: QObject(objectName=1, nothing=2),
    lambda: Qt.Key(99999999),
    lambda: inspect.signature(QSize.scaled),
)
for one in wrong:
    try:
        print(one())
    except Exception as error:
        print(type(error), error)
print(QSize.__doc__, QLabel.setText.__doc__)
from PySide6.support.signature import get_signature
from PySide6.support.signature.lib.enum_sig import HintingEnumerator
print(get_signature(QSize.scaled), HintingEnumerator)
print(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, Qt.Key.Key_A, Qt.Key(66), list(Qt.Orientation))
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.path[:0] = {sys.path!r}\n{code}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_errors_signatures_and_docstrings_are_the_same():
    plain = run(SAYS)
    ours = run("from ftpsgui.ui.qt_import import import_qt\nimport_qt()\n" + SAYS)
    assert ours.stderr == plain.stderr == ""
    assert "Supported signatures" in plain.stdout
    assert ours.stdout == plain.stdout


def test_what_a_start_does_not_need_is_not_run():
    done = run(
        "import builtins\nplain = builtins.__import__, builtins.compile\n"
        "from ftpsgui.ui import qt_import\nqt_import.import_qt()\n"
        "print(plain == (builtins.__import__, builtins.compile))\n"
        "print(sorted(name.rpartition('.')[2] for name in qt_import._sources))\n"
        "print([name for name in ('argparse', 'inspect', 'logging') if name in sys.modules])\n"
    )
    assert done.stdout.splitlines() == [
        "True",
        "['enum_sig', 'errorhandler', 'feature', 'layout', 'mapping', 'parser', 'pyi_generator', 'tool']",
        "[]",
    ], done.stderr


def test_a_name_that_such_a_module_does_not_have_is_said_as_usual():
    done = run(
        "from ftpsgui.ui.qt_import import import_qt\nimport_qt()\n"
        "import shibokensupport.signature.parser as parser\n"
        "print(hasattr(parser, '__path__'), hasattr(parser, 'nothing'), hasattr(parser, 'pyside_type_init'))\n"
        "parser.nothing\n"
    )
    assert done.stdout == "False False True\n"
    assert "has no attribute 'nothing'" in done.stderr


def enumerations() -> list[type[enum.Enum]]:
    found = {}
    for module in (QtCore, QtGui, QtWidgets):
        for holder in (module, *(getattr(module, name) for name in dir(module))):
            for name in dir(holder) if holder is module or isinstance(holder, type) else ():
                if name.startswith("__"):
                    continue  # holds no enumeration, and asking for a signature makes Qt read it
                one = getattr(holder, name, None)
                if isinstance(one, enum.EnumType) and one.__module__.startswith("PySide6"):
                    found[f"{one.__module__}.{one.__qualname__}"] = one
    return list(found.values())


@pytest.fixture(scope="module")
def masks() -> dict[type, str]:
    return {base: quick_enums._mask_of(base) for base in quick_enums._BASES}


def test_this_python_s_enumerations_are_made_the_same_way(masks):
    """Where this fails the program works as before, and starts as slowly."""
    assert None not in masks.values()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_enumeration_of_qt_is_the_same_to_the_last_attribute(masks):
    ones = enumerations()
    assert len(ones) > 500
    for one in ones:
        base = one.__mro__[1]
        members = [(name, member.value) for name, member in one.__members__.items()]
        by_enum = quick_enums._create(base, one.__name__, members, module="here", boundary=enum.KEEP)
        ours = quick_enums._made(base, one.__name__, members, "here", masks[base])
        if ours is not None:
            assert quick_enums._looks(ours) == quick_enums._looks(by_enum), one
            assert all(member.__objclass__ is ours for member in ours)
            assert (list(map(repr, ours)), dir(ours)) == (list(map(repr, by_enum)), dir(by_enum)), one
            assert isinstance(ours(members[0][1]) if members else None, ours if members else type(None))


@pytest.mark.parametrize(
    "odd", [("mro", 1), ("value", 1), ("_x", 1), ("real", 1), ("a", 2), ("text", "words"), ("minus", -1)]
)
def test_what_is_out_of_the_ordinary_is_left_to_python(masks, odd):
    base = enum.IntFlag
    assert quick_enums._made(base, "Plain", [("a", 1)], "here", masks[base]) is not None
    assert quick_enums._made(base, "Odd", [("a", 1), odd], "here", masks[base]) is None


def test_enumerations_of_others_stay_python_s_own(monkeypatch):
    monkeypatch.setattr(enum.EnumType, "_create_", quick_enums._quickly)
    monkeypatch.setattr(quick_enums, "_made", None)  # would raise
    assert enum.Enum("Mine", ["A", "B"]).__module__ == __name__
    assert enum.Enum("Yours", "A B", module="there", qualname="in.there").__qualname__ == "in.there"
    assert enum.Flag("Bits", [("A", 1)], boundary=enum.STRICT).A.value == 1


def test_a_python_whose_enumerations_differ_is_left_alone(monkeypatch):
    monkeypatch.setattr(enum.EnumType, "_create_", quick_enums._quickly)
    monkeypatch.setattr(quick_enums, "_masks", {})
    monkeypatch.setattr(quick_enums, "_looks", lambda made: made)
    made = enum.IntFlag("Bits", [("A", 1), ("B", 2)], boundary=enum.KEEP)
    assert quick_enums._masks == {enum.IntFlag: None}
    assert made.A | made.B == 3
    assert made.__module__ == __name__
