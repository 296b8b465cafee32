"""Sessions as JSON and back. Strict at the door: an unknown field, a wrong type or a newer version is an error."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from ftpsgui.model.message import Message, msg
from ftpsgui.model.typed import from_builtins, from_json
from ftpsgui.protocol.escape import escape_text
from ftpsgui.session.errors import SessionError
from ftpsgui.session.migrations import migrate
from ftpsgui.session.session import FORMAT, FORMAT_VERSION, Session

__all__ = ["LARGEST", "SessionError", "decode", "encode"]

LARGEST = 64 * 1024 * 1024
"""Bytes; a real session has some hundred kilobytes."""


def encode(session: Session) -> bytes:
    """Return ``session`` as indented JSON in UTF-8, with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(session), indent=1) + b"\n"


def decode(data: bytes) -> Session:
    """Return the session in ``data``; SessionError, with words, for anything that is not exactly one."""
    session = _straight(data)
    if session is not None:
        return _checked(session)
    document = _document(data)
    if document.get("format") != FORMAT:
        raise SessionError(_other_format(document.get("format")))
    version = document.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SessionError(msg("This session file does not say which version of the format it has."))
    if version > FORMAT_VERSION:
        raise SessionError(
            msg(
                "This session was saved by a newer version of the program (file format {theirs}; this program "
                "reads up to {ours}). Update the program to open it.",
                theirs=version,
                ours=FORMAT_VERSION,
            )
        )
    try:
        session = from_builtins(migrate(document, version, FORMAT_VERSION), Session)
    except (msgspec.ValidationError, KeyError, RecursionError) as error:
        raise SessionError(
            msg(
                "This session file was changed or is damaged; the program does not understand this part of it: {detail}",
                detail=_detail(error),
            )
        ) from error
    return _checked(session)


def _checked(session: Session) -> Session:
    """Return ``session`` when its observations are all there and its beginning is a time."""
    _check_order(session)
    try:
        datetime.fromisoformat(session.started or "2000-01-01")
    except ValueError as error:
        raise SessionError(
            msg(
                "This session file was changed or is damaged; the program does not understand this part of it: {detail}",
                detail="started",
            )
        ) from error
    return session


def _straight(data: bytes) -> Session | None:
    """Return a session of the present version, read without the detour that an older or a wrong file takes."""
    if len(data) > LARGEST:
        return None
    try:
        session = from_json(data.removeprefix(b"\xef\xbb\xbf"), Session)
    except (ValueError, RecursionError):  # what is wrong, and in which words, the detour finds out
        return None
    # What has defaults may be missing; a version has to be said.
    return session if session.format_version == FORMAT_VERSION and b'"format_version"' in data else None


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise SessionError(msg("This file is too large to be a session."))
    if not data.strip():
        raise SessionError(msg("This file is empty."))
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        ours = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and not data.rstrip().endswith(b"}")
        if ours or "truncated" in str(error):
            raise SessionError(
                msg("This session file ends too early; it was not saved or copied completely.")
            ) from error
        raise SessionError(msg("This file is not a session: it is not JSON.")) from error
    if not isinstance(document, dict):
        raise SessionError(_other_format(None))
    return document


def _other_format(name: object) -> Message:
    if name == "ftpsgui-report":
        return msg("This file is a report, not a session; a report cannot be diagnosed again.")
    return msg("This file is JSON, but it is not a session of this program.")


def _detail(error: Exception) -> str:
    return escape_text(str(error)[:300])


def _check_order(session: Session) -> None:
    for number, observation in enumerate(session.observations, start=1):
        if observation.sequence != number or observation.id != f"o{number}":
            raise SessionError(
                msg(
                    "This session file was changed or is damaged: observation {number} is missing.",
                    number=number,
                )
            )
