"""Templates of resources become words: values filled in, what is missing named as a placeholder."""

from __future__ import annotations

from collections.abc import Mapping

from ftpsgui.knowledge.schema import VALUE_FIELD
from ftpsgui.model.findings import Placeholder
from ftpsgui.model.message import Message, literal, msg

MEANINGS: dict[str, Message] = {
    "public_ip": msg("The public IPv4 address by which clients reach the server."),
    "public_name": msg(
        "A DNS name that leads to the server's public address, also after that address has changed."
    ),
    "server_ip": msg("The server's own address inside its network."),
    "control_port": msg("The port of the control connection, usually 21 (990 with implicit TLS)."),
    "pasv_min": msg("The first port of the passive range."),
    "pasv_max": msg("The last port of the passive range."),
    "pasv_end": msg("The port after the last one of the passive range."),
    "pasv_count": msg("The number of ports in the passive range."),
}
"""What each value is, for a reader who must fill it in."""


def complete(values: Mapping[str, str]) -> dict[str, str]:
    """Return ``values`` with those that follow from others (``pasv_end``, ``pasv_count``)."""
    result = {name: value for name, value in values.items() if value}
    first, last = result.get("pasv_min", ""), result.get("pasv_max", "")
    if last.isdigit():
        result.setdefault("pasv_end", str(int(last) + 1))
        if first.isdigit():
            result.setdefault("pasv_count", str(int(last) - int(first) + 1))
    return result


def names_in(text: str | None) -> tuple[str, ...]:
    """Return the value names in a template, in their order, each once."""
    return tuple(dict.fromkeys(VALUE_FIELD.findall(text or "")))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace ``{name}`` by its value or by ``<name>``; other braces stay (nft and pf templates hold them)."""
    return VALUE_FIELD.sub(lambda match: values.get(match[1], f"<{match[1]}>"), text)


def directive(text: str, values: Mapping[str, str]) -> Message:
    """Return a template that no language changes, filled in."""
    return literal(fill(text.strip("\n"), values))


def sentence(text: str, values: Mapping[str, str]) -> Message:
    """Return a sentence of a resource (extracted there by scripts/messages.py) with its parameters bound."""
    return Message(id=text, params={name: values.get(name, f"<{name}>") for name in names_in(text)})


def missing(values: Mapping[str, str], *texts: str | None) -> tuple[Placeholder, ...]:
    """Return the placeholders for the values that ``texts`` need and ``values`` does not have."""
    names = dict.fromkeys(name for text in texts for name in names_in(text) if name not in values)
    return tuple(Placeholder(name=name, meaning=MEANINGS[name]) for name in names)
