"""Fingerprints of certificates as people compare them: one form wherever they are read."""

from __future__ import annotations


def in_pairs(sha256: str) -> str:
    """Return a hexadecimal digest in upper-case pairs with colons, as browsers and ``openssl x509 -fingerprint`` do."""
    return ":".join(sha256[index : index + 2] for index in range(0, len(sha256), 2)).upper()
