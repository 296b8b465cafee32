"""A target as people paste it: host, port, user and password in one line, and line breaks around it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ftpsgui.model.plan import TlsMode
from ftpsgui.model.secret import Secret


class PastedTarget:
    """What was found in a pasted target. ``password`` goes into its own field and nowhere else.

    ``whole``: it was a URL, so what it does not name is as usual.
    """

    __slots__ = ("host", "password", "port", "tls", "user", "whole")

    def __init__(
        self,
        host: str,
        port: str = "",
        tls: TlsMode | None = None,
        user: str = "",
        password: Secret | None = None,
        *,
        whole: bool = False,
    ) -> None:
        self.host = host
        self.port = port
        self.tls = tls
        self.user = user
        self.password = password
        self.whole = whole


SCHEMES: dict[str, TlsMode | None] = {"ftp": None, "ftps": "implicit", "ftpes": "explicit"}


def parse_target(text: str) -> PastedTarget:
    """Read ``host``, ``host:port``, ``[v6]:port`` or ``ftps://user:password@host:port/path``, as people paste them.

    A password may hold what no URL may: ``/ # ? @`` and blanks. ``ftps://`` means implicit TLS by convention, but only
    on its own port: with another port the mode is left open. Another scheme stays in ``host``, where it is refused with
    words. Quotes, brackets and invisible characters around the text go, as does the wrong kind of slash.
    """
    text = text.strip(_AROUND)
    apart = _HOST_AND_PORT.fullmatch(text)
    if apart is not None:
        text = f"{apart['host']}:{apart['port']}"
    text = _SLOPPY_SCHEME.sub(r"\1://", text).lstrip("/")
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = "", text
    known = not scheme or scheme.lower() in SCHEMES
    user, password, place = _login(rest)
    if any(character.isspace() for character in (place if scheme and known else text)):
        return PastedTarget(host=text)
    host, port = _place(re.split(r"[/?#;]", place, maxsplit=1)[0])
    tls = SCHEMES.get(scheme.lower())
    if tls == "implicit" and port not in ("", "990"):
        tls = None
    return PastedTarget(
        host=host if known else f"{scheme}://{host}",
        port=port,
        tls=tls,
        user=unquote(user),
        password=Secret(unquote(password)) if password else None,
        whole=bool(scheme and known),
    )


_INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_AROUND = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000<>()\"'`,;“”‘’„«»「」『』" + _INVISIBLE
_HOST_AND_PORT = re.compile(r"(?P<host>[^\s:/@]+)\s+(?P<port>\d{1,5})", re.ASCII)
"""As on the command line of many a client: ``ftp HOST PORT``."""
_SLOPPY_SCHEME = re.compile(r"^(ftp|ftps|ftpes)(?::[/\\]{1,2}|//)(?=[^/\\])", re.IGNORECASE)
_PORT_AND_PATH = re.compile(r"[^:/]*:\d+/")


def _login(rest: str) -> tuple[str, str, str]:
    login, at, place = rest.rpartition("@")
    user, _, password = login.partition(":")
    if not at or "/" in user or _PORT_AND_PATH.match(login):  # an @ in the path, then
        return "", "", rest
    return user, password, place


def _place(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, bracket, port = text[1:].partition("]")
        # RFC 6874 §2: in a URL the % of a zone is written %25.
        return (host.replace("%25", "%", 1), port.removeprefix(":")) if bracket else (text, "")
    if text.count(":") > 1:
        return text, ""
    host, _, port = text.partition(":")
    return (host, port) if port.isdigit() else (text.removesuffix(":"), "")


def one_line(text: str) -> str:
    """Return pasted ``text`` without the line breaks at its ends; those inside become spaces."""
    lines = text.splitlines()
    return text if lines == [text] else " ".join(line for line in lines if line.strip())


def inserted(before: str, after: str) -> int:
    """Return how many characters came in at one place between ``before`` and ``after``; a paste brings several."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
    return len(after) - head - tail
