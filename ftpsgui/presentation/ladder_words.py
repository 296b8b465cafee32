"""The words of the ladder: what stands beside a rung, and what a screen reader says of it."""

from __future__ import annotations

from ftpsgui.model.addresses import same_address
from ftpsgui.model.findings import Topology
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.drawing import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE
from ftpsgui.presentation.hops import Hop, Segment
from ftpsgui.presentation.measure import shorten, text_width, wrap
from ftpsgui.presentation.palette import Palette
from ftpsgui.presentation.rungs import Rung
from ftpsgui.presentation.svg import Run
from ftpsgui.texts.translate import Translator

_GAP = "   "
"""Between what was said and what is noted beside it."""


def segment_name(segment: Segment, topology: Topology) -> Message:
    """Return what the ladder calls a segment."""
    match segment:
        case "client-lan":
            inside = topology.topology_class == "inside"
            return msg("Local network") if inside else msg("Your network")
        case "internet":
            return msg("Internet")
        case "server-lan":
            return msg("The server's network")


def text_lines(
    rung: Rung, way: tuple[Hop, ...], translate: Translator, palette: Palette, room: float
) -> list[tuple[Run, ...]]:
    """Return the words of a rung, line by line: what was said with its address marked, then the notes."""
    text = translate.render(rung.text)
    notes = [translate.render(note) for note in (*rung.notes, *remarks(rung, way))]
    note = " · ".join(notes)
    role = palette.role(rung.role)
    match rung.kind:
        case "heading":
            runs = [
                Run(text, TITLE_SIZE, palette.text, bold=True),
                Run(_GAP + note, TEXT_SIZE, palette.muted),
            ]
            return [tuple(run for run in runs if run.text.strip())]
        case "gap":
            return [(Run(f"… {text}", SMALL_SIZE, palette.muted),)]
        case "tls":
            return [
                (Run(line, TEXT_SIZE, role.ink, bold=True),)
                for line in wrap(text, room, TEXT_SIZE, bold=True)
            ]
        case _:
            return _said_lines(rung, way, text, note, palette, room)


def _said_lines(
    rung: Rung, way: tuple[Hop, ...], text: str, note: str, palette: Palette, room: float
) -> list[tuple[Run, ...]]:
    ink = palette.text if rung.role == "neutral" else palette.role(rung.role).ink
    shown = shorten(text, room, TEXT_SIZE, bold=True)
    runs: tuple[Run, ...] = (Run(shown, TEXT_SIZE, ink, bold=True),)
    if rung.span is not None and shown == text:
        start, end = rung.span
        mark = (palette.accent if _payload_fits(rung, way) else palette.bad).ink
        pieces = ((text[:start], ink), (text[start:end], mark), (text[end:], ink))
        runs = tuple(Run(piece, TEXT_SIZE, colour, bold=True) for piece, colour in pieces if piece)
    if not note:
        return [runs]
    if text_width(shown, TEXT_SIZE, bold=True) + text_width(_GAP + note, SMALL_SIZE) <= room:
        return [(*runs, Run(_GAP + note, SMALL_SIZE, palette.muted))]
    return [runs, *((Run(line, SMALL_SIZE, palette.muted),) for line in wrap(note, room, SMALL_SIZE))]


def _sender(rung: Rung, way: tuple[Hop, ...]) -> str | None:
    """Return the sender's address in the header when the message arrives; None when that is not known."""
    if not way:
        return None
    return (way[-1].left if rung.rightwards else way[-1].right).host


def _payload_fits(rung: Rung, way: tuple[Hop, ...]) -> bool:
    """Whether the address in the payload is the one in the header (as far as that is known)."""
    sender = _sender(rung, way)
    return rung.address is None or sender is None or same_address(rung.address.host, sender)


def remarks(rung: Rung, way: tuple[Hop, ...]) -> tuple[Message, ...]:
    """Return what is to be said about payload and header of a message that holds an address."""
    if rung.span is None or rung.address is None:
        return ()
    found: list[Message] = []
    if rung.text.id[rung.span[0]] == "|" and rung.text.id[rung.span[0] + 1] == "|":
        return (msg("the payload holds a port and no address"),)
    sender = _sender(rung, way)
    if not _payload_fits(rung, way):
        found.append(
            msg(
                "the payload says {payload}, the header {header}",
                payload=str(rung.address),
                header=str(sender),
            )
        )
    elif sender is not None:
        found.append(msg("payload and header agree"))
    if any(hop.left_changed or hop.right_changed for hop in way):
        found.append(
            msg("header rewritten, payload untouched")
            if rung.protected
            else msg("header rewritten; in clear a router may rewrite the payload too")
        )
    return tuple(found)


def spoken(rung: Rung, way: tuple[Hop, ...], topology: Topology, translate: Translator) -> str:
    """Say a rung in full: what was said, its remarks, and its addresses on each segment."""
    text = translate.render(rung.text)
    if rung.kind in ("heading", "gap", "tls"):
        return " · ".join([text, *(translate.render(note) for note in rung.notes)])
    parts = [text, *(translate.render(note) for note in (*rung.notes, *remarks(rung, way)))]
    for hop in way:
        ends = (hop.left, hop.right) if rung.rightwards else (hop.right, hop.left)
        name = translate.render(segment_name(hop.segment, topology))
        words = msg(
            "{segment}: {source} → {destination}", segment=name, source=str(ends[0]), destination=str(ends[1])
        )
        parts.append(translate.render(words))
    return " · ".join(parts)
