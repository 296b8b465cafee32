"""scripts/diagnoses.py: what it reads in a rule, what it keeps, and that the committed pages pass its check."""

from pathlib import Path

import pytest

from tests.scripts import ROOT, load_script

script = load_script("diagnoses")

RULE = '''"""The sky is grey."""

def judge(case):
    """Fire when it rains."""
    return Finding(
        id=RULE.id,
        severity="error" if case.wet else "warning",
        certainty="proven",
        audience=("client", "server-admin"),
        title=msg("It rains in {town}", town="x"),
        explanation=msg("Take an <umbrella>, says my_friend in {town}.", town="x"),
        explains=explained("wet-feet", "no-sun"),
    )

RULE = Rule(id="grey-sky", rank=1, judge=judge)
'''


@pytest.fixture
def house(tmp_path: Path) -> Path:
    rules = tmp_path / script.RULES
    rules.mkdir(parents=True)
    (rules / "__init__.py").write_text("")
    (rules / "grey_sky.py").write_text(RULE)
    return tmp_path


def page_of(house: Path, language: str = "en") -> Path:
    return script.folder_of(house, language) / "grey-sky.md"


def test_a_page_says_what_the_rule_says(house: Path):
    assert script.main([], house) == 0
    text = page_of(house).read_text()
    assert text.startswith("# grey-sky\n")
    for part in (
        "The sky is grey.",
        "| Severity | error, warning |",
        "| Certainty | proven |",
        "| For | the user of the client, the server's administrator |",
        "| Rule | Fire when it rains. |",
        "**It rains in `‹town›`**",
        "> Take an &lt;umbrella>, says my\\_friend in `‹town›`.",
        "accounts for: `wet-feet`, `no-sun`.",
    ):
        assert part in text, part
    assert "[grey-sky](grey-sky.md)" in (house / script.PAGES / "README.md").read_text()


def test_a_page_in_japanese_has_the_catalogues_sentences_and_no_docstring(house: Path):
    rule = house / script.RULES / "grey_sky.py"
    known = "The server is behind NAT"
    rule.write_text(rule.read_text().replace("It rains in {town}", known))
    assert script.main([], house) == 0
    text = page_of(house, "ja").read_text()
    for part in (
        "| 重大度 | エラー、警告 |",
        "| 確度 | 確定 |",
        "| 対象 | クライアントの利用者、サーバー管理者 |",
        "NAT の内側",
    ):
        assert part in text, part
    assert known not in text
    assert "The sky is grey." not in text
    assert "[grey-sky](grey-sky.md)" in (house / script.PAGES / "ja" / "README.md").read_text()


def test_every_language_of_the_program_has_pages():
    assert set(script.FRAMES) == set(script.LANGUAGES)


def test_what_is_written_by_hand_stays_when_the_rule_changes(house: Path):
    script.main([], house)
    page = page_of(house)
    for one in (page, page_of(house, "ja")):
        one.write_text(one.read_text().replace(f"{script.OPEN}\n", f"{script.OPEN}\nStay at home.\n"))
    rule = house / script.RULES / "grey_sky.py"
    rule.write_text(rule.read_text().replace("The sky is grey.", "The sky is black."))
    assert script.main(["--check"], house) == 1
    assert script.main([], house) == 0
    assert "The sky is black." in page.read_text()
    assert script.by_hand(page.read_text()) == "Stay at home."
    assert script.by_hand(page_of(house, "ja").read_text()) == "Stay at home."
    assert script.main(["--check"], house) == 0


def test_the_check_finds_what_is_missing_empty_stale_or_orphaned(
    house: Path, capsys: pytest.CaptureFixture[str]
):
    assert script.main(["--check"], house) == 1
    assert "grey-sky.md: missing" in capsys.readouterr().err
    script.main([], house)
    capsys.readouterr()
    assert script.main(["--check"], house) == 1
    told = capsys.readouterr().err
    for page in ("diagnoses/grey-sky.md", "diagnoses/ja/grey-sky.md"):
        assert f"{page}: nothing is written by hand yet" in told
    (house / script.PAGES / "blue-moon.md").write_text("# blue-moon\n")
    assert script.main(["--check"], house) == 1
    assert "blue-moon.md: no rule has this name" in capsys.readouterr().err


def test_the_check_finds_a_link_to_nowhere(house: Path, capsys: pytest.CaptureFixture[str]):
    script.main([], house)
    page = page_of(house)
    page.write_text(page.read_text().replace(f"{script.OPEN}\n", f"{script.OPEN}\nSee [x](old-moon.md).\n"))
    assert script.main(["--check"], house) == 1
    assert "links to old-moon.md" in capsys.readouterr().err


def test_a_rule_under_another_name_than_its_file_is_refused(house: Path, capsys: pytest.CaptureFixture[str]):
    rule = house / script.RULES / "grey_sky.py"
    rule.write_text(rule.read_text().replace('id="grey-sky"', 'id="blue-sky"'))
    assert script.main([], house) == 1
    assert "blue-sky" in capsys.readouterr().err


def test_the_committed_pages_are_fresh_and_every_finding_has_one():
    assert list(script.problems_of(ROOT)) == []
