"""explain: the four topologies, in every format."""

from __future__ import annotations

import json

import jsonschema
import pytest

from ftpsgui.cli import main as cli
from ftpsgui.resources import resource


def explain(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["explain", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("client", "server", "kind", "passive", "active"),
    [
        ("public", "public", "T1", "works", "works"),
        ("public", "nat", "T2", "fails", "works"),
        ("nat", "public", "T3", "works", "fails"),
        ("nat", "nat", "T4", "fails", "fails"),
    ],
)
def test_the_four_topologies(
    client: str, server: str, kind: str, passive: str, active: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = explain(capsys, "--client", client, "--server", server, "--format", "json")
    document = json.loads(out)
    assert (document["class"], document["passive"], document["active"]) == (kind, passive, active)
    assert document["format"] == "ftpsgui-prediction"
    assert document["modes"][0]["ladder"]


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--product", "vsftpd"),
        ("--helper", "both", "--protection", "ccc"),
        ("--server-ports", "none", "--client-ports", "all", "--client-address", "public"),
        ("--server", "public", "--masquerade", "wrong", "--lang", "ja"),
    ],
)
def test_the_json_keeps_to_its_published_schema(
    more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(explain(capsys, *more, "--format", "json"))
    published = json.loads(resource("schema", "ftpsgui-prediction-1.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(published)
    validator.validate(document)
    document["modes"][0]["ladder"][0]["fate"] = "lost"
    assert not validator.is_valid(document)


def test_the_ladder_shows_that_the_payload_is_not_rewritten(capsys: pytest.CaptureFixture[str]) -> None:
    out = explain(capsys)
    assert "203.0.113.1:21     ->  198.51.100.1:9000  227 Entering Passive Mode (10,20,30,2,195,80)" in out


def test_a_product_adds_its_setting(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "markdown", "json"):
        out = explain(capsys, "--product", "vsftpd", "--format", form)
        assert "pasv_address=203.0.113.1" in out
    assert "pasv_address" not in explain(capsys, "--product", "vsftpd", "--masquerade", "right")


def test_an_address_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    out = explain(capsys, "--masquerade", "172.17.0.2", "--format", "json")
    assert json.loads(out)["modes"][0]["endpoint"]["host"] == "172.17.0.2"


def test_a_report_goes_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "explained.md"
    assert explain(capsys, "--format", "markdown", "-o", str(path)) == ""
    assert path.read_text(encoding="utf-8").startswith("# T4")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_nobody_said_is_named_as_assumed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(explain(capsys, "--server", "public", "--format", form).replace("\\", "").split())
    assert "This assumes --client nat, --server public, --masquerade none, --server-ports all" in out
