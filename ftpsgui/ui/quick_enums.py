"""Qt's enumerations, made several times as fast.

The namespace ``Qt`` alone has more than a hundred of them with some 1500 members, all made when it is first touched.
Python's ``enum`` looks at each member many times, which is a quarter of the way to the first pixels. Here a class is
copied from an empty one that ``enum`` has made, and its members are added in one loop.

Nothing rests on how ``enum`` works inside: before a kind of enumeration is made this way, one of it is made both ways,
and unless they are the same to the last attribute, ``enum`` goes on alone. So it does with all that is not PySide6's.
"""

from __future__ import annotations

import enum
import sys
from typing import Any

_BASES: tuple[type[enum.Enum], ...] = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
_TRIAL = [("b", 2), ("a", 1), ("also_a", 1), ("both", 3), ("none", 0), ("far", 0x70)]
"""Members out of order, two of one value, none, several bits, bits that have no name of their own."""

_create: Any = enum.EnumType.__dict__["_create_"]
_templates: dict[type, dict[str, Any]] = {}
"""What the class of an empty enumeration holds, by its base."""
_masks: dict[type, str | None] = {}
"""By base: what the mask of its flags is made of (releases of Python differ); None: ``enum`` goes on alone."""
_taken = {base: {"mro", "", *(name for one in base.__mro__ for name in vars(one))} for base in _BASES}
"""Names that are no member's, or mean something else already."""


def install() -> None:
    """Make the enumerations of PySide6 this way from now on."""
    enum.EnumType._create_ = _quickly  # type: ignore[attr-defined]


def _quickly(cls: Any, class_name: str, names: Any, *, module: Any = None, **more: Any) -> Any:
    caller = module or sys._getframe(2).f_globals.get("__name__")
    # As PySide6 asks for them, and nobody else; it sets the module and the qualified name later.
    if module is None and more.get("boundary") is enum.KEEP and isinstance(names, list) and cls in _BASES:
        if cls not in _masks:
            _masks[cls] = _mask_of(cls)
        mask = _masks[cls]
        made = _made(cls, class_name, names, caller, mask) if mask is not None else None
        if made is not None:
            return made
    return _create(cls, class_name, names, module=caller, **more)


def _mask_of(base: Any) -> str | None:
    """Make one enumeration both ways, and return what the mask is made of when they are the same."""
    kept = {"module": __name__, "boundary": enum.KEEP}
    _templates[base] = dict(vars(_create(base, "Trial", [], **kept)))
    wanted = _looks(_create(base, "Trial", _TRIAL, **kept))
    for mask in ("single", "all"):
        made = _made(base, "Trial", _TRIAL, __name__, mask)
        if made is not None and _looks(made) == wanted:
            return mask
    return None


def _looks(made: Any) -> tuple[dict[str, str], list[tuple[str, dict[str, Any]]]]:
    members = [(name, vars(member) | {"__objclass__": None}) for name, member in made.__members__.items()]
    return {name: repr(value) for name, value in vars(made).items()}, members


def _made(base: Any, class_name: str, names: list[tuple[str, int]], module: Any, mask: str) -> Any:
    """Return the enumeration; None when a member is out of the ordinary."""
    body: dict[str, Any] = {
        name: value.copy() if isinstance(value, (list, dict)) else value
        for name, value in _templates[base].items()
    }
    body["__module__"] = module
    new = body.pop("__new__")  # in the body it would become a static method
    made: Any = type.__new__(enum.EnumType, class_name, (base,), body)
    flag, whole = issubclass(base, enum.Flag), issubclass(base, int)
    taken, put = _taken[base], type.__setattr__
    put(made, "__new__", new)
    by_name, by_value, canonical = body["_member_map_"], body["_value2member_map_"], body["_member_names_"]
    bits = single = 0
    for name, value in names:
        if (
            type(value) is not int
            or (value < 0 and flag)
            or name in taken
            or name in by_name
            or name[0] == "_"
        ):
            return None
        member = by_value.get(value)
        if member is None:
            member = int.__new__(made, value) if whole else object.__new__(made)
            member._value_ = value
            member._name_ = name
            member.__objclass__ = made
            member._sort_order_ = len(canonical)
            by_value[value] = member
            if not flag:
                canonical.append(name)
            elif value and not value & (value - 1):
                canonical.append(name)
                single |= value
            bits |= value
        by_name[name] = member
        put(made, name, member)
    if "_hashable_values_" in body:
        body["_hashable_values_"].extend(by_value)
    if flag:
        put(made, "_flag_mask_", single if mask == "single" else bits)
        put(made, "_all_bits_", 2 ** bits.bit_length() - 1)
        if "_singles_mask_" in body:
            put(made, "_singles_mask_", single)
        order = [by_name[name]._value_ for name in canonical]
        if order != sorted(order):
            put(made, "_iter_member_", made._iter_member_by_def_)
    return made
