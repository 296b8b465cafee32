"""scripts/messages.py: what it finds, what it refuses, and that the committed catalogues pass its check."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from tests.scripts import ROOT, load_script

script = load_script("messages")
IMPORT = "from ftpsgui.model.message import msg\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "ftpsgui" / "texts").mkdir(parents=True)
    (tmp_path / "ftpsgui" / "reports").mkdir()
    (tmp_path / "resources" / "products").mkdir(parents=True)
    (tmp_path / "ftpsgui" / "texts" / "translate.py").write_text(
        'LANGUAGES: dict[str, str] = {"en": "English", "ja": "日本語"}\n'
    )
    return tmp_path


def write(house: Path, body: str) -> None:
    (house / "ftpsgui" / "reports" / "text.py").write_text(IMPORT + body)


def sentences(house: Path, body: str) -> list[str]:
    write(house, body)
    return list(script.extract(house, ["reports"])["reports"])


def test_finds_every_way_to_write_a_literal(house: Path) -> None:
    found = sentences(
        house,
        'a = msg("One.")\n'
        'b = msg(\n    "Two {n} "\n    "halves.",\n    n=msg("Inner."),\n)\n'
        'c = {"k": [msg("Deep.")]}\n',
    )
    assert found == ["One.", "Two {n} halves.", "Inner.", "Deep."]


def test_finds_aliases_and_module_access(house: Path) -> None:
    (house / "ftpsgui" / "reports" / "x.py").write_text(
        "from ftpsgui.model import message\nfrom ftpsgui.model.message import msg as _\n"
        'a = _("Alias.")\nb = message.msg("Module.")\n'
    )
    assert list(script.extract(house, ["reports"])["reports"]) == ["Alias.", "Module."]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('a = msg(f"Hello {a}")', "an f-string"),
        ("a = msg(text)", "not a literal"),
        ("a = msg()", "not a literal"),
        ("a = map(msg, texts)", "handed on"),
        ('a = msg("Hello {name}.")', "do not fit"),
        ('a = msg("Hello.", name=1)', "do not fit"),
        ('a = msg("Hello {0}.")', "not a named parameter"),
        ('a = msg("Hello ")', "begins nor ends"),
        ('from ftpsgui.model.message import Message\na = Message(id="Hello.")', "with msg"),
        ("a = (", "never closed"),
    ],
)
def test_refuses_what_cannot_be_extracted(house: Path, body: str, why: str) -> None:
    with pytest.raises(script.SourceError, match=why):
        sentences(house, body)


def test_a_room_without_area_is_refused(house: Path) -> None:
    (house / "ftpsgui" / "attic").mkdir()
    (house / "ftpsgui" / "attic" / "x.py").write_text("")
    with pytest.raises(script.SourceError, match="attic"):
        script.extract(house, ["reports"])


def test_toml_sentences_are_known_by_their_key(house: Path) -> None:
    (house / "resources" / "products" / "x.toml").write_text(
        'name = "no"\n[[step]]\nsay = "Open {file}."\nsnippet = "no"\n[step.placeholders]\nmeaning = "What."\n'
    )
    assert list(script.extract(house, ["products"])["products"]) == ["Open {file}.", "What."]


def translate(house: Path, text: str, translation: str, area: str = "reports") -> None:
    po = house / "resources" / "translations" / "ja" / f"{area}.po"
    po.write_text(
        po.read_text(encoding="utf-8").replace(
            f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"'
        ),
        encoding="utf-8",
    )


def test_update_keeps_translations_drops_the_obsolete_and_compiles(house: Path) -> None:
    write(house, 'a = msg("Stays.")\nb = msg("Goes.")\n')
    script.run(house, ["reports"], check=False)
    translate(house, "Stays.", "残る。")
    translate(house, "Goes.", "消える。")
    write(house, '\n\nc = msg("New {n}.", n=1)\na = msg("Stays.")\n')
    script.run(house, ["reports"], check=False)
    folder = house / "resources" / "translations" / "ja"
    po = (folder / "reports.po").read_text(encoding="utf-8")
    assert "残る。" in po
    assert "消える。" not in po
    assert po.index("New {n}.") < po.index("Stays.")
    with (folder / "reports.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Stays.") == "残る。"
    assert catalogue.gettext("New {n}.") == "New {n}."


def test_a_second_update_changes_nothing_and_line_numbers_do_not_matter(house: Path) -> None:
    write(house, 'a = msg("One.")\n')
    script.run(house, ["reports"], check=False)
    folder = house / "resources" / "translations" / "ja"
    before = [(folder / name).read_bytes() for name in ("reports.po", "reports.mo")]
    write(house, '\n\n\n\na = msg("One.")\n')
    script.run(house, ["reports"], check=False)
    assert [(folder / name).read_bytes() for name in ("reports.po", "reports.mo")] == before


def test_check_says_what_is_wrong(house: Path) -> None:
    write(house, 'a = msg("One {n}.", n=1)\n')
    assert any("not as scripts" in problem for problem in script.run(house, ["reports"], check=True))
    script.run(house, ["reports"], check=False)
    assert any("not translated" in problem for problem in script.run(house, ["reports"], check=True))
    translate(house, "One {n}.", "一つの{m}。")
    problems = script.run(house, ["reports"], check=True)
    assert any("other parameters" in problem for problem in problems)
    assert any("not compiled" in problem for problem in problems)
    translate_again = house / "resources" / "translations" / "ja" / "reports.po"
    translate_again.write_text(
        translate_again.read_text(encoding="utf-8").replace("{m}", "{n}"), encoding="utf-8"
    )
    script.run(house, ["reports"], check=False)
    assert script.run(house, ["reports"], check=True) == []
    write(house, 'a = msg("Two.")\n')
    problems = script.run(house, ["reports"], check=True)
    assert any("obsolete: 'One {n}.'" in problem for problem in problems)


def test_check_finds_a_fuzzy_entry(house: Path) -> None:
    write(house, 'a = msg("One.")\n')
    script.run(house, ["reports"], check=False)
    translate(house, "One.", "一。")
    po = house / "resources" / "translations" / "ja" / "reports.po"
    po.write_text(
        po.read_text(encoding="utf-8").replace('msgid "One."', '#, fuzzy\nmsgid "One."'), encoding="utf-8"
    )
    script.run(house, ["reports"], check=False)
    assert any("fuzzy" in problem for problem in script.run(house, ["reports"], check=True))


def test_the_committed_catalogues_are_complete_and_say_the_same_sentence_alike_in_every_area() -> None:
    assert script.run(ROOT, script.AREAS, check=True) == []


def test_check_finds_a_sentence_that_two_areas_translate_otherwise(house: Path) -> None:
    write(house, 'a = msg("One.")\n')
    (house / "resources" / "products" / "x.toml").write_text('[[step]]\nsay = "One."\n')
    script.run(house, ["reports", "products"], check=False)
    for area, translation in (("reports", "一。"), ("products", "一つ。")):
        translate(house, "One.", translation, area)
    script.run(house, ["reports", "products"], check=False)
    problems = script.run(house, ["reports", "products"], check=True)
    assert any("translated otherwise in" in problem for problem in problems)
