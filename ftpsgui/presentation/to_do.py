"""The one thing to do, in a clause: what the steps of a cure amount to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ftpsgui.model.findings import Audience
from ftpsgui.model.message import Message, msg

_LET_IN = msg("see that the server runs, and let its control port in")
_BY_PROBE: Final[Mapping[str, Message]] = {
    "passive-range": msg("set the range of passive ports"),
    "session-reuse": msg("settle how data connections resume the TLS session"),
    "tls": msg("switch TLS on"),
    "login": msg("let nobody log in without TLS"),
    "certificate": msg("install a certificate that clients trust"),
    "port": msg("allow active mode"),
    "protection": msg("allow encrypted data connections (PROT P)"),
    "connect": _LET_IN,
    "tls-versions": msg("allow TLS 1.2 and TLS 1.3"),
    "plaintext-comparison": msg("switch the FTP helper off"),
}
"""By the probe that verifies the first step (:attr:`Remedy.verified_by`)."""
_SHARE = msg("let all parts of the server share their TLS sessions, or drop the requirement")
_BY_CAUSE: Final[Mapping[str, Message]] = {
    "control-refused": _LET_IN,
    "control-unreachable": _LET_IN,
    "pasv-command-refused": msg("allow passive mode (PASV and EPSV)"),
    "epsv-command-refused": msg("allow extended passive mode (EPSV)"),
    "epsv-only-works": msg("allow passive mode (PASV)"),
    "tls-not-offered": msg("switch TLS on, or let it through"),
    "tls-session-reuse-required": msg("use a client that resumes the TLS session, or drop the requirement"),
    "tls-session-reuse-required none-taken": _SHARE,
    "tls-session-reuse-required no-ticket": msg(
        "let the server give out session tickets, or drop the requirement"
    ),
    "tls-session-reuse-required older-version": msg(
        "let sessions be resumed with TLS 1.2, or drop the requirement"
    ),
    "tls-resumption-exhausted by-chance": _SHARE,
    "passive-range-partial scattered": msg("send all connections of a client to one and the same server"),
}
"""By the finding (and its kind), where its remedies are alternatives for different people, or one probe verifies several changes."""


def to_do(steps: Iterable[tuple[Audience, str | None]], cause: str = "", kind: str = "") -> Message | None:
    """Return what ``steps`` (for whom, verified by what) amount to, or None when nothing can be said in a clause.

    ``cause``: the finding that they cure; ``kind``: its parameter of that name.
    """
    these = list(steps)
    if f"{cause} {kind}" in _BY_CAUSE:
        return _BY_CAUSE[f"{cause} {kind}"]
    if these and cause in _BY_CAUSE:
        return _BY_CAUSE[cause]
    people = {audience for audience, _ in these}
    probe = next((probe for _, probe in these if probe is not None), None)
    if probe == "passive-range" and any(
        name == "epsv" for _, name in these
    ):  # over IPv6 nothing is forwarded
        return msg("set a range of passive ports, and have it let in")
    if probe == "passive-range" and {"server-admin", "network-admin"} <= people:
        return msg("set a range of passive ports, and have it forwarded and let in")
    if probe not in ("pasv", "epsv"):
        return _BY_PROBE.get(probe or "")
    if {"server-admin", "network-admin"} <= people:
        if cause.startswith("passive-port"):
            return msg("have the server's passive ports forwarded and let in")
        return msg("set the server's public address and have its passive ports forwarded")
    if "server-admin" in people:
        return msg("set the server's public address")
    return msg("let the server's passive ports in")
