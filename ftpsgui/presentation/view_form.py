"""From what was typed to a plan: targets as people paste them, and problems by field."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote

import msgspec

from ftpsgui.model.addresses import HostPort, classify, normalise
from ftpsgui.model.form import Form
from ftpsgui.model.hostnames import ascii_host
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import THOROUGH, Active, Budget, Consents, Endpoint, Plan, Timeouts, TlsMode, Trust
from ftpsgui.model.secret import Secret

Field = Literal[
    "host",
    "port",
    "user",
    "public-address",
    "active-ports",
    "bind",
    "connect-timeout",
    "data-timeout",
    "ca-file",
    "client-certificate",
    "write-directory",
    "stun",
    "idle",
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


def settings_count(form: Form) -> int:
    """Return how many settings of the advanced drawer differ from the usual ones."""
    usual = Form(host=form.host, port=form.port, tls=form.tls, user=form.user)
    return sum(getattr(form, name) != getattr(usual, name) for name in form.__struct_fields__)


def make_plan(form: Form) -> Plan:
    """Return the plan that the form asks for, or raise :class:`FormProblem` for the first field that is wrong."""
    pasted = parse_target(form.host)
    host = pasted.host
    if not host:
        raise FormProblem("host", msg("Enter the name or the address of a server."))
    scheme, separator, _ = host.partition("://")
    if separator and scheme.isalpha():
        raise FormProblem(
            "host",
            msg(
                "{scheme}:// is another protocol. FTP over TLS is written as ftps://, ftpes:// or ftp://.",
                scheme=scheme.lower(),
            ),
        )
    written, host = host, ascii_host(host) or ""
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
    idle = _seconds("idle", form.idle, 0.0, longest=3600) or None
    budget = msgspec.structs.replace(budget, seconds=budget.seconds + (idle or 0.0))
    return Plan(
        input=_shown(written, port),
        endpoint=Endpoint(host=host, port=port, tls=tls, family=form.family),
        user=_user(form.user or pasted.user),
        thorough=form.thorough,
        idle=idle,
        stun=_stun(form.stun),
        budget=budget,
        timeouts=Timeouts(connect=connect, data=data, reply=max(defaults.reply, data)),
        consents=Consents(
            advertised_address=form.dial_advertised,
            plaintext=form.compare_plaintext,
            ccc=form.ccc and tls != "none",
            write_directory=_plain("write-directory", form.write_directory),
        ),
        trust=Trust(
            ca_file=_plain("ca-file", form.ca_file),
            client_certificate=_plain("client-certificate", form.client_certificate),
        ),
        active=Active(
            public_address=_address("public-address", form.public_address),
            ports=_range(form.active_ports),
            bind=_address("bind", form.bind),
        ),
    )


def _stun(text: str) -> HostPort | None:
    if not text.strip():
        return None
    from ftpsgui.protocol.stun import PORT as STUN_PORT  # not before the first paint

    target = parse_target(text)
    host = ascii_host(target.host) or ""
    if not _plausible(host) or target.user or target.tls or not (target.port or "1").isdigit():
        raise FormProblem("stun", msg("This is neither a host name nor an address."))
    try:
        port = _port(target.port) or STUN_PORT
    except FormProblem as problem:
        raise FormProblem("stun", problem.message) from None
    return HostPort(host=host, port=port)


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
    if field == "public-address" and classify(address) in ("unspecified", "multicast", "broadcast"):
        raise FormProblem(field, msg("{address} is not the address of one computer.", address=address))
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


def _shown(host: str, port: int | None) -> str:
    if port is None:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _plain(field: Field, text: str) -> str | None:
    if not text.strip().isprintable():
        raise FormProblem(field, msg("This holds a character that cannot be written down."))
    return text.strip() or None


def _user(text: str) -> str:
    if not text.isprintable():
        raise FormProblem("user", msg("The user name holds a character that cannot be sent."))
    return text or "anonymous"


def _seconds(field: Field, text: str, default: float, *, longest: int = 300) -> float:
    text = text.strip()
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.5 <= seconds <= longest:
        raise FormProblem(field, msg("Enter seconds from 0.5 to {longest}.", longest=longest))
    return seconds
