"""argparse in the reader's language, and its types: parsers of ours whose complaints become argparse's."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from ftpsgui.cli.complaints import explain
from ftpsgui.cli.errors import USAGE, CommandError
from ftpsgui.cli.output import print_text
from ftpsgui.model.addresses import normalise
from ftpsgui.model.message import msg
from ftpsgui.texts.translate import LANGUAGES, Translator

T = TypeVar("T")
_NEGATIVE = re.compile(r"-\d+(?:\.\d*)?")


class Parser(argparse.ArgumentParser):
    """Argparse with its frame words translated, and abbreviations off (scripts would break with new options)."""

    def __init__(self, *, translate: Translator, of_command: bool = False, **kwargs: Any) -> None:
        kwargs.update(add_help=False, allow_abbrev=False)
        super().__init__(**kwargs)
        self.of_command = of_command
        self.translate = translate
        self._positionals.title = translate(msg("arguments"))
        self._optionals.title = translate(msg("options"))
        self.add_argument("-h", "--help", action="help", help=translate(msg("Show this help and end.")))

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Parse, with a negative number as the value of the option before it; an option nobody knows is this command's.

        argparse takes ``-1`` for an option where there are options like ``-4``; and what a command does not know it
        hands back to the whole program, which would show its own usage.
        """
        words = list(sys.argv[1:] if args is None else args)
        if not self.of_command:
            return super().parse_known_args(words, namespace)
        found, unknown = super().parse_known_args(self._joined(words), namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _joined(self, words: list[str]) -> list[str]:
        joined: list[str] = []
        for word in words:
            before = self._option_string_actions.get(joined[-1]) if joined and "--" not in joined else None
            takes_value = before is not None and before.nargs is None
            if takes_value and _NEGATIVE.fullmatch(word) and word not in self._option_string_actions:
                joined[-1] += f"={word}" if joined[-1].startswith("--") else word
            else:
                joined.append(word)
        return joined

    def format_usage(self) -> str:
        """The usage line, its first word translated."""
        return self._retitle(super().format_usage())

    def format_help(self) -> str:
        """The whole help, likewise."""
        return self._retitle(super().format_help())

    def _retitle(self, text: str) -> str:
        if text.startswith("usage: "):
            return self.translate(msg("usage:")) + " " + text.removeprefix("usage: ")
        return text

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, without repeating what may be a password, and end with the status of a wrong usage."""
        line = self.translate(msg("{program}: {problem}", program=self.prog, problem=explain(message)))
        self.exit(USAGE, f"{self.format_usage()}{line}\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            print_text(message, file)


def language_of(argv: Sequence[str], default: str) -> str:
    """Return the language that ``argv`` asks for, before it is parsed: help and errors speak it too."""
    wanted = default
    for index, argument in enumerate(argv):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(argv):
            wanted = argv[index + 1]
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else default


def checked(parse: Callable[[str], T], t: Translator) -> Callable[[str], T]:
    """Make a parser of ours one of argparse's: its words become argparse's error."""

    def check(text: str) -> T:
        try:
            return parse(text)
        except CommandError as error:
            raise argparse.ArgumentTypeError(t(error.message)) from None

    return check


def parse_seconds(text: str) -> float:
    """Return a number of seconds above 0 and up to a day; CommandError for anything else."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= 86400:
        raise CommandError(msg("“{text}” is no number of seconds.", text=text[:40]))
    return value


def parse_address(text: str) -> str:
    """Return an IP address in its usual spelling; CommandError for anything else."""
    address = normalise(text)
    if address is None:
        raise CommandError(msg("“{text}” is no IP address.", text=text[:80]))
    return address
