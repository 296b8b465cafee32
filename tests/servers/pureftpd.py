"""Pure-FTPd: everything by arguments, users in a PureDB of ours. Debian's build needs root and has no implicit TLS."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.servers.options import PASSWORD_HASH, USER, UnsupportedError
from tests.servers.recipe import Place, Recipe, accounts, openssl_environment, owner

NEEDS_ROOT = True


def recipe(place: Place, program: Path) -> Recipe:
    options, folder = place.options, place.folder
    for wrong, words in (
        (options.implicit, "implicit TLS"),
        (not options.active, "refusing PORT"),
        (options.session_reuse is True, "requiring session reuse"),
        (options.banner is not None, "another banner"),
        (options.refuse_protection, "refusing PROT P"),
        (options.tls_versions is not None and options.tls_versions[1] < "1.2", "TLS below 1.2"),
    ):
        if wrong:
            raise UnsupportedError(f"Pure-FTPd: {words}")
    uid, gid = owner()
    users = place.file("users", f"{USER}:{PASSWORD_HASH}:{uid}:{gid}::{place.home}/./::::::::::::\n", 0o600)
    database = folder / "users.pdb"
    maker = program.parents[1] / "bin" / "pure-pw"
    subprocess.run([maker, "mkdb", database, "-f", users], check=True, capture_output=True, timeout=20)
    low, high = place.passive_range
    level = 0 if not options.tls else 3 if options.require_protection else 2 if options.require_tls else 1
    command = [
        str(program),
        f"-S{options.bind},{place.port}",
        f"-lpuredb:{database}",
        f"-p{low}:{high}",
        f"-Y{level}",
        f"-2{folder / 'both.pem'}",
        f"-g{folder / 'pid'}",
        f"-c{options.max_clients or 20}",
        f"-C{options.max_clients or 20}",
        "-u1000",
        "-H",
        "-6" if ":" in options.bind and options.bind != "::" else "-4" if ":" not in options.bind else "-d",
    ]
    if options.masquerade:
        command.append(f"-P{options.masquerade}")
    if not options.anonymous:
        command.append("-E")
    if not options.passive:
        command.append("-N")
    command += options.extra
    return Recipe(command=command, mounts=accounts(place), environment=openssl_environment(place))
