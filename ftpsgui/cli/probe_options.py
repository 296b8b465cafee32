"""The options of ``probe``: what is tested, as whom, and how long it may take."""

from __future__ import annotations

import argparse

from ftpsgui.cli.common_options import add_judgement, add_output
from ftpsgui.cli.parser import checked, parse_address, parse_seconds
from ftpsgui.cli.target import parse_port, parse_ports, parse_stun
from ftpsgui.model.message import literal, msg
from ftpsgui.texts.translate import Translator


def add_probe(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add them all to the parser of the command."""
    parser.add_argument(
        "host",
        metavar="HOST",
        help=t(
            msg(
                "A name, an address, {forms}; never with a password.",
                forms=literal("host:port, ftps://user@host:990"),
            )
        ),
    )
    group = parser.add_argument_group(t(msg("server")))
    group.add_argument(
        "--port",
        metavar="N",
        type=checked(parse_port, t),
        help=t(msg("The control port (default: 21, with implicit TLS 990).")),
    )
    group.add_argument(
        "--tls",
        choices=("auto", "explicit", "implicit", "none"),
        help=t(msg("How TLS begins; auto finds out and never falls back to clear text (default: auto).")),
    )
    family = group.add_mutually_exclusive_group()
    family.add_argument(
        "-4",
        dest="family",
        action="store_const",
        const="ipv4",
        default="any",
        help=t(msg("Use IPv4 only.")),
    )
    family.add_argument(
        "-6", dest="family", action="store_const", const="ipv6", help=t(msg("Use IPv6 only."))
    )
    group = parser.add_argument_group(t(msg("login")))
    group.add_argument("--user", metavar="U", help=t(msg("The user name (default: anonymous).")))
    passwords = group.add_mutually_exclusive_group()
    passwords.add_argument(
        "--password-stdin",
        action="store_true",
        help=t(msg("Read the password from the first line of standard input.")),
    )
    passwords.add_argument(
        "--password-env", metavar="VAR", help=t(msg("Take the password from this environment variable."))
    )
    group = parser.add_argument_group(t(msg("trust")))
    group.add_argument(
        "--ca-file",
        metavar="F",
        help=t(msg("Trust the authorities in this PEM file instead of the system's.")),
    )
    group.add_argument(
        "--client-cert",
        metavar="F",
        help=t(msg("Offer this client certificate (PEM, with its key) when the server asks.")),
    )
    group.add_argument(
        "--insecure",
        action="store_true",
        help=t(msg("Accept any certificate for this run; a change within the run still stops it.")),
    )
    group = parser.add_argument_group(t(msg("what is tested")))
    group.add_argument(
        "--thorough",
        action="store_true",
        help=t(
            msg(
                "Also try a dozen passive ports, many transfers in a row, MLSD and NLST, PROT C, and every TLS version; takes longer."
            )
        ),
    )
    group.add_argument(
        "--dial-advertised",
        action="store_true",
        help=t(msg("Also dial another address than the server's own when a reply names one.")),
    )
    group.add_argument(
        "--compare-plaintext",
        action="store_true",
        help=t(msg("Also log in once without TLS, to compare; the password is sent in clear.")),
    )
    group.add_argument(
        "--ccc",
        action="store_true",
        help=t(
            msg(
                "Also go back to clear text once after a login over TLS (CCC); the commands can then be read on the way."
            )
        ),
    )
    group.add_argument(
        "--write-test",
        metavar="DIR",
        help=t(
            msg(
                "Also upload two files (1 kB and 1 MB) into this directory of the server, compare them and delete them."
            )
        ),
    )
    group.add_argument(
        "--idle-test",
        metavar="S",
        type=checked(parse_seconds, t),
        help=t(msg("Also leave a control connection silent for S seconds and see whether it survives.")),
    )
    group.add_argument(
        "--public-address",
        metavar="A",
        type=checked(parse_address, t),
        help=t(msg("This computer's public address, to be named in active mode.")),
    )
    group.add_argument(
        "--insist-public-address",
        action="store_true",
        help=t(msg("Name that address even when the server sees this computer under another one.")),
    )
    group.add_argument(
        "--stun",
        metavar="HOST",
        type=checked(parse_stun, t),
        help=t(
            msg(
                "Also ask this STUN server (host or host:port, UDP) for this computer's public address; by default nobody is asked."
            )
        ),
    )
    group.add_argument(
        "--active-ports",
        metavar="A-B",
        type=checked(parse_ports, t),
        help=t(msg("Listen in this range of ports in active mode.")),
    )
    group.add_argument(
        "--bind",
        metavar="A",
        type=checked(parse_address, t),
        help=t(msg("Use this address of this computer.")),
    )
    group.add_argument(
        "--timeout",
        metavar="S",
        type=checked(parse_seconds, t),
        help=t(msg("Seconds to wait for a connection or a reply (default: 10).")),
    )
    group.add_argument(
        "--data-timeout",
        metavar="S",
        type=checked(parse_seconds, t),
        help=t(msg("Seconds to wait for a data connection (default: 6).")),
    )
    add_judgement(parser, t)
    add_output(parser, t)
    parser.add_argument(
        "--save", metavar="SESSION", help=t(msg("Save everything that was observed to this file, for read."))
    )
