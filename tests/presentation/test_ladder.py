from pathlib import Path

import pytest

from ftpsgui.presentation.diagram import draw
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.hops import hops
from ftpsgui.presentation.ladder import draw_ladder
from ftpsgui.presentation.palette import LIGHT
from ftpsgui.presentation.rungs import Rung, rungs
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator
from ftpsgui.topology.derive import derive
from ftpsgui.topology.modes import mode_rows
from tests.presentation import stories
from tests.presentation.boxes import assert_tidy, text_boxes
from tests.presentation.stories import CLIENT_OUT, SERVER_IN, SERVER_OUT, STORIES, Story

UNDIALLED = {**stories.NOTHING, "tcp": None}
GOLDEN = Path(__file__).parent / "golden"
GOLDEN_LADDERS = (("t4", 712, "en"),)


def ladder(state: State, width: int = 712, language: str = "en", **more) -> Drawing:
    return draw_ladder(state, derive(state), LIGHT, Translator(language), width, **more)


def find(state: State, text: str) -> Rung:
    return next(rung for rung in rungs(state) if rung.text.id.startswith(text))


def way(state: State, rung: Rung) -> list[str]:
    arrow = "->" if rung.rightwards else "<-"
    return [f"{hop.left} {arrow} {hop.right}" for hop in hops(rung, derive(state), state)]


def data_rungs(state: State) -> list[Rung]:
    return [rung for rung in rungs(state) if rung.kind == "data"]


def test_t4_stands_at_each_hop_as_the_textbook_has_it_and_what_is_not_known_is_a_question_mark():
    state = stories.t4()
    assert way(state, find(state, "PASV")) == [
        "192.168.10.2:9000 -> 203.0.113.1:21",
        "198.51.100.1:? -> 203.0.113.1:21",
        "198.51.100.1:? -> 10.20.30.2:?",
    ]
    assert way(state, find(state, "227")) == [
        "198.51.100.1:? <- 10.20.30.2:?",
        "198.51.100.1:? <- 203.0.113.1:21",
        "192.168.10.2:9000 <- 203.0.113.1:21",
    ]


def test_only_the_hop_at_this_computer_was_seen():
    state = stories.t4()
    command, reply = find(state, "PASV"), find(state, "227")
    assert [hop.seen for hop in hops(command, derive(state), state)] == [True, False, False]
    assert [hop.seen for hop in hops(reply, derive(state), state)] == [False, False, True]
    public = stories.t1()
    assert [hop.seen for hop in hops(find(public, "PASV"), derive(public), public)] == [True]


def test_a_nat_rewrites_one_end_and_the_rewritten_one_is_marked():
    state = stories.t4()
    changed = [
        (hop.left_changed, hop.right_changed) for hop in hops(find(state, "PASV"), derive(state), state)
    ]
    assert changed == [(False, False), (True, False), (False, True)]


def test_the_clients_port_outside_is_shown_once_the_server_has_told_it():
    story = Story("192.168.10.2", SERVER_OUT).begin()
    story.say("STAT", "211 End", f"client addr: {CLIENT_OUT}:61234")
    state = story.passive(SERVER_OUT, 50003).state()
    assert way(state, find(state, "PASV"))[1] == "198.51.100.1:61234 -> 203.0.113.1:21"
    # The data connection's port outside is another one, which nobody told.
    assert way(state, data_rungs(state)[0])[1] == "198.51.100.1:? -> 203.0.113.1:50003"


def test_the_servers_inside_port_is_known_for_the_port_that_its_227_named():
    state = stories.t4()
    dead, alive, *_ = data_rungs(state)
    assert way(state, alive)[-1] == "198.51.100.1:? -> 10.20.30.2:50004"
    assert way(state, dead) == [
        "192.168.10.2:41000 -> 10.20.30.2:50003",
        "198.51.100.1:? -> 10.20.30.2:50003",
    ]


def test_a_private_address_is_lost_in_the_internet_and_a_refusal_comes_from_the_far_router():
    state = stories.t4()
    dead, _, refused, *_ = data_rungs(state)
    assert [hop.dies for hop in hops(dead, derive(state), state)] == ["", "middle"]
    assert [hop.dies for hop in hops(refused, derive(state), state)] == ["", "end"]


def test_the_servers_connection_dies_on_the_way_to_what_port_named():
    state = stories.t3()
    active = data_rungs(state)[-1]
    assert not active.rightwards
    assert way(state, active) == ["192.168.10.2:50010 <- 203.0.113.1:?"]
    assert [hop.dies for hop in hops(active, derive(state), state)] == ["end"]
    assert not any(hop.seen for hop in hops(active, derive(state), state))


def test_a_refused_port_opens_nothing():
    state = stories.t4()
    assert all(rung.what != "port/local" for rung in data_rungs(state))


def test_an_active_connection_that_came_is_seen_where_it_arrived():
    state = stories.t2()
    active = data_rungs(state)[-1]
    assert way(state, active) == [
        "198.51.100.1:50010 <- 10.20.30.2:?",
        "198.51.100.1:50010 <- 203.0.113.1:20",
    ]
    assert [hop.seen for hop in hops(active, derive(state), state)] == [False, True]


def labels(drawing: Drawing, start: str) -> list[str]:
    return [spot.label for spot in drawing.hotspots if spot.label.startswith(start)]


def test_the_payload_is_set_against_the_header():
    broken = labels(ladder(stories.t2()), "227")[0]
    assert "the payload says 10.20.30.2:50003, the header 203.0.113.1" in broken
    assert "header rewritten, payload untouched" in broken
    assert "payload and header agree" in labels(ladder(stories.t1()), "227")[0]
    assert "a port and no address" in labels(ladder(stories.t1()), "229")[0]
    assert "a router may rewrite the payload" in labels(ladder(stories.clear()), "227")[0]
    assert (
        "the payload says 192.168.10.2:50010, the header 198.51.100.1"
        in labels(ladder(stories.t4()), "PORT")[0]
    )


def test_the_address_in_the_payload_has_the_colour_of_its_truth():
    assert f'fill="{LIGHT.bad.ink}">10,20,30,2,195,83</tspan>' in ladder(stories.t2()).svg
    assert f'fill="{LIGHT.accent.ink}">203,0,113,1,195,83</tspan>' in ladder(stories.t1()).svg


def test_what_tells_nothing_about_addresses_is_counted_and_shown_only_when_asked():
    state = stories.t4()
    few, all_of_it = rungs(state), rungs(state, everything=True)
    assert [rung.text.params for rung in few if rung.kind == "gap"] == [{"count": 3}]
    assert not any(rung.text.id.startswith(("USER", "PASS")) for rung in few)
    assert [rung.text.id for rung in all_of_it if rung.text.id.startswith("PASS")] == ["PASS ••••"]
    assert not any(rung.kind == "gap" for rung in all_of_it)


def test_every_rung_is_a_different_element_and_names_its_fact():
    state = stories.t4()
    found = rungs(state, everything=True)
    assert len({rung.id for rung in found}) == len(found)
    known = {observation.id for observation in state.observations}
    assert {rung.evidence for rung in found} <= known


def test_a_selected_fact_marks_its_rungs():
    state = stories.t4()
    plain, marked = ladder(state), ladder(state, selected=frozenset({state.attempts[0].id}))
    frame = f'stroke="{LIGHT.accent.ink}" stroke-width="1"'
    assert frame not in plain.svg
    assert marked.svg.count(frame) == 4  # its heading, PASV, 227 and the data connection


def test_a_hostile_reply_stays_text():
    story = Story(CLIENT_OUT, SERVER_OUT)
    story.say(None, "220 </text><script>\x1b[2J\u202e")
    drawing = ladder(story.state())
    assert "<script" not in drawing.svg
    assert "\x1b" not in drawing.svg
    assert "\u202e" not in drawing.svg


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [560, 712, 1000])
@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("name", STORIES)
def test_no_text_is_clipped_or_lies_on_another(name: str, everything: bool, width: int, language: str):
    assert_tidy(ladder(STORIES[name](), width, language, everything=everything))


def test_a_long_reply_is_shortened_in_the_picture_and_whole_in_the_label():
    story = Story(CLIENT_OUT, SERVER_OUT)
    words = "220 " + " ".join(f"word{n}" for n in range(18))
    story.say(None, words)
    drawing = ladder(story.state(), 560)
    assert_tidy(drawing)
    assert labels(drawing, words)
    shown = [text for text, _ in text_boxes(drawing)]
    assert words not in shown
    assert any(text.startswith("220 word0") and "…" in text for text in shown)


@pytest.mark.parametrize(("name", "width", "language"), GOLDEN_LADDERS)
def test_golden(name: str, width: int, language: str):
    path = GOLDEN / f"ladder-{name}-{width}-{language}.svg"
    assert ladder(STORIES[name](), width, language).svg == path.read_text(encoding="utf-8"), (
        "the picture changed; look at it, then write it anew: python -m tests.presentation.write_golden"
    )


def test_a_server_inside_that_it_revealed_is_not_a_guess():
    state = Story(CLIENT_OUT, SERVER_OUT).begin().passive(SERVER_IN, 50003).state()
    assert way(state, find(state, "PASV"))[-1] == f"{CLIENT_OUT}:9000 -> {SERVER_IN}:?"


def test_diagram_and_ladder_can_stand_in_one_page():
    state = stories.t4()
    diagram = draw(derive(state), mode_rows(state), LIGHT, Translator("en"), 712)
    ids = [{spot.element_id for spot in drawing.hotspots} for drawing in (diagram, ladder(state))]
    assert ids[0].isdisjoint(ids[1])


def advertised_and_peer(story: Story) -> State:
    """One PASV whose address was not dialled, and the same reply dialled at the server's address."""
    story.begin()
    story.passive(SERVER_IN, 50003, "advertised", dialled=None, not_dialled="no-consent", **UNDIALLED)
    return story.passive(SERVER_IN, 50003).state()


def test_one_reply_with_two_dials_stands_once():
    state = advertised_and_peer(Story(CLIENT_OUT, SERVER_OUT))
    assert [rung.text.id for rung in rungs(state)].count("PASV") == 1
    first, second = data_rungs(state)
    assert [note.id for note in first.notes] == ["as advertised", "not dialled", "cannot be routed to"]
    assert [note.id for note in second.notes] == ["at the server's address", "connected, TLS resumed"]


def test_what_was_not_dialled_was_not_seen():
    state = advertised_and_peer(Story(CLIENT_OUT, SERVER_OUT))
    first, second = data_rungs(state)
    assert not any(hop.seen for hop in hops(first, derive(state), state))
    assert hops(first, derive(state), state)[-1].dies == "middle"
    assert hops(second, derive(state), state)[0].seen


def test_where_an_address_that_was_not_dialled_would_lead_is_not_guessed():
    story = Story(CLIENT_OUT, SERVER_OUT).begin()
    story.passive("203.0.113.99", 50003, "advertised", dialled=None, not_dialled="no-consent", **UNDIALLED)
    state = story.state()
    (only,) = data_rungs(state)
    assert only.role == "neutral"
    assert hops(only, derive(state), state) == ()


def test_an_exchange_that_an_attempt_tells_is_not_told_twice():
    story = Story(CLIENT_OUT, SERVER_OUT).begin()
    story.say("PASV", "227 Entering Passive Mode (203,0,113,1,195,83).")
    state = story.passive(SERVER_OUT, 50003).state()
    assert [rung.text.id for rung in rungs(state, everything=True)].count("PASV") == 1


def test_a_mode_that_does_not_apply_has_no_rungs():
    story = Story(stories.SIX_CLIENT, stories.SIX_SERVER).begin()
    story.extended(
        50006, mode="pasv", setup=None, raw="", advertised=None, dialled=None, not_dialled="not-applicable"
    )
    assert not any(rung.kind == "heading" for rung in rungs(story.state()))


def test_a_data_connection_on_which_tls_fails_is_not_good():
    failed = stories.Step(outcome="error", seconds=0.1, error="HANDSHAKE_FAILURE")
    state = Story(CLIENT_OUT, SERVER_OUT).begin().passive(SERVER_OUT, 50003, tls=failed, final=None).state()
    (only,) = data_rungs(state)
    assert (only.role, only.notes[0].id) == ("bad", "connected, but TLS fails on it")
