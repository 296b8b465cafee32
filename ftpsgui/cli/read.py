"""``ftpsgui read FILE``: diagnose what was recorded before."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ftpsgui.cli.delivery import check_output, deliver
from ftpsgui.cli.errors import CommandError
from ftpsgui.model.message import msg
from ftpsgui.texts.translate import Translator

SESSION_KIND = "session"


def run_read(options: argparse.Namespace, translate: Translator) -> int:
    """Read a session and report; return the exit status."""
    from ftpsgui.session.codec import LARGEST, decode
    from ftpsgui.session.errors import SessionError
    from ftpsgui.session.files import load
    from ftpsgui.session.fold import fold

    check_output(options)
    if options.log_kind not in (None, SESSION_KIND):
        raise CommandError(
            msg(
                "Logs of the kind “{kind}” cannot be read yet; this version reads sessions that it saved itself.",
                kind=options.log_kind[:40],
            )
        )
    try:
        if options.file == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
            _refuse_logs(data)
            session = decode(data)
        else:
            path = Path(options.file)
            if path.is_file():
                with path.open("rb") as file:
                    _refuse_logs(file.read(4096))
            session = load(path)
    except SessionError as error:
        raise CommandError(error.message) from None
    state = fold(session.plan, session.observations, session.started)
    return deliver(state, options, translate)


def _refuse_logs(head: bytes) -> None:
    """Say it plainly when the file is text of another program, which this version cannot read."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start and not start.startswith(b"{") and b"\0" not in head:
        raise CommandError(
            msg(
                "This is no session of this program. Logs of other clients cannot be read yet; save a session with "
                "ftpsgui probe --save."
            )
        )
