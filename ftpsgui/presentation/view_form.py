"""From what was typed to a plan: every problem by its field, in the order in which the fields are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, TypeVar

import msgspec

from ftpsgui.model.addresses import HostPort, classify, normalise
from ftpsgui.model.form import Form
from ftpsgui.model.hostnames import ascii_host
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import THOROUGH, Active, Budget, Consents, Endpoint, Plan, Timeouts, Trust
from ftpsgui.model.secret import Secret
from ftpsgui.presentation.pasted_target import SCHEMES, parse_target

Field = Literal[
    "host",
    "port",
    "user",
    "password",
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
FIELD_NAMES: dict[Field, Message] = {
    "host": msg("Host"),
    "port": msg("Port"),
    "user": msg("User"),
    "password": msg("Password"),
    "public-address": msg("Own public address"),
    "active-ports": msg("Active ports"),
    "bind": msg("Local address"),
    "connect-timeout": msg("Connect timeout, seconds"),
    "data-timeout": msg("Data timeout, seconds"),
    "ca-file": msg("Authority (CA) file"),
    "client-certificate": msg("Client certificate"),
    "write-directory": msg("Upload test in directory"),
    "stun": msg("Ask a STUN server"),
    "idle": msg("Idle test, seconds"),
}
"""The fields that can be wrong, in the order in which they are read, and what they are called."""

T = TypeVar("T")


class FormProblem(NamedTuple):
    """A field that cannot be used, and why."""

    field: Field
    message: Message

    @property
    def named(self) -> Message:
        """The reason, with the name of the field before it."""
        return msg("{field}: {reason}", field=FIELD_NAMES[self.field], reason=self.message)


class FormProblems(Exception):  # noqa: N818
    """All fields that cannot be used, as one reads them."""

    def __init__(self, problems: Iterable[FormProblem]) -> None:
        order = list(FIELD_NAMES)
        self.problems = tuple(sorted(problems, key=lambda one: order.index(one.field)))
        super().__init__(", ".join(one.field for one in self.problems))


class _Wrong(Exception):  # noqa: N818
    """What one field says cannot be used."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


class _Reader:
    """Reads field after field and goes on after a wrong one."""

    def __init__(self) -> None:
        self.problems: list[FormProblem] = []

    def read(self, field: Field, read: Callable[[], T], otherwise: T) -> T:
        """Return what ``read`` makes of ``field``; note why it cannot, and return ``otherwise``."""
        try:
            return read()
        except _Wrong as wrong:
            self.problems.append(FormProblem(field, wrong.message))
            return otherwise


def settings_count(form: Form) -> int:
    """Return how many settings of the advanced drawer differ from the usual ones."""
    usual = Form(host=form.host, port=form.port, tls=form.tls, user=form.user)
    return sum(getattr(form, name) != getattr(usual, name) for name in form.__struct_fields__)


def make_plan(form: Form) -> Plan:
    """Return the plan that the form asks for, or raise :class:`FormProblems` with every field that is wrong."""
    pasted = parse_target(form.host)
    reader = _Reader()
    read = reader.read
    host = read("host", lambda: _host(pasted.host), "")
    port = read("port", lambda: _port(form.port or pasted.port), None)
    tls = form.tls if form.tls != "auto" or pasted.tls is None else pasted.tls
    defaults = Timeouts()
    connect = read(
        "connect-timeout", lambda: _seconds(form.connect_timeout, defaults.connect), defaults.connect
    )
    data = read("data-timeout", lambda: _seconds(form.data_timeout, defaults.data), defaults.data)
    idle = read("idle", lambda: _seconds(form.idle, 0.0, longest=3600), 0.0)
    plan = Plan(
        input=_shown(pasted.host, port),
        endpoint=Endpoint(host=host, port=port, tls=tls, family=form.family),
        user=read("user", lambda: _user(form.user or pasted.user), ""),
        thorough=form.thorough,
        idle=idle or None,
        stun=read("stun", lambda: _stun(form.stun), None),
        budget=_budget(form.thorough, connect - defaults.connect, data - defaults.data, idle),
        timeouts=Timeouts(connect=connect, data=data, reply=max(defaults.reply, data)),
        consents=Consents(
            advertised_address=form.dial_advertised,
            plaintext=form.compare_plaintext,
            ccc=form.ccc and tls != "none",
            contradicted_address=form.insist_public_address and bool(form.public_address.strip()),
            write_directory=read("write-directory", lambda: _plain(form.write_directory), None),
        ),
        trust=Trust(
            ca_file=read("ca-file", lambda: _plain(form.ca_file), None),
            client_certificate=read("client-certificate", lambda: _plain(form.client_certificate), None),
        ),
        active=Active(
            public_address=read("public-address", lambda: _public(form.public_address), None),
            ports=read("active-ports", lambda: _range(form.active_ports), None),
            bind=read("bind", lambda: _address(form.bind), None),
        ),
    )
    if reader.problems:
        raise FormProblems(reader.problems)
    return plan


def form_of(plan: Plan) -> Form:
    """Return the form that asks for ``plan`` again; what was consented to for one run is not in it."""
    usual = Timeouts()
    active, trust = plan.active, plan.trust
    return Form(
        host=_written(plan),
        port=str(plan.endpoint.port or ""),
        tls=plan.endpoint.tls,
        user="" if plan.user == "anonymous" else plan.user,
        family=plan.endpoint.family,
        public_address=active.public_address or "",
        active_ports="-".join(map(str, active.ports or ())),
        bind=active.bind or "",
        connect_timeout=_changed(plan.timeouts.connect, usual.connect),
        data_timeout=_changed(plan.timeouts.data, usual.data),
        ca_file=trust.ca_file or "",
        client_certificate=trust.client_certificate or "",
        write_directory=plan.consents.write_directory or "",
        stun=_shown(plan.stun.host, plan.stun.port) if plan.stun is not None else "",
        idle=_changed(plan.idle or 0.0, 0.0),
        dial_advertised=plan.consents.advertised_address,
        insist_public_address=plan.consents.contradicted_address,
        thorough=plan.thorough,
    )


def _written(plan: Plan) -> str:
    """Return the host as it was typed, when the plan still says so: a name in another script is shown in it."""
    written = parse_target(plan.input).host
    return written if ascii_host(written) == plan.endpoint.host else plan.endpoint.host


def _changed(seconds: float, usual: float) -> str:
    return "" if seconds == usual else f"{seconds:g}"


def password_problem(password: Secret) -> FormProblem | None:
    """Return what is wrong with a password; None when it can be sent (RFC 959 §5.3: a command is one line)."""
    if not set(password.reveal()) & {"\r", "\n", "\0"}:
        return None
    return FormProblem("password", msg("The password holds a character that cannot be sent."))


def _budget(thorough: bool, connect: float, data: float, idle: float) -> Budget:
    """Return what a run may take when it waits ``connect`` and ``data`` seconds longer than usual, and is idle."""
    # A longer silence must not eat the budget of the whole run.
    usual = THOROUGH if thorough else Budget()
    seconds = usual.seconds + max(0.0, connect) * 2 + max(0.0, data) * 6 + idle
    return msgspec.structs.replace(usual, seconds=seconds)


def _host(written: str) -> str:
    if not written:
        raise _Wrong(msg("Enter the name or the address of a server."))
    scheme, separator, _ = written.partition("://")
    if separator and scheme.isalpha() and scheme.lower() not in SCHEMES:
        raise _Wrong(
            msg(
                "{scheme}:// is another protocol. FTP over TLS is written as ftps://, ftpes:// or ftp://.",
                scheme=scheme.lower(),
            )
        )
    host = ascii_host(written) or ""
    if not _plausible(host):
        raise _Wrong(msg("This is neither a host name nor an address."))
    return host


def _stun(text: str) -> HostPort | None:
    if not text.strip():
        return None
    from ftpsgui.protocol.stun import PORT as STUN_PORT  # not before the first paint

    target = parse_target(text)
    host = ascii_host(target.host) or ""
    if not _plausible(host) or target.user or target.tls or not (target.port or "1").isdigit():
        raise _Wrong(msg("This is neither a host name nor an address."))
    return HostPort(host=host, port=_port(target.port) or STUN_PORT)


_NAME = re.compile(r"[A-Za-z0-9_.-]{1,253}")


def _plausible(host: str) -> bool:
    if normalise(host) is not None:
        return True
    labels = host.removesuffix(".").split(".")
    if all(label.isdigit() for label in labels):
        return False
    return _NAME.fullmatch(host) is not None and all(0 < len(label) <= 63 for label in labels)


def _port(text: str) -> int | None:
    text = text.strip()
    if not text or text.lower() == "auto":
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise _Wrong(msg("A port is a number from 1 to 65535; leave it empty for the usual one."))
    return int(text)


def _address(text: str) -> str | None:
    text = text.strip()
    if not text:
        return None
    address = normalise(text)
    if address is None:
        raise _Wrong(msg("This is not an IP address."))
    return address


def _public(text: str) -> str | None:
    address = _address(text)
    if address is not None and classify(address) in ("unspecified", "multicast", "broadcast"):
        raise _Wrong(msg("{address} is not the address of one computer.", address=address))
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
    raise _Wrong(msg("A range of ports looks like 50000-50100."))


def _shown(host: str, port: int | None) -> str:
    if port is None:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _plain(text: str) -> str | None:
    if not text.strip().isprintable():
        raise _Wrong(msg("This holds a character that cannot be written down."))
    return text.strip() or None


def _user(text: str) -> str:
    if not text.isprintable():
        raise _Wrong(msg("The user name holds a character that cannot be sent."))
    return text or "anonymous"


def _seconds(text: str, default: float, *, longest: int = 300) -> float:
    text = text.strip()
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.5 <= seconds <= longest:
        raise _Wrong(msg("Enter seconds from 0.5 to {longest}.", longest=longest))
    return seconds
