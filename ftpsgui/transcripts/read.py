"""A log as a session: which client wrote it, what its lines say, which of them nobody understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from ftpsgui import __version__
from ftpsgui.model.facts import LogRead
from ftpsgui.model.message import literal, msg
from ftpsgui.model.phrases import listing
from ftpsgui.model.plan import UNKNOWN_HOST
from ftpsgui.model.secret import Secret
from ftpsgui.protocol.escape import escape_text
from ftpsgui.session.codec import LARGEST
from ftpsgui.session.errors import SessionError
from ftpsgui.session.redaction import Redactor
from ftpsgui.session.session import Session
from ftpsgui.transcripts import kinds
from ftpsgui.transcripts.assemble import Assembler, Timed
from ftpsgui.transcripts.detection import detect, kind_name, load_kind, text_of
from ftpsgui.transcripts.events import ClientName, Heard, Said, TlsEstablished
from ftpsgui.transcripts.lines import echoed_password, password_in
from ftpsgui.transcripts.reading import read_lines
from ftpsgui.transcripts.replies import ends_within
from ftpsgui.transcripts.servers import arrange, begins_secured

_NUMBERS = 20
_HEAD = 200
"""Bytes in which a session has named its format."""
_URL_PASSWORD = re.compile(r"\bftpe?s?s?://[^\s:/@]+:(?P<password>[^\s/]+)@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imported:
    """A log that was read. ``needs_peer``: it does not say which address the client had dialled.

    ``elsewhere``: lines about other servers than the one that the session is about.
    """

    session: Session
    kind: str
    client: str
    lines: int
    unread: tuple[int, ...]
    skipped: int
    elsewhere: int
    needs_peer: bool


def read_log(data: bytes, *, kind: str | None = None, peer: str | None = None, name: str = "") -> Imported:
    """Return the log in ``data`` as a session; SessionError, with words, when it is no log that can be read.

    ``peer``: the address that the client had dialled, where the user knows it. ``name``: what the log is called.
    """
    if kind is not None and kind not in kinds():
        raise SessionError(
            msg(
                "There is no kind of log “{kind}”. Known are: {kinds}.",
                kind=kind[:40],
                kinds=listing(("session", *kinds())),
            )
        )
    text = text_of(data)
    if kind is None:
        found = detect(text)
        if found is None:
            raise SessionError(
                msg(
                    "This is neither a session of this program nor a log that it knows ({kinds}). If it is such a log, it "
                    "was altered on its way, by a mail program for example: have it sent again as a file.",
                    kinds=listing(map(kind_name, kinds())),
                )
            )
        kind = found[0]
    module = load_kind(kind)
    lines = read_lines(module.Reader(), text)
    last = lines.read[-1].events[-1:] if lines.read else ()
    cut_off = isinstance(last[0], Heard) and ends_within(last[0].line) if last else False
    timed, elsewhere = arrange(lines.read[:-1] if cut_off else lines.read)
    if begins_secured(timed):
        timed.insert(0, (timed[0][0], TlsEstablished()))
    if not any(isinstance(event, Said) for _, event in timed) and len(timed) < 2:
        raise SessionError(
            msg("Nothing in this file could be read as a log of {client}.", client=literal(module.NAME))
        )
    client = next((event.name for _, event in timed if isinstance(event, ClientName)), "")
    assembler = Assembler(timed, peer=peer, habit=module.HABIT, redactor=_redactor(text, timed))
    assembler.log(
        LogRead(
            kind=kind,
            client=escape_text(client or module.NAME)[:80],
            lines=lines.count,
            unread=len(lines.unread),
            unread_numbers=lines.unread[:_NUMBERS],
            skipped=lines.skipped,
            elsewhere=elsewhere,
        )
    )
    assembler.cut_off = cut_off
    assembler.take(timed)
    plan = assembler.plan(name or UNKNOWN_HOST)
    session = Session(
        tool_version=__version__, started="", plan=plan, observations=tuple(assembler.observations)
    )
    return Imported(
        session=session,
        kind=kind,
        client=client or module.NAME,
        lines=lines.count,
        unread=lines.unread,
        skipped=lines.skipped,
        elsewhere=elsewhere,
        needs_peer=assembler.needs_peer,
    )


def looks_like_session(data: bytes) -> bool:
    """Whether ``data`` is to be read as a session (and complained about as one): JSON, or nothing at all.

    A log may begin with a brace as well; a session that was cut off still says in its first lines that it is one.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"{"):
        return not text
    return b'"ftpsgui-' in text[:_HEAD] or _is_json(text)


def _is_json(text: bytes) -> bool:
    try:
        msgspec.json.decode(text[: LARGEST + 1], type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _redactor(text: str, timed: Sequence[Timed]) -> Redactor:
    """Return a redactor that knows every password that the log shows in clear."""
    secrets = {
        found for _, event in timed if isinstance(event, Said) and (found := password_in(event.command))
    }
    secrets |= {
        found for _, event in timed if isinstance(event, Heard) and (found := echoed_password(event.line))
    }
    secrets |= {match["password"] for match in _URL_PASSWORD.finditer(text)}
    return Redactor(Secret(one) for one in secrets)
