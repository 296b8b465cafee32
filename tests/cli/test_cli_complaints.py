"""argparse's complaints in the language of the command."""

from __future__ import annotations

import re

import pytest

from ftpsgui.cli.arguments import build_parser
from ftpsgui.cli.complaints import explain
from ftpsgui.cli.errors import USAGE
from ftpsgui.texts.translate import Translator

WRONG = (
    (["probe", "h", "--bogus"], ("--bogus",)),
    (["probe"], ("HOST",)),
    (["nonsense"], ("nonsense", "probe")),
    (["read", "f", "--format", "it's"], ("--format", "“it's”", "junit")),
    (["probe", "h", "--user"], ("--user",)),
    (["probe", "h", "-4", "-6"], ("-4", "-6")),
    (["probe", "h", "--insecure=yes"], ("--insecure",)),
    (["probe", "h", "--port", "99999"], ("--port", "99999")),
)
OF_ARGPARSE = (
    "unrecognized",
    "required",
    "invalid",
    "choose from",
    "expected",
    "allowed with",
    "ignored",
    "argument ",
)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("arguments", "named"), WRONG)
def test_a_wrong_command_line_is_answered_in_the_language(
    language: str, arguments: list[str], named: tuple[str, ...], capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        build_parser(Translator(language)).parse_args(arguments)
    assert ended.value.code == USAGE
    line = capsys.readouterr().err.splitlines()[-1]
    for word in named:
        assert word in line.replace("「", "“").replace("」", "”")
    if language == "ja":
        assert re.search("[ぁ-ん]", line)
        assert not [word for word in OF_ARGPARSE if word in line]


@pytest.mark.parametrize(
    "arguments",
    [["--pass", "hunter2"], ["--pass=hunter2"], ["-phunter2", "hunter2"], ["--password-stdin=hunter2"]],
)
def test_a_password_in_the_wrong_place_is_not_repeated(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        build_parser(Translator("en")).parse_args(["probe", "h", *arguments])
    assert ended.value.code == USAGE
    said = capsys.readouterr().err
    assert "hunter2" not in said
    assert arguments[0][:2] in said.splitlines()[-1]


def test_what_is_not_known_stays_as_it_is():
    assert Translator("ja")(explain("something new: 'x'")) == "something new: 'x'"


def test_choices_are_read_as_newer_pythons_write_them_too():
    new = explain("argument --lang: invalid choice: 'xx' (choose from en, ja)")
    old = explain("argument --lang: invalid choice: 'xx' (choose from 'en', 'ja')")
    assert Translator("en")(new) == Translator("en")(old)


@pytest.mark.parametrize("given", [["--timeout", "-1"], ["--data-timeout", "-0.5"], ["--port", "-3"]])
def test_a_negative_number_is_a_wrong_value_and_no_missing_one(
    given: list[str], capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit):
        build_parser(Translator("en")).parse_args(["probe", "h", *given])
    said = capsys.readouterr().err
    assert given[1] in said
    assert "has to follow" not in said


@pytest.mark.parametrize("command", [["probe", "h"], ["read", "f"], ["explain"]])
def test_a_mistyped_option_shows_the_usage_of_its_command(
    command: list[str], capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as end:
        build_parser(Translator("en")).parse_args([*command, "--formatt", "json"])
    assert end.value.code == USAGE
    said = capsys.readouterr().err
    assert said.startswith(f"usage: ftpsgui {command[0]} ")
    assert "--formatt" in said


def test_an_option_that_looks_like_a_number_stays_one():
    options = build_parser(Translator("en")).parse_args(["probe", "h", "--timeout", "5", "-6"])
    assert (options.timeout, options.family) == (5.0, "ipv6")
