"""From what was typed to a plan: targets as people paste them, and problems by field."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec

from ftpsgui.model.addresses import normalise
from ftpsgui.model.form import Form
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import THOROUGH, Active, Budget, Consents, Endpoint, Plan, Timeouts, TlsMode
from ftpsgui.model.secret import Secret

Field = Literal[
    "host", "port", "user", "public-address", "active-ports", "bind", "connect-timeout", "data-timeout"
]


class FormProblem(Exception):  # noqa: N818
    """A field that cannot be used, and why."""

    def __init__(self, field: Field, message: Message) -> None:
        super().__init__(message.id)
        self.field = field
        self.message = message


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
    """Read ``host``, ``host:port``, ``[v6]:port`` or ``ftps://user:password@host:port/path``.

    ``ftps://`` means implicit TLS by convention, but only on its own port: with another port the mode is left open.
    """
    text = text.strip()
    scheme, separator, _ = text.partition("://")
    if not separator:
        scheme, text = "", f"//{text}" if not _bare_ipv6(text) else f"//[{text}]"
    if (separator and scheme.lower() not in _SCHEMES) or any(character.isspace() for character in text):
        return PastedTarget(host=text)
    try:
        parts = urlsplit(text, scheme="ftp")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return PastedTarget(host=text.removeprefix("//"))
    tls = _SCHEMES.get(scheme.lower())
    if tls == "implicit" and port not in (None, 990):
        tls = None
    return PastedTarget(
        host=host,
        port=str(port) if port is not None else "",
        tls=tls,
        user=unquote(parts.username or ""),
        password=Secret(unquote(parts.password)) if parts.password else None,
    )


def make_plan(form: Form) -> Plan:
    """Return the plan that the form asks for, or raise :class:`FormProblem` for the first field that is wrong."""
    pasted = parse_target(form.host)
    host = pasted.host
    if not host:
        raise FormProblem("host", msg("Enter the name or the address of a server."))
    if not _plausible(host):
        raise FormProblem("host", msg("This is neither a host name nor an address."))
    tls = form.tls if form.tls != "auto" or pasted.tls is None else pasted.tls
    port = _port(form.port or pasted.port)
    defaults = Timeouts()
    # A longer silence must not eat the budget of the whole run.
    connect = _seconds("connect-timeout", form.connect_timeout, defaults.connect)
    data = _seconds("data-timeout", form.data_timeout, defaults.data)
    usual = THOROUGH if form.thorough else Budget()
    budget = msgspec.structs.replace(
        usual,
        seconds=usual.seconds + max(0.0, connect - defaults.connect) * 2 + max(0.0, data - defaults.data) * 6,
    )
    return Plan(
        input=host if not form.port else f"{host}:{form.port}",
        endpoint=Endpoint(host=host, port=port, tls=tls, family=form.family),
        user=form.user or pasted.user or "anonymous",
        thorough=form.thorough,
        budget=budget,
        timeouts=Timeouts(connect=connect, data=data, reply=max(defaults.reply, data)),
        consents=Consents(
            advertised_address=form.dial_advertised,
            plaintext=form.compare_plaintext,
            ccc=form.ccc and tls != "none",
            write_directory=form.write_directory.strip() or None,
        ),
        active=Active(
            public_address=_address("public-address", form.public_address),
            ports=_range(form.active_ports),
            bind=_address("bind", form.bind),
        ),
    )


def _bare_ipv6(text: str) -> bool:
    return (
        text.count(":") > 1 and not text.startswith("[") and "@" not in text and normalise(text) is not None
    )


_NAME = re.compile(r"[^\s/@:\\?#]{1,253}")


def _plausible(host: str) -> bool:
    if normalise(host) is not None:
        return True
    labels = host.rstrip(".").split(".")
    if all(label.isdigit() for label in labels):
        return False
    return _NAME.fullmatch(host) is not None and all(0 < len(label) <= 63 for label in labels)


def _port(text: str) -> int | None:
    text = text.strip()
    if not text or text.lower() == "auto":
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise FormProblem(
            "port", msg("A port is a number from 1 to 65535; leave it empty for the usual one.")
        )
    return int(text)


def _address(field: Field, text: str) -> str | None:
    text = text.strip()
    if not text:
        return None
    address = normalise(text)
    if address is None:
        raise FormProblem(field, msg("This is not an IP address."))
    return address


def _range(text: str) -> tuple[int, int] | None:
    text = text.strip().replace("–", "-")
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,5})\s*(?:-\s*(\d{1,5}))?", text, re.ASCII)
    if match:
        first = int(match[1])
        last = int(match[2] or match[1])
        if 1 <= first <= last <= 65535:
            return first, last
    raise FormProblem("active-ports", msg("A range of ports looks like 50000-50100."))


def _seconds(field: Field, text: str, default: float) -> float:
    text = text.strip()
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.5 <= seconds <= 300:
        raise FormProblem(field, msg("Enter seconds from 0.5 to 300."))
    return seconds
