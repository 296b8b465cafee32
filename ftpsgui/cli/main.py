"""The command ``ftpsgui``: takes the arguments apart, hands over, and ends with the exit status of the contract."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from ftpsgui.texts.translate import Translator


def main(argv: list[str] | None = None) -> int:
    """Run the command; ``argv`` without the program's name. Return the exit status; never raises but for SystemExit."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        return _ended(130, arguments)
    finally:
        if argv is None:
            # The process is about to end: a Ctrl-C now would only make the interpreter complain on its way out.
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _main(arguments: list[str]) -> int:
    try:
        if arguments == ["--version"]:
            from ftpsgui import __version__
            from ftpsgui.cli.output import print_text

            print_text(f"ftpsgui {__version__}\n")
            return 0
        if not arguments:
            # The window, and nothing before it that it does not need: its first pixels are waited for. What a start
            # makes stays, so looking for garbage in it only costs: a seventh of the time.
            gc.disable()
            from ftpsgui.cli.window import open_window

            return open_window()
        return _command(arguments, _translator(arguments))
    except Exception as error:  # noqa: BLE001 (a user gets a sentence, not a traceback)
        from ftpsgui.cli.errors import CommandError
        from ftpsgui.cli.output import complain

        translate = _translator(arguments)
        if isinstance(error, CommandError):
            complain(f"ftpsgui: {translate(error.message)}")
            return _ended(error.status, arguments, translate(error.message))
        return _ended(_our_error(error, translate), arguments, type(error).__name__)


def _ended(status: int, arguments: list[str], why: str = "") -> int:
    """Return the exit status of a command that did not come to a report.

    For a monitoring system everything of that kind is 3, UNKNOWN; what it shows is the first line of standard output.
    """
    if "--format=nagios" not in arguments and "--format nagios" not in " ".join(arguments):
        return status
    if why:
        from ftpsgui.cli.errors import CommandError
        from ftpsgui.cli.output import print_text

        try:
            print_text(f"FTPS UNKNOWN - {' '.join(why.split()).replace('|', '/')}\n")
        except CommandError:  # standard output may be what failed
            return 3
    return 3


def _translator(arguments: list[str]) -> Translator:
    from ftpsgui.cli.arguments import language_of
    from ftpsgui.texts.translate import Translator, system_language

    return Translator(language_of(arguments, system_language()))


def _command(arguments: list[str], translate: Translator) -> int:
    """Parse and hand over."""
    from ftpsgui.cli.arguments import build_parser

    parser = build_parser(translate)
    if any(word == "--password" or word.startswith("--password=") for word in arguments):
        # argparse would repeat the password in its complaint.
        from ftpsgui.cli.errors import CommandError
        from ftpsgui.model.message import msg

        raise CommandError(
            msg(
                "A password on the command line would stay in the shell's history and in the list of processes. Leave "
                "it out: the program asks for it, or takes it with --password-stdin or --password-env."
            )
        )
    try:
        options = parser.parse_args(arguments)
    except SystemExit as end:
        from ftpsgui.model.message import msg

        return _ended(2, arguments, translate(msg("The command line is wrong."))) if end.code else 0
    if options.selftest:
        from ftpsgui.cli.selftest import run_selftest

        return run_selftest(translate)
    if "list" in (getattr(options, "product", None), getattr(options, "router", None)):
        from ftpsgui.cli.delivery import list_ids

        list_ids(options)
        return 0
    return _dispatch(options, translate)


def _dispatch(options: argparse.Namespace, translate: Translator) -> int:
    match options.command:
        case "probe":
            from ftpsgui.cli.probe import run_probe

            return run_probe(options, translate)
        case "read":
            from ftpsgui.cli.read import run_read

            return run_read(options, translate)
        case "explain":
            from ftpsgui.cli.explain import run_explain

            return run_explain(options, translate)
        case "demo":
            from ftpsgui.cli.demo import run_demo

            return run_demo(options, translate)
        case _:
            from ftpsgui.cli.window import open_window

            return open_window(language=getattr(options, "lang", None))


def _our_error(error: Exception, translate: Translator) -> int:
    """Keep the traceback in a file, without secrets, and say one sentence."""
    import tempfile
    import traceback

    from ftpsgui.cli.errors import OUR_ERROR
    from ftpsgui.cli.output import complain
    from ftpsgui.cli.passwords import given_secrets
    from ftpsgui.model.message import msg
    from ftpsgui.session.redaction import Redactor

    try:
        text = Redactor(given_secrets()).text("".join(traceback.format_exception(error)))
        handle, path = tempfile.mkstemp(prefix="ftpsgui-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except Exception:  # noqa: BLE001 (the fault that is reported may be in what reports it)
        complain(translate(msg("A fault in this program ({kind}) ended the run.", kind=type(error).__name__)))
        return OUR_ERROR
    complain(
        translate(
            msg(
                "A fault in this program ({kind}) ended the run; what is needed to find it is in {path}.",
                kind=type(error).__name__,
                path=path,
            )
        )
    )
    return OUR_ERROR


if __name__ == "__main__":
    sys.exit(main())
