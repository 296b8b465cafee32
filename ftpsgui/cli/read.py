"""``ftpsgui read FILE``: diagnose what was recorded before, by this program or by another client."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ftpsgui.cli.delivery import check_output, deliver
from ftpsgui.cli.errors import CommandError
from ftpsgui.cli.output import complain
from ftpsgui.model.message import msg
from ftpsgui.texts.translate import Translator

SESSION_KIND = "session"


def run_read(options: argparse.Namespace, translate: Translator) -> int:
    """Read a session or a log and report; return the exit status."""
    from ftpsgui.session.codec import LARGEST, decode
    from ftpsgui.session.errors import SessionError
    from ftpsgui.session.files import read_bytes
    from ftpsgui.session.fold import fold
    from ftpsgui.transcripts.read import looks_like_session, read_log

    check_output(options)
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if options.file == "-" else read_bytes(Path(options.file))
        if options.log_kind == SESSION_KIND or (options.log_kind is None and looks_like_session(data)):
            session = decode(data)
        else:
            name = "" if options.file == "-" else Path(options.file).name
            imported = read_log(data, kind=options.log_kind, peer=options.peer, name=name)
            session = imported.session
            if imported.needs_peer:
                complain(
                    translate(
                        msg(
                            "The log does not say which address the client had dialled. Without it no reply can be "
                            "compared with it: add --peer ADDRESS."
                        )
                    )
                )
    except SessionError as error:
        raise CommandError(error.message) from None
    state = fold(session.plan, session.observations, session.started)
    return deliver(state, options, translate)
