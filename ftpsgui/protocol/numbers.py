"""Numbers in what a server says. ``int()`` is no guard: it raises for 5000 digits, and ``"²".isdigit()`` holds."""

from __future__ import annotations

LARGEST_PORT = 65535
LARGEST_SIZE = 2**63 - 1


def whole(text: str, most: int) -> int | None:
    """Return the number from 0 to ``most`` that ``text`` is in ASCII digits, blanks around it aside; None otherwise."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal()) or len(digits.lstrip("0")) > len(str(most)):
        return None
    number = int(digits.lstrip("0") or "0")
    return number if number <= most else None
