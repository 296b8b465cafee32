import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest

from ftpsgui.model.message import literal
from ftpsgui.presentation.arrows import mode_arrows, role_of
from ftpsgui.presentation.diagram import draw
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.palette import DARK, LIGHT
from ftpsgui.texts.translate import Translator
from tests.presentation import pictures
from tests.presentation.boxes import SPACE, assert_tidy, text_boxes
from tests.presentation.pictures import SCENES, SERVER_OUT, SIX_CLIENT, SIX_SERVER, Scene, hp, row

GOLDEN = Path(__file__).parent / "golden"
ALL = ("client", "client-router", "internet", "server-router", "server")
GOLDEN_PICTURES = (
    ("t1", 712, "en"),
    ("t2", 712, "en"),
    ("t3", 712, "ja"),
    ("t4", 712, "en"),
    ("t4", 560, "ja"),
    ("running", 640, "en"),
)


def picture(scene: Scene | str, width: int = 712, language: str = "en", **more) -> Drawing:
    scene = SCENES[scene] if isinstance(scene, str) else scene
    more = {"selected": scene.selected, **more}
    return draw(
        scene.topology,
        scene.modes,
        more.pop("palette", LIGHT),
        Translator(language),
        width,
        running=scene.running,
        target=scene.target,
        control=scene.control,
        **more,
    )


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [560, 640, 712, 860, 1000])
@pytest.mark.parametrize("name", SCENES)
def test_no_text_is_clipped_or_lies_on_another(name: str, width: int, language: str):
    assert_tidy(picture(name, width, language))


def test_a_box_is_as_wide_as_a_whole_ipv6_address_where_there_is_room():
    texts = [text for text, _ in text_boxes(picture("ipv6", 712))]
    assert {SIX_CLIENT, SIX_SERVER} <= set(texts)
    narrow = [text for text, _ in text_boxes(picture("ipv6", 480))]
    assert SIX_CLIENT not in narrow
    assert any("…" in text for text in narrow)


def test_a_carrier_grade_router_does_not_say_nat_twice():
    texts = [text for text, _ in text_boxes(picture("t4-likely"))]
    assert "carrier-grade NAT" in texts
    assert not any("NAT · carrier" in text for text in texts)


def line_of(drawing: Drawing, identity: str) -> ET.Element:
    group = next(e for e in ET.fromstring(drawing.svg).iter(f"{SPACE}g") if e.get("id") == identity)
    return group.find(f"{SPACE}line")


def x_of(drawing: Drawing, node: str) -> float:
    box = next(spot.box for spot in drawing.hotspots if spot.element_id == f"node-{node}")
    return box.x + box.width / 2


def test_t4_dies_where_it_dies():
    drawing = picture("t4")
    client, router = x_of(drawing, "client"), x_of(drawing, "client-router")
    far_router, server = x_of(drawing, "server-router"), x_of(drawing, "server")
    dead = line_of(drawing, "link-private-pasv-advertised")
    assert float(dead.get("x1")) == pytest.approx(client, abs=0.01)
    assert router < float(dead.get("x2")) < far_router  # in the internet
    assert dead.get("stroke-dasharray") == LIGHT.bad.dash
    alive = line_of(drawing, "link-private-pasv-peer")
    assert float(alive.get("x2")) > far_router
    assert alive.get("stroke-dasharray") is None
    active = line_of(drawing, "link-private-eprt-local")
    assert float(active.get("x1")) == pytest.approx(server, abs=0.01)
    assert float(active.get("x2")) == pytest.approx(router, abs=0.01)


def ends(scene: Scene) -> dict[str, tuple[str, str, str]]:
    arrows = mode_arrows(scene.topology, scene.modes, running=scene.running, nodes=ALL)
    return {arrow.id.removeprefix("link-private-"): (arrow.end, arrow.reach, arrow.role) for arrow in arrows}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["t1", "t2", "t3", "t4"])
def test_boxes_are_equal_and_all_words_of_arrows_begin_at_one_edge(name: str, language: str):
    drawing = picture(name, 712, language)
    boxes = [spot.box for spot in drawing.hotspots if spot.element_id.startswith("node-")]
    assert len({(round(box.width, 2), round(box.y, 2), round(box.height, 2)) for box in boxes}) == 1
    arrows = [
        group
        for group in ET.fromstring(drawing.svg).iter(f"{SPACE}g")
        if group.get("id", "").startswith("link-")
    ]
    assert len({text.get("x") for group in arrows for text in group.iter(f"{SPACE}text")}) == 1


def test_each_failure_ends_at_its_own_place():
    assert ends(SCENES["t4-likely"]) == {
        "pasv-advertised": ("internet", "died", "bad"),
        "pasv-peer": ("server-router", "died", "bad"),
        "epsv-peer": ("server-router", "died", "bad"),
        "port-local": ("client-router", "died", "warning"),
        "port-public": ("client-router", "died", "bad"),
    }
    refused = Scene(SCENES["t3"].topology, pictures.active_nat())
    assert ends(refused)["port-local"] == ("server", "died", "warning")


def test_where_the_topology_says_a_connection_died_there_it_dies():
    scene = SCENES["t4-likely"]
    link = pictures.Link(
        origin="client", to="internet", what="pasv/peer", state="fails", certainty="proven", evidence=("o11",)
    )
    moved = msgspec.structs.replace(scene.topology, links=(link,))
    assert ends(Scene(moved, scene.modes))["pasv-peer"] == ("internet", "died", "bad")


def test_a_dial_that_is_the_same_as_the_advertised_one_is_drawn_once():
    assert [spot.element_id for spot in picture("t1").hotspots if "pasv" in spot.element_id] == [
        "link-private-pasv-advertised"
    ]


def test_what_runs_is_pending_and_what_waits_for_consent_is_open():
    assert ends(SCENES["running"]) == {
        "pasv-advertised": ("internet", "kept", "neutral"),
        "pasv-peer": ("server", "arrived", "good"),
        "epsv-peer": ("server", "kept", "accent"),
        "port-local": ("client", "kept", "accent"),
    }
    words = {spot.element_id: spot.label for spot in picture("running").hotspots}
    assert words["link-private-epsv-peer"] == "EPSV: being tried."
    assert "not dialled" in words["link-private-pasv-advertised"]


def test_what_says_nothing_about_the_path_is_not_drawn():
    rows = (
        row("pasv", "peer", "untested", "not-applicable"),
        row("port", "public", "untested", "budget"),
        row("eprt", "public", "untested", "not-dialled"),
        row("eprt", "local", "untested", "cancelled"),
    )
    assert ends(Scene(SCENES["t1"].topology, rows)) == {}


def test_active_mode_through_the_clients_own_nat_is_a_warning_and_from_a_public_address_an_error():
    failed = row("port", "local", "fails", "timeout", hp("192.168.10.2", 50010))
    assert role_of(failed, SCENES["t4"].topology) == "warning"
    assert role_of(failed, SCENES["t2"].topology) == "bad"


def test_a_selected_arrow_is_marked_and_its_neighbours_are_not():
    plain, marked = picture("t4", selected=frozenset()), picture("t4", selected=frozenset({"o11"}))
    assert plain.svg != marked.svg
    assert f'stroke="{LIGHT.accent.ink}" stroke-width="1"' in marked.svg
    for name in ("advertised", "peer"):
        before = line_of(plain, f"link-private-pasv-{name}").get("stroke-width")
        after = line_of(marked, f"link-private-pasv-{name}").get("stroke-width")
        assert (before != after) == (name == "peer")
    assert picture("t4", hovered="link-control").svg != plain.svg


def test_the_full_ipv6_address_is_in_the_label_when_the_picture_shortens_it():
    drawing = picture("ipv6", 560)
    server = next(spot for spot in drawing.hotspots if spot.element_id == "node-server")
    assert pictures.SIX_SERVER in server.label
    shown = [text for text, _ in text_boxes(drawing)]
    assert pictures.SIX_SERVER not in shown
    assert any(text.startswith("2001:") and "…" in text for text in shown)


def test_text_from_the_server_stays_text():
    reply = pictures.ModeReply(code=500, text="</text><script>\x1b[2J\u202eevil")
    scene = Scene(
        SCENES["t1"].topology,
        (row("port", "local", "fails", "command-refused", hp(SERVER_OUT, 1), reply=reply),),
    )
    drawing = picture(scene, 1000)
    assert "<script" not in drawing.svg
    assert "\x1b" not in drawing.svg
    assert any("</text><script>\\u{1b}[2J" in spot.label for spot in drawing.hotspots)


def test_the_description_says_one_sentence_for_each_arrow():
    drawing = picture("t4")
    lines = drawing.description.split("\n")
    assert lines[0].startswith("From left to right: This computer · 192.168.10.2 · private address | ")
    assert lines[1] == "Control → 203.0.113.1:21: works, TLS 1.3."
    assert len(lines) == 2 + len(
        mode_arrows(SCENES["t4"].topology, SCENES["t4"].modes, running=frozenset(), nodes=ALL)
    )
    assert ET.fromstring(drawing.svg).find(f"{SPACE}desc").text == " ".join(lines)


def test_a_label_of_the_topology_with_odd_characters_is_drawn():
    scene = SCENES["t4"]
    nodes = tuple(
        msgspec.structs.replace(node, label=literal('<&"'), address="fe80::1%eth0")
        for node in scene.topology.nodes
    )
    drawing = picture(Scene(msgspec.structs.replace(scene.topology, nodes=nodes), scene.modes))
    assert ET.fromstring(drawing.svg) is not None


def test_the_same_facts_give_the_same_picture_byte_for_byte():
    assert picture("t4") == picture("t4")
    assert picture("t4", palette=DARK).svg != picture("t4").svg


@pytest.mark.parametrize(("name", "width", "language"), GOLDEN_PICTURES)
def test_golden(name: str, width: int, language: str):
    drawing = picture(name, width, language)
    path = GOLDEN / f"diagram-{name}-{width}-{language}.svg"
    assert drawing.svg == path.read_text(encoding="utf-8"), (
        "the picture changed; look at it, then write it anew: python -m tests.presentation.write_golden"
    )
