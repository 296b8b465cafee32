"""Where the texts of a picture stand, read from its SVG: an upper bound, in any usual font."""

import xml.etree.ElementTree as ET

from ftpsgui.presentation.drawing import Box, Drawing
from ftpsgui.presentation.measure import text_width

SPACE = "{http://www.w3.org/2000/svg}"


def text_boxes(drawing: Drawing) -> list[tuple[str, Box]]:
    boxes = []
    for element in ET.fromstring(drawing.svg).iter(f"{SPACE}text"):
        runs = list(element.iter(f"{SPACE}tspan")) or [element]
        width = sum(
            text_width(run.text or "", float(run.get("font-size")), bold=run.get("font-weight") == "600")
            for run in runs
        )
        x, y = float(element.get("x")), float(element.get("y"))
        x -= {"middle": width / 2, "end": width}.get(element.get("text-anchor"), 0)
        size = max(float(run.get("font-size")) for run in runs)
        text = "".join(run.text or "" for run in runs)
        boxes.append((text, Box(x=x, y=y - size * 0.8, width=width, height=size)))
    return boxes


def assert_tidy(drawing: Drawing) -> None:
    """Fail when a text is cut by the edge or lies on another, or when a hotspot does."""
    boxes = text_boxes(drawing)
    assert boxes
    for text, box in boxes:
        assert box.x >= 0, text
        assert box.right <= drawing.width, text
        assert box.y >= 0, text
        assert box.bottom <= drawing.height, text
    for index, (text, box) in enumerate(boxes):
        clash = [other for other, place in boxes[index + 1 :] if box.overlaps(place)]
        assert clash == [], text
    ids = {element.get("id") for element in ET.fromstring(drawing.svg).iter() if element.get("id")}
    assert {spot.element_id for spot in drawing.hotspots} <= ids
    for index, spot in enumerate(drawing.hotspots):
        assert spot.label
        assert spot.box.x >= 0
        assert spot.box.right <= drawing.width
        assert spot.box.bottom <= drawing.height
        assert not any(spot.box.overlaps(other.box) for other in drawing.hotspots[index + 1 :]), spot
