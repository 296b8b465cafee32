"""What argparse complains of, in whole sentences that can be translated.

argparse knows its own complaints in English only (its gettext domain is the system's, and empty). Their wording is
that of Python 3.11 to 3.14; one that is not known here stays as argparse wrote it.
"""

from __future__ import annotations

import ast
import re

from ftpsgui.model.message import Message, literal, msg

_QUOTED = r"""'.*?'|".*?\""""


def explain(complaint: str) -> Message:
    """Return the message that says what argparse's ``complaint`` says."""
    if found := _whole(r"unrecognized arguments: (?P<given>.+)", complaint):
        return msg("This command knows no such option or argument: {given}", given=_options(found["given"]))
    if found := _whole(r"the following arguments are required: (?P<names>.+)", complaint):
        return msg("Missing on the command line: {names}", names=found["names"])
    if found := _whole(r"argument (?P<name>.+?): (?P<problem>.+)", complaint):
        return _of_argument(found["name"], found["problem"])
    return literal(complaint)


def _of_argument(name: str, problem: str) -> Message:
    if found := _whole(rf"invalid choice: (?P<value>{_QUOTED}) \(choose from (?P<choices>.+)\)", problem):
        return msg(
            "{name}: “{value}” is not among what can be chosen: {choices}",
            name=name,
            value=_unquoted(found["value"]),
            choices=found["choices"].replace("'", ""),
        )
    if problem == "expected one argument":
        return msg("{name}: a value has to follow.", name=name)
    if found := _whole(r"not allowed with argument (?P<other>.+)", problem):
        return msg("{name} and {other} exclude each other.", name=name, other=found["other"])
    if _whole(rf"ignored explicit argument {_QUOTED}", problem):
        return msg("{name} takes no value.", name=name)
    return msg("{name}: {problem}", name=name, problem=problem)


def _options(given: str) -> str:
    """Return the names of the options in ``given``: what stands behind ``--pass`` need not be repeated in a log."""
    words = given.split(" ")
    options = [
        word.partition("=")[0] if word.startswith("--") else word[:2]
        for word in words
        if word.startswith("-")
    ]
    return " ".join(options or words)


def _whole(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text, re.DOTALL)


def _unquoted(value: str) -> str:
    """Return what ``value``, written by repr(), stands for; as it is when repr() did not write it."""
    try:
        return str(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value
