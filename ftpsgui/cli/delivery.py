"""From a state to the report where the user wants it."""

from __future__ import annotations

import argparse
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from ftpsgui import __version__
from ftpsgui.cli.errors import INTERRUPTED, OUR_ERROR, CommandError
from ftpsgui.cli.output import (
    check_writable,
    colour_wanted,
    columns,
    complain,
    print_bytes,
    print_text,
    unicode_wanted,
)
from ftpsgui.model.message import literal, msg
from ftpsgui.model.phrases import listing
from ftpsgui.texts.translate import Translator

if TYPE_CHECKING:
    from ftpsgui.session.state import State


def check_output(options: argparse.Namespace) -> None:
    """Refuse what cannot be delivered before anything is tested: unwritable files, unknown products and routers."""
    for name in ("output", "save"):
        path = getattr(options, name, None)
        if path is not None and path != "-":
            check_writable(Path(path))
    _check_apart(options)
    _known_id(getattr(options, "product", None), "products")
    _known_id(getattr(options, "router", None), "routers")


def _check_apart(options: argparse.Namespace) -> None:
    """Refuse a report over the session that is saved beside it, or over the file that it is made from."""
    if getattr(options, "save", None) == "-":
        raise CommandError(msg("--save needs the name of a file: standard output is for the report."))
    if options.output in (None, "-"):
        return
    report = Path(options.output).resolve()
    for name in ("file", "save"):
        other = getattr(options, name, None)
        if other not in (None, "-") and Path(other).resolve() == report:
            raise CommandError(
                msg("{path} would be overwritten: give the report a file of its own.", path=options.output)
            )


def normalised_id(name: str | None) -> str | None:
    """Return a product's or router's id as the files are named: ``pure-ftpd`` is ``pure_ftpd``."""
    return None if name is None else name.strip().lower().replace("-", "_")


def list_ids(options: argparse.Namespace) -> None:
    """Print the known products or routers for each of the two options that says ``list``."""
    from ftpsgui.knowledge import load

    for option in ("product", "router"):
        if getattr(options, option, None) != "list":
            continue
        shelf = load().products if option == "product" else load().routers
        wide = max(map(len, shelf))
        for name in shelf:
            print_text(f"{name:<{wide}}  {shelf[name].name}\n")


def _known_id(name: str | None, shelf: str) -> None:
    if name is None:
        return
    from ftpsgui.knowledge import load

    known = load().products if shelf == "products" else load().routers
    wanted = normalised_id(name) or ""
    if wanted in known:
        return
    similar = difflib.get_close_matches(wanted, list(known), n=3, cutoff=0.6)
    listed = listing(similar or list(known))
    if shelf == "products":
        what = (
            msg("There is no product “{name}”. Similar ones: {ids}.", name=name[:40], ids=listed)
            if similar
            else msg("There is no product “{name}”. Known are: {ids}.", name=name[:40], ids=listed)
        )
    else:
        what = (
            msg("There is no router “{name}”. Similar ones: {ids}.", name=name[:40], ids=listed)
            if similar
            else msg("There is no router “{name}”. Known are: {ids}.", name=name[:40], ids=listed)
        )
    raise CommandError(what)


def deliver(
    state: State, options: argparse.Namespace, translate: Translator, *, interrupted: bool = False
) -> int:
    """Diagnose, render and write; return the exit status."""
    from ftpsgui.diagnosis.engine import Choices, diagnose
    from ftpsgui.diagnosis.forecast import forecast
    from ftpsgui.knowledge import load
    from ftpsgui.reports import load_format
    from ftpsgui.reports.report import build_report
    from ftpsgui.texts.of_a_log import words_for

    box = normalised_id(options.router)
    choices = Choices(product=normalised_id(options.product), router=box, firewall=box)
    diagnosis = diagnose(state, load(), choices)
    clients = forecast(state, diagnosis, load()) if options.format in ("text", "markdown", "html") else ()
    report = build_report(
        state, diagnosis, tool_version=__version__, redaction=options.redact, clients=clients
    )
    module = load_format(options.format)
    words = words_for(translate, log=state.log is not None)
    if options.format == "text":
        from ftpsgui.reports.format_text import render

        to_file = options.output is not None
        rendered = render(
            report,
            words,
            columns=96 if to_file else columns(),
            colour=not to_file and colour_wanted(),
            unicode=unicode_wanted(to_file),
        )
    else:
        rendered = module.render(report, words)
    write(rendered, options, translate)
    status = diagnosis.verdict.exit_status
    if state.ended is not None and state.ended.reason == "internal-error":
        status = OUR_ERROR
    if interrupted or state.cancelled:
        status = INTERRUPTED
    if options.format == "nagios":
        from ftpsgui.reports.format_nagios import exit_status

        return exit_status(report) if status not in (INTERRUPTED, OUR_ERROR) else 3
    return status


def write(rendered: str, options: argparse.Namespace, translate: Translator) -> None:
    """Write a finished report to the file or to standard output."""
    if options.output is None or options.output == "-":
        if options.format == "text":
            print_text(rendered)
        else:
            print_bytes(rendered)
        return
    from ftpsgui.session.errors import SessionError
    from ftpsgui.session.files import write_atomically

    path = Path(options.output)
    try:
        write_atomically(path, rendered.encode("utf-8", "backslashreplace"))
    except SessionError as error:
        print_bytes(rendered)  # what was found is not thrown away
        raise CommandError(error.message) from None
    complain(translate(msg("The report is in {path}.", path=literal(str(path)))))
