"""Where the password comes from: a prompt, standard input, the environment; never the command line."""

from __future__ import annotations

import io
import os
import re
import sys

from ftpsgui.cli.errors import INTERRUPTED, CommandError
from ftpsgui.cli.output import is_terminal
from ftpsgui.model.message import msg
from ftpsgui.model.secret import Secret
from ftpsgui.texts.translate import Translator

ANONYMOUS = ("anonymous", "ftp")
ANONYMOUS_PASSWORD = "anonymous@example.invalid"  # noqa: S105 (what servers expect: something like an address)
_LONGEST = 4096
_BREAKS_LINE = re.compile(r"[\r\n\x00]")


_given: list[Secret] = []


def given_secrets() -> tuple[Secret, ...]:
    """Return the passwords that this process was given: for whoever blanks them in an error report."""
    return tuple(_given)


def find_password(
    user: str, host: str, *, from_stdin: bool, variable: str | None, translate: Translator
) -> Secret:
    """Return the password; CommandError when there is none to be had."""
    if variable is not None:
        value = os.environ.get(variable)
        if value is None:
            # Not repeated: some write the password itself there.
            raise CommandError(
                msg(
                    "There is no such environment variable: --password-env wants the name of a variable that holds the "
                    "password, not the password."
                )
            )
        return _checked(value)
    if from_stdin:
        return _checked(_first_line())
    if user.lower() in ANONYMOUS:
        return Secret(ANONYMOUS_PASSWORD)
    if not is_terminal(sys.stdin):
        raise CommandError(
            msg("There is no password for {user}: use --password-stdin or --password-env.", user=user)
        )
    import getpass

    prompt = translate(msg("Password of {user} at {host}:", user=user, host=host))
    try:
        return _checked(getpass.getpass(f"{prompt} "))
    except (EOFError, KeyboardInterrupt):
        raise CommandError(msg("Stopped."), INTERRUPTED) from None


def _first_line() -> str:
    stream = sys.stdin
    if stream is None:
        return ""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="surrogateescape")  # a password may be bytes that are no text here
    line = stream.readline(_LONGEST + 2)
    return line.removesuffix("\n").removesuffix("\r")


def _as_typed(value: str) -> str:
    """Undo a wrong decoding: in the C locale everything beyond ASCII comes as lone surrogates, and FTP speaks UTF-8."""
    if not any("\udc80" <= character <= "\udcff" for character in value):
        return value
    return value.encode(sys.getfilesystemencoding(), "surrogateescape").decode("utf-8", "surrogateescape")


def _checked(value: str) -> Secret:
    if len(value) > _LONGEST or _BREAKS_LINE.search(value):
        raise CommandError(msg("The password is too long, or holds a line break: FTP cannot send it."))
    secret = Secret(_as_typed(value))
    _given.append(secret)
    return secret
