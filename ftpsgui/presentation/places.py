"""The head of a picture: the places on the path as boxes, from this computer to the server, and their life lines."""

from __future__ import annotations

import re

import msgspec

from ftpsgui.model.findings import Certainty, Node, Side, Topology
from ftpsgui.model.message import Message, msg
from ftpsgui.model.typed import from_builtins
from ftpsgui.presentation.arrows import NODE_ORDER, default_label
from ftpsgui.presentation.drawing import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, Box, Hotspot
from ftpsgui.presentation.measure import shorten, text_width, wrap
from ftpsgui.presentation.palette import Palette
from ftpsgui.presentation.svg import Svg
from ftpsgui.presentation.view_text import visible
from ftpsgui.texts.translate import Translator

MARGIN = 14.0
_PAD = 8.0
_BOX_WIDTH = 148.0
_WIDEST_BOX = 310.0
"""Boxes are as wide as their longest line needs (a whole IPv6 address), between these two, where there is room."""
_INTERNET_WIDTH = 66.0
_LEADING = 15.0


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One column: a box (none around the internet), the texts in it, the x of its life line.

    ``titles`` are the lines of its name; ``address`` may be shortened, ``full`` says all in one line.
    """

    id: str
    box: Box
    x: float
    titles: tuple[str, ...]
    address: str
    extra: tuple[str, ...]
    full: str
    certainty: Certainty
    evidence: tuple[str, ...]


def lay_out(
    topology: Topology, translate: Translator, width: int, *, internet: bool = True
) -> tuple[Place, ...]:
    """Place the nodes of ``topology`` side by side in ``width`` pixels; without nodes the two ends alone.

    ``internet`` False leaves out the column of the internet.
    """
    nodes = [node for node in _ordered(topology) if internet or node.kind != "internet"]
    boxed = sum(node.kind != "internet" for node in nodes)
    between = _internet_width(nodes, translate, width, boxed)
    room = width - 2 * MARGIN - between * (len(nodes) - boxed)
    wanted = max(_wanted(node, topology, translate) for node in nodes if node.kind != "internet")
    box_width = min(wanted, (room - _PAD * (len(nodes) - 1)) / boxed)
    gap = (room - box_width * boxed) / max(1, len(nodes) - 1)
    drafts: list[Place] = []
    x = MARGIN
    for node in nodes:
        wide = between if node.kind == "internet" else box_width
        drafts.append(_place(node, topology, translate, x, wide))
        x += wide + gap
    height = max(place.box.height for place in drafts)
    return tuple(
        msgspec.structs.replace(place, box=Box(x=place.box.x, y=8, width=place.box.width, height=height))
        for place in drafts
    )


def _wanted(node: Node, topology: Topology, translate: Translator) -> float:
    """Return the width in which a box has its address and what it says of it on one line each: IPv6 is long."""
    lines = _below(node, _side(node.id, topology), translate)
    widths = [text_width(visible(node.address or "", limit=80), TEXT_SIZE) + 12]
    widths += [text_width(line, SMALL_SIZE) + 10 for line in lines[:1]]
    return min(max(_BOX_WIDTH, *widths), _WIDEST_BOX)


def _below(node: Node, side: Side | None, translate: Translator) -> tuple[str, ...]:
    """Return what stands under the address: what kind of thing this is, and how sure that is. Empty or one text."""
    _, _, what = translate.render(node.label).partition(" · ")
    extra = _extra(node, side)
    carrier = node.kind == "router" and side is not None and side.kind == "cgnat"
    parts = ["" if carrier else what, translate.render(extra) if extra else ""]
    text = " · ".join(visible(part, limit=80) for part in parts if part)
    return (text,) if text else ()


def _internet_width(nodes: list[Node], translate: Translator, width: int, boxed: int) -> float:
    """Return the width of the internet's column: as its name needs where there is room, else narrow."""
    names = [translate.render(node.label) for node in nodes if node.kind == "internet"]
    wanted = max([_INTERNET_WIDTH, *(text_width(name, TITLE_SIZE) + 2 for name in names)])
    return wanted if width - wanted >= boxed * (_BOX_WIDTH - 10) else _INTERNET_WIDTH


def _ordered(topology: Topology) -> list[Node]:
    known = {node.id: node for node in topology.nodes if node.id in NODE_ORDER}
    kinds = {"client": "client", "server": "server"}
    for end in ("client", "server"):
        if end not in known:
            known[end] = from_builtins({"id": end, "kind": kinds[end], "label": default_label(end)}, Node)
    if "internet" not in known and topology.topology_class != "inside":
        known["internet"] = Node(id="internet", kind="internet", label=default_label("internet"))
    return [known[name] for name in NODE_ORDER if name in known]


def _place(node: Node, topology: Topology, translate: Translator, x: float, width: float) -> Place:
    side = _side(node.id, topology)
    certainty: Certainty = side.certainty if side and node.kind == "router" else "proven"
    title = visible(translate.render(node.label), limit=80)
    name = title.partition(" · ")[0]
    room = width - 8 if node.kind != "internet" else width
    titles = wrap(name, room, TITLE_SIZE, bold=node.kind != "internet")[:3]
    address = visible(node.address, limit=80) if node.address else ""
    extra_message = _extra(node, side)
    extra = translate.render(extra_message) if extra_message else ""
    if not address and node.kind != "internet":
        address = translate.render(msg("address unknown"))
    extras = tuple(line for text in _below(node, side, translate) for line in wrap(text, room, SMALL_SIZE))
    height = 12 + _LEADING * (len(titles) + bool(address) + len(extras))
    return Place(
        id=node.id,
        box=Box(x=x, y=8, width=width, height=height),
        x=x + width / 2,
        titles=titles,
        address=address,
        extra=extras,
        full=" · ".join(part for part in (title, address, extra) if part),
        certainty=certainty,
        evidence=side.evidence if side else (),
    )


def _side(node: str, topology: Topology) -> Side | None:
    if node.startswith("client"):
        return topology.client
    return topology.server if node.startswith("server") else None


def _extra(node: Node, side: Side | None) -> Message | None:
    """Return the third line of a box: what kind of address, or how sure the router is."""
    if side is None:
        return None
    if node.kind == "router":
        if side.kind == "cgnat":
            return msg("carrier-grade NAT")
        return {"likely": msg("likely"), "possible": msg("possible")}.get(side.certainty)
    match side.kind:
        case "public":
            return msg("public address")
        case "public-or-masqueraded":
            return msg("public, or well masqueraded")
        case "lan":
            return msg("local network")
        case "vpn":
            return msg("over a VPN")
        case "nat" | "cgnat":
            return msg("private address")
        case _:
            return None


def draw_places(
    svg: Svg,
    places: tuple[Place, ...],
    palette: Palette,
    selected: frozenset[str],
    hovered: str | None,
    prefix: str = "node",
) -> None:
    """Draw the boxes. An end of the path has a plain border; a router that is not proven has a dashed one.

    ``prefix`` begins their element ids: two pictures in one HTML page must not share any.
    """
    for place in places:
        identity = element_id(prefix, place.id)
        with svg.group(identity, title=place.full):
            marked = bool(selected & set(place.evidence)) or hovered == identity
            _draw_box(svg, place, palette, marked)
            _draw_texts(svg, place, palette)


def _draw_box(svg: Svg, place: Place, palette: Palette, marked: bool) -> None:
    box = place.box
    if place.id == "internet":
        svg.rect(box.x, box.y, box.width, box.height, fill=palette.surface, opacity=0)
        return
    role = palette.warning if place.id.endswith("router") else palette.accent
    dash = {"proven": "", "likely": "5 3", "possible": "2 3"}[place.certainty]
    svg.rect(
        box.x,
        box.y,
        box.width,
        box.height,
        fill=role.tint,
        stroke=role.ink,
        stroke_width=2.6 if marked else 1.3,
        radius=8,
        dash=dash,
    )


def _draw_texts(svg: Svg, place: Place, palette: Palette) -> None:
    lines = [(title, TITLE_SIZE, palette.text, place.id != "internet") for title in place.titles]
    room = place.box.width - 10
    if place.address:
        lines.append((shorten(place.address, room, TEXT_SIZE), TEXT_SIZE, palette.muted, False))
    lines += [(text, SMALL_SIZE, palette.muted, False) for text in place.extra]
    if place.id == "internet":
        lines = [(text, size, palette.muted, bold) for text, size, _, bold in lines]
    # Names stand in one line through all boxes, addresses in the next: only what stands alone is centred.
    slack = place.box.height - _LEADING * len(lines)
    top = place.box.y + (slack / 2 if place.id == "internet" else 6) + 11.5
    for index, (text, size, colour, bold) in enumerate(lines):
        svg.text(place.x, top + index * _LEADING, text, size=size, fill=colour, bold=bold, anchor="middle")


def place_hotspots(places: tuple[Place, ...], prefix: str = "node") -> tuple[Hotspot, ...]:
    """Return a hotspot for each box (the internet has nothing to tell)."""
    return tuple(
        Hotspot(
            element_id=element_id(prefix, place.id), label=place.full, evidence=place.evidence, box=place.box
        )
        for place in places
        if place.id != "internet"
    )


def element_id(prefix: str, name: str) -> str:
    """Return an SVG id made of ``prefix`` and what is safe of ``name``."""
    return f"{prefix}-{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-') or 'x'}"
