"""Which lines of the transcript are shown."""

from ftpsgui.presentation.filtering import Wanted, connections, count_text, filtered
from ftpsgui.presentation.view import build_view
from ftpsgui.texts.translate import Translator
from tests.presentation.samples_view import t4_diagnosis, t4_state

T = Translator("en")
LINES = tuple(build_view(t4_state(), t4_diagnosis(), T).transcript)


def test_without_a_wish_all_lines_are_the_very_same():
    assert filtered(LINES, Wanted()) is LINES
    assert filtered(LINES, Wanted(words="   ")) is LINES


def test_all_words_must_be_there_in_any_order_and_case():
    found = filtered(LINES, Wanted(words="passive ENTERING"))
    assert found
    assert all({"passive", "entering"} <= set(line.text.casefold().split()) for line in found)
    assert not filtered(LINES, Wanted(words="entering nonsense"))


def test_a_connection_has_the_lines_of_its_data_connections_too():
    first = connections(LINES)[0]
    found = filtered(LINES, Wanted(connection=first))
    assert found
    assert {line.group for line in found} == {first}
    assert any(line.connection != first for line in found)
    assert filtered(LINES, Wanted(connection="c99")) == ()


def test_the_count_says_what_is_hidden():
    assert count_text(3, 20, T) == "3 of 20 lines"
    assert count_text(20, 20, T) == "20 lines"
    assert count_text(1, 1, T) == "1 line"
