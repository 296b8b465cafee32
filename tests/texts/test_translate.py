"""Sentences are found in whatever catalogue they are, and each catalogue is read when it is first needed."""

from __future__ import annotations

import gettext

import pytest

from ftpsgui.model.message import msg
from ftpsgui.resources import resource
from ftpsgui.texts import translate
from ftpsgui.texts.translate import Translator


@pytest.fixture(autouse=True)
def unread():
    for cached in (translate._catalogue, translate._sentence):
        cached.cache_clear()


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The names of the catalogues that were read, in order."""
    names: list[str] = []
    parse = gettext.GNUTranslations._parse

    def noted(self, file):
        names.append(file.name.rpartition("/")[2])
        parse(self, file)

    monkeypatch.setattr(gettext.GNUTranslations, "_parse", noted)
    return names


def test_every_sentence_of_every_catalogue_is_found():
    translator = Translator("ja")
    for path in resource("translations", "ja").glob("*.mo"):
        with path.open("rb") as file:
            for text, words in gettext.GNUTranslations(file)._catalog.items():
                if text:
                    assert translator.template(text) == words


def test_the_first_page_reads_two_catalogues(read):
    from ftpsgui.presentation.view_empty import empty_view

    translator = Translator("ja")
    assert translator(msg("Test")) == "テスト"
    assert empty_view(translator).status.done
    assert read == ["presentation.mo", "window.mo"]


def test_a_sentence_that_nobody_translated_is_said_in_english_and_no_catalogue_is_read_twice(read):
    translator = Translator("ja")
    for text in ("nobody ever wrote this", "nor that", "nobody ever wrote this"):
        assert translator.template(text) == text
    assert sorted(read) == sorted(path.name for path in resource("translations", "ja").glob("*.mo"))


def test_english_reads_none(read):
    assert Translator("en")(msg("{count} of them", count=3)) == "3 of them"
    assert read == []
