"""Lists inside sentences."""

import pytest

from ftpsgui.model.phrases import listing
from ftpsgui.texts.translate import Translator


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 5000])
def test_a_list_of_any_length_is_written_in_each_language(count):
    items = [f"{number}" for number in range(count)]
    assert Translator("en")(listing(items)) == ", ".join(items)
    assert Translator("ja")(listing(items)) == "、".join(items)
