"""The options of every command, with their words."""

from __future__ import annotations

import argparse

from ftpsgui import __version__
from ftpsgui.cli.common_options import FORMATS, add_judgement, add_language, add_output
from ftpsgui.cli.parser import Parser, checked, language_of, parse_address
from ftpsgui.cli.probe_options import add_probe
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing
from ftpsgui.texts.translate import Translator
from ftpsgui.transcripts import kinds

__all__ = ["FORMATS", "build_parser", "language_of"]


def build_parser(translate: Translator) -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    t = translate
    parser = Parser(
        prog="ftpsgui",
        translate=t,
        description=t(
            msg("Tests an FTPS server in passive and active mode and names the setting to change.")
        ),
        epilog=t(msg("Without a command the window opens.")),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"ftpsgui {__version__}",
        help=t(msg("Show the version and end.")),
    )
    parser.add_argument(
        "--selftest",
        action="store_true",
        help=t(msg("Check this installation on a demo server, without a window.")),
    )
    add_language(parser, t)
    commands = parser.add_subparsers(
        dest="command", metavar=t(msg("COMMAND")), title=t(msg("commands")), parser_class=Parser
    )

    def command(name: str, words: Message) -> Parser:
        added: Parser = commands.add_parser(
            name, help=t(words), description=t(words), translate=t, of_command=True
        )
        return added

    add_probe(command("probe", msg("Test a server.")), t)
    _explain(command("explain", msg("Say what a topology predicts for each data mode.")), t)
    _read(command("read", msg("Diagnose a saved session or a log of another client.")), t)
    demo = command("demo", msg("Open the window on a server and a network that exist only in memory."))
    demo.add_argument("name", nargs="?", metavar="NAME", help=t(msg("The case to play.")))
    demo.add_argument("--list", action="store_true", help=t(msg("List the cases.")))
    add_language(demo, t)
    return parser


def _read(parser: argparse.ArgumentParser, t: Translator) -> None:
    parser.add_argument("file", metavar="FILE", help=t(msg("The file, or - for standard input.")))
    parser.add_argument(
        "--peer",
        metavar="ADDRESS",
        type=checked(parse_address, t),
        help=t(msg("The address that the client had dialled, when a log does not say it.")),
    )
    parser.add_argument(
        "--log-kind",
        metavar="KIND",
        help=t(
            msg(
                "What kind of file it is, when that is not recognised: {kinds}.",
                kinds=listing(("session", *kinds())),
            )
        ),
    )
    add_judgement(parser, t)
    add_output(parser, t)


def _explain(parser: argparse.ArgumentParser, t: Translator) -> None:
    def choice(name: str, words: Message, *choices: str, default: str | None) -> None:
        parser.add_argument(f"--{name}", choices=choices, default=default, help=t(words))

    choice("client", msg("Where the client is (default: nat)."), "public", "nat", default="nat")
    choice("server", msg("Where the server is (default: nat)."), "public", "nat", default="nat")
    parser.add_argument(
        "--masquerade",
        metavar="none|right|wrong|ADDR",
        default="none",
        help=t(msg("The address that the server writes into its 227 reply (default: none, its own).")),
    )
    choice(
        "server-ports",
        msg("How much of the server's passive range is let in (default: all)."),
        "all",
        "some",
        "none",
        default="all",
    )
    choice(
        "client-ports",
        msg("Whether the client's ports are let in (default: what is usual where the client is)."),
        "all",
        "none",
        default=None,
    )
    choice(
        "client-address",
        msg("The address that the client writes into PORT (default: local)."),
        "local",
        "public",
        default="local",
    )
    choice(
        "client-kind",
        msg("Whether the client dials exactly what 227 says (default: strict)."),
        "strict",
        "forgiving",
        default="strict",
    )
    choice(
        "helper",
        msg("Which router has an FTP helper (default: none)."),
        "none",
        "client",
        "server",
        "both",
        default="none",
    )
    choice(
        "protection",
        msg("How the control connection is protected (default: tls)."),
        "tls",
        "plain",
        "ccc",
        default="tls",
    )
    parser.add_argument("--product", metavar="ID", help=t(msg("Show the setting of this server product.")))
    add_output(parser, t, ("text", "json", "markdown"))
