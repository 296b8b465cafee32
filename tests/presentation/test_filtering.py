"""Which lines of the transcript are shown."""

from ftpsgui.presentation.filtering import Finder, Wanted, connections, count_text
from ftpsgui.presentation.view import build_view
from ftpsgui.texts.translate import Translator
from tests.presentation.samples_view import t4_diagnosis, t4_state

T = Translator("en")
LINES = build_view(t4_state(), t4_diagnosis(), T).transcript
FINDER = Finder(LINES)


def test_without_a_wish_all_lines_are_the_very_same():
    assert FINDER.found(Wanted()) is LINES
    assert FINDER.found(Wanted(words="   ")) is LINES


def test_all_words_must_be_there_in_any_order_and_case():
    found = FINDER.found(Wanted(words="passive ENTERING"))
    assert found
    assert all({"passive", "entering"} <= set(line.text.casefold().split()) for line in found)
    assert not FINDER.found(Wanted(words="entering nonsense"))


def test_a_connection_has_the_lines_of_its_data_connections_too():
    first = connections(LINES)[0]
    found = FINDER.found(Wanted(connection=first))
    assert found
    assert {line.group for line in found} == {first}
    assert any(line.connection != first for line in found)
    assert not FINDER.found(Wanted(connection="c99"))


def test_the_count_says_what_is_hidden():
    assert count_text(3, 20, T) == "3 of 20 lines"
    assert count_text(20, 20, T) == "20 lines"
    assert count_text(1, 1, T) == "1 line"


def test_the_lines_that_tell_of_a_fact_are_found_by_their_numbers():
    for observation in {line.observation for line in LINES}:
        found = FINDER.telling(frozenset({observation}))
        assert found
        assert all(observation in (LINES[index].observation, *LINES[index].also) for index in found)
    assert FINDER.telling(frozenset({"o999"})) == ()
