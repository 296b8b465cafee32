"""Host names in other scripts (IDNA, RFC 3490): as people write them, and as DNS and TLS carry them."""

from __future__ import annotations


def ascii_host(host: str) -> str | None:
    """Return ``host`` as DNS carries it (``ftp.例え.jp`` as ``ftp.xn--r8jz45g.jp``); None when it cannot be carried."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
