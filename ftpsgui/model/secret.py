"""A type for passwords that no encoder accepts and no log can print."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """A value that is revealed only on purpose, by :meth:`reveal`.

    msgspec, json and pickle refuse it; ``str`` and ``repr`` show dots, and ``==`` compares contents.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret text: for the line that is sent, and for the redactor; for nothing else."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return "Secret('••••')"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be saved")


class Credentials:
    """Who logs in. Never part of a plan, a session or a report: the password stays out of everything saved."""

    __slots__ = ("password", "user")

    def __init__(self, user: str, password: Secret) -> None:
        self.user = user
        self.password = password

    def __repr__(self) -> str:
        return f"Credentials(user={self.user!r})"
