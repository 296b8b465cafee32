"""A target as people paste it: host, port, user and password in one line, and line breaks around it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ftpsgui.model.plan import TlsMode
from ftpsgui.model.secret import Secret


class PastedTarget:
    """What was found in a pasted target. ``password`` goes into its own field and nowhere else."""

    __slots__ = ("host", "password", "port", "tls", "user")

    def __init__(
        self,
        host: str,
        port: str = "",
        tls: TlsMode | None = None,
        user: str = "",
        password: Secret | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.tls = tls
        self.user = user
        self.password = password


_SCHEMES: dict[str, TlsMode | None] = {"ftp": None, "ftps": "implicit", "ftpes": "explicit"}


def parse_target(text: str) -> PastedTarget:
    """Read ``host``, ``host:port``, ``[v6]:port`` or ``ftps://user:password@host:port/path``, as people paste them.

    A password may hold what no URL may: ``/ # ? @``. ``ftps://`` means implicit TLS by convention, but only on its own
    port: with another port the mode is left open. Another scheme stays in ``host``, where it is refused with words.
    """
    text = text.strip()
    if any(character.isspace() for character in text):
        return PastedTarget(host=text)
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = "", text
    user, password, place = _login(rest)
    host, port = _place(re.split(r"[/?#]", place, maxsplit=1)[0])
    known = not scheme or scheme.lower() in _SCHEMES
    tls = _SCHEMES.get(scheme.lower())
    if tls == "implicit" and port not in ("", "990"):
        tls = None
    return PastedTarget(
        host=host if known else f"{scheme}://{host}",
        port=port,
        tls=tls,
        user=unquote(user),
        password=Secret(unquote(password)) if password else None,
    )


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
        return (host, port.removeprefix(":")) if bracket else (text, "")
    if text.count(":") > 1:
        return text, ""
    host, _, port = text.partition(":")
    return (host, port) if port.isdigit() else (text.removesuffix(":"), "")


def one_line(text: str) -> str:
    """Return pasted ``text`` without the line breaks at its ends; those inside become spaces."""
    lines = text.splitlines()
    return text if lines == [text] else " ".join(line for line in lines if line.strip())
