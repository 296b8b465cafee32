"""A file that was written to the server, or read back, is not whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.model.facts import DataAttempt, Exchange
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.protocol.numbers import LARGEST_SIZE, whole
from ftpsgui.session.state import Seen

Upload = tuple[Seen[DataAttempt], Seen[Exchange] | None]
"""A file that the server says it stored, and what it answered to SIZE."""


def judge(case: Case) -> Answer:
    """Fire when the server reported success and SIZE, the bytes that came back, or their hash say otherwise."""
    transfers = [
        seen
        for seen in case.attempts
        if seen.fact.purpose == "transfer" and seen.fact.final is not None and seen.fact.final.positive
    ]
    sizes = _sizes(case) if transfers else {}
    uploads = [
        (seen, sizes.get(seen.id))
        for seen in transfers
        if seen.fact.command == "STOR" and seen.fact.bytes == seen.fact.size
    ]
    downloads = [seen for seen in transfers if seen.fact.command == "RETR"]
    if not downloads and all(_stored(size) is None for _, size in uploads):
        return UNKNOWN
    for seen, size in uploads:
        stored = _stored(size)
        if size is not None and stored is not None and stored != seen.fact.size:
            return _finding(_cut_upload(seen.fact.size or 0, stored), seen, size)
    for seen in downloads:
        if seen.fact.size is not None and seen.fact.bytes != seen.fact.size:
            return _finding(_cut_download(seen.fact.size, seen.fact.bytes), seen)
    for upload, download in _pairs(uploads, downloads):
        if upload.fact.sha256 != download.fact.sha256:
            return _finding(_altered(upload.fact.bytes), upload, download)
    return SILENT


def _finding(explanation: Message, *seen: Seen[DataAttempt] | Seen[Exchange]) -> Finding:
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin", "network-admin"),
        title=msg("Files do not arrive whole, though the server reports success"),
        explanation=explanation,
        params={name: value for name, value in explanation.params.items() if isinstance(value, int)},
        evidence=ids_of(seen),
    )


def _cut_upload(sent: int, stored: int) -> Message:
    return msg(
        "{sent} bytes were sent and the server said that it had stored the file, but only {stored} bytes of it "
        "are there. The server, or a device that ends the connection in its place, drops data that is still on "
        "its way when the connection closes. Update the server, or that device; until then compare sizes after "
        "each upload.",
        sent=sent,
        stored=stored,
    )


def _cut_download(expected: int, came: int) -> Message:
    return msg(
        "The file on the server has {expected} bytes, {came} bytes of it came, and the server reported success. It closes "
        "data connections before everything is through, or a device on the way cuts them. Update the server; until then "
        "compare sizes after each download.",
        expected=expected,
        came=came,
    )


def _altered(count: int) -> Message:
    return msg(
        "{count} bytes were written and as many read back, but not the same ones. Something changes files on the "
        "way or on the server: a conversion of line ends in binary mode, or a filter that rewrites contents. Find "
        "it in the server's settings or in the device that inspects files, switch it off, and test again.",
        count=count,
    )


def _sizes(case: Case) -> dict[str, Seen[Exchange]]:
    """Return, by the id of a try, the SIZE that was asked for after it and before the next try on its connection."""
    asked = {seen.id: seen for seen in case.exchanges_of("SIZE")}
    found: dict[str, Seen[Exchange]] = {}
    before: dict[str | None, str] = {}
    for one in sorted((*case.attempts, *asked.values()), key=lambda seen: seen.sequence):
        if one.id not in asked:
            before[one.connection] = one.id
        elif one.connection in before:
            found.setdefault(before[one.connection], asked[one.id])
    return found


def _stored(size: Seen[Exchange] | None) -> int | None:
    """Return the number in a 213 reply (RFC 3659 §4)."""
    reply = size.fact.reply if size is not None else None
    if reply is None or reply.code != 213 or not reply.lines:
        return None
    return whole(reply.lines[-1], LARGEST_SIZE)


def _pairs(
    uploads: list[Upload], downloads: list[Seen[DataAttempt]]
) -> Iterator[tuple[Seen[DataAttempt], Seen[DataAttempt]]]:
    """Yield each upload with the download of the same file: the next one, of the same length."""
    by_length: dict[int, list[Seen[DataAttempt]]] = {}
    for download in downloads:
        by_length.setdefault(download.fact.bytes, []).append(download)
    for upload, _ in uploads:
        alike = by_length.get(upload.fact.bytes, [])
        later = bisect_right(alike, upload.sequence, key=lambda seen: seen.sequence)
        if later < len(alike):
            yield upload, alike[later]


RULE = Rule(id="transfer-truncated", rank=625, judge=judge)
