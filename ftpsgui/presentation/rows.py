"""Long lists that are made only as far as somebody looks: a session has ten thousand facts, a screen shows thirty."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Generic, TypeVar, overload

S = TypeVar("S")
R = TypeVar("R")

_KEPT = 20_000


class ByIdentity(Generic[S, R]):
    """What ``make`` made of an immutable object, kept by the object's identity and ``key`` (a language, say).

    Comparing facts by value would cost more than what is saved. Forgets all when it holds too much.
    """

    def __init__(self, make: Callable[..., R]) -> None:
        self._make = make
        self._made: dict[tuple[int, Hashable], tuple[S, R]] = {}

    def __call__(self, source: S, key: Hashable = None, *arguments: object) -> R:
        """Return what was made of ``source``, or ``make(source, *arguments)``."""
        place = (id(source), key)
        known = self._made.get(place)
        if known is not None:  # the source is kept with it, so that its id cannot come again
            return known[1]
        if len(self._made) >= _KEPT:
            self._made.clear()
        made = self._make(source, *arguments)
        self._made[place] = (source, made)
        return made


class Rows(Sequence[R]):
    """A row for each of ``sources``, made by ``make`` when it is looked at. Equal when the sources are the same ones."""

    def __init__(self, sources: Sequence[S], make: Callable[[S], R]) -> None:
        self.sources: Sequence[object] = sources
        self._make: Callable[[S], R] = make
        self._own: Sequence[S] = sources

    def __len__(self) -> int:
        """How many rows."""
        return len(self._own)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...
    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        """Make a row, or a part of the rows."""
        if isinstance(index, slice):
            return Rows(self._own[index], self._make)
        return self._make(self._own[index])

    def __iter__(self) -> Iterator[R]:
        """Make all rows, one after the other."""
        return map(self._make, self._own)

    def __eq__(self, other: object) -> bool:
        """Whether the rows are made of the same objects."""
        return (
            isinstance(other, Rows)
            and len(self) == len(other)
            and self._make == other._make
            and all(mine is theirs for mine, theirs in zip(self.sources, other.sources, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]


class Later(Sequence[R]):
    """Rows that are all made at once, but not before somebody looks."""

    def __init__(self, make: Callable[[], Sequence[R]]) -> None:
        self._make = make
        self._rows: Sequence[R] | None = None

    @property
    def rows(self) -> Sequence[R]:
        """The rows themselves."""
        if self._rows is None:
            self._rows = self._make()
        return self._rows

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...
    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        """Return a row, or a part of the rows."""
        return self.rows[index]

    def __iter__(self) -> Iterator[R]:
        """Return them one after the other."""
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        """Whether the rows are equal."""
        return self.rows == (other.rows if isinstance(other, Later) else other)

    __hash__ = None  # type: ignore[assignment]


def common(old: Sequence[R], new: Sequence[R]) -> int:
    """Return how many rows ``old`` and ``new`` have in common at their beginning."""
    mine: Sequence[object] = old
    theirs: Sequence[object] = new
    if isinstance(old, Rows) and isinstance(new, Rows):
        mine, theirs = old.sources, new.sources
    count = 0
    for one, other in zip(mine, theirs, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count
