"""Turning JSON and TOML into our types, from one thread at a time.

msgspec 0.22 looks at a type when something is first turned into it, and crashes the process when two threads make it do
so at once. It holds the interpreter while it works, so the lock costs nothing.
"""

from __future__ import annotations

import threading
from typing import TypeVar

import msgspec

T = TypeVar("T")

_one_at_a_time = threading.Lock()


def from_json(data: bytes, kind: type[T]) -> T:
    """Return the JSON text ``data`` as a ``kind``; msgspec.DecodeError (ValidationError) for anything else."""
    with _one_at_a_time:
        return msgspec.json.decode(data, type=kind, strict=True)


def from_builtins(value: object, kind: type[T]) -> T:
    """Return ``value`` (dicts, lists, strings, numbers) as a ``kind``; msgspec.ValidationError when it is none."""
    with _one_at_a_time:
        return msgspec.convert(value, kind, strict=True)
