"""Whoever follows the report does what it says and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ftpsgui.knowledge import load
from tests.lab.administrator import CannotFollowError, Machine, follow, steps_of


class _Here(Machine):
    """This machine, for files in a temporary folder."""

    def run(self, *words: str, text: str = "") -> None:
        subprocess.run(words, input=text, text=True, check=True, timeout=10)


HERE = _Here("server", process=None)  # type: ignore[arg-type]
MACHINES = {"server-admin": HERE}


def remedy(**parts: Any) -> dict[str, Any]:
    plain = {
        "audience": "server-admin",
        "file": None,
        "snippet": "true",
        "apply": None,
        "placeholders": [],
        "group": 1,
    }
    return {**plain, **parts}


def named(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "meaning": ""} for name in names]


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "a=1\n"), ("", "a=1\n"), ("b=2\n", "b=2\na=1\n"), ("b=2", "b=2\na=1\n")],
)
def test_a_snippet_goes_to_the_end_of_its_file(tmp_path: Path, before: str | None, after: str) -> None:
    file = tmp_path / "conf"
    if before is not None:
        file.write_text(before)
    follow(remedy(file=str(file), snippet="a=1", apply=f"touch {tmp_path}/applied"), MACHINES, {})
    assert file.read_text() == after
    assert (tmp_path / "applied").exists()


def test_a_sentence_may_say_where_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "server.py"
    file.write_text("x = 1\nserver = FTPServer(x)\nserver.run()\n")
    words = "Put this above the line that holds FTPServer( as it stands."
    follow(
        remedy(file="<program>", snippet="x = 2", apply=words, placeholders=named("program")),
        MACHINES,
        {"program": str(file)},
    )
    assert file.read_text() == "x = 1\nx = 2\nserver = FTPServer(x)\nserver.run()\n"


def test_without_a_file_it_is_run(tmp_path: Path) -> None:
    snippet = f"echo <server_ip> > {tmp_path}/said"
    follow(remedy(snippet=snippet, placeholders=named("server_ip")), MACHINES, {"server_ip": "10.20.30.2"})
    assert (tmp_path / "said").read_text() == "10.20.30.2\n"


def test_only_what_the_remedy_declares_is_filled_in(tmp_path: Path) -> None:
    follow(remedy(snippet=f"echo '<key_file>' > {tmp_path}/said"), MACHINES, {"key_file": "x"})
    assert (tmp_path / "said").read_text() == "<key_file>\n"


def test_what_nobody_knows_or_understands_is_an_error() -> None:
    with pytest.raises(CannotFollowError, match="<zone>"):
        follow(remedy(snippet="echo <zone>", placeholders=named("zone")), MACHINES, {})
    with pytest.raises(CannotFollowError, match="Look at the manual"):
        follow(remedy(apply="Look at the manual."), MACHINES, {})


def test_a_sentence_is_read_and_not_pasted() -> None:
    done = follow(remedy(snippet="Where the address changes: use a name instead."), MACHINES, {})
    assert not done.pasted


def test_nobody_is_told_where_there_is_no_router() -> None:
    assert follow(remedy(audience="network-admin", snippet="false"), MACHINES, {}).where is None


def test_each_step_of_one_way_is_done_once() -> None:
    same, other, elsewhere = remedy(), remedy(snippet="false"), remedy(group=2)
    report = {
        "findings": [
            {"id": "a", "remedies": [same, elsewhere]},
            {"id": "b", "remedies": [same, other]},
            {"id": "c", "remedies": [remedy(snippet="c")]},
        ]
    }
    assert list(steps_of(report, frozenset("ab"))) == [same, other]
    assert list(steps_of(report, frozenset("a"), way=2)) == [elsewhere]


def test_no_product_is_known_here() -> None:
    known = load()
    products = {product.name.lower() for product in known.products.values()} | set(known.products)
    for source in ("administrator.py", "curing.py"):
        text = Path(__file__).with_name(source).read_text(encoding="utf-8").lower()
        assert not [name for name in products if name in text]
