"""Pure-FTPd as Debian starts it: a wrapper that makes an argument of each file in ``/etc/pure-ftpd/conf``.

Users are in a PureDB of ours. Debian's build needs root and has no implicit TLS.
"""

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
    accounts(place)
    low, high = place.passive_range
    level = 0 if not options.tls else 3 if options.require_protection else 2 if options.require_tls else 1
    settings = {
        "Bind": f"{options.bind},{place.port}",
        "PureDB": str(database),
        "UnixAuthentication": "no",
        "PAMAuthentication": "no",
        "PassivePortRange": f"{low} {high}",
        "TLS": f"{level}",
        "MaxClientsNumber": f"{options.max_clients or 20}",
        "MaxClientsPerIP": f"{options.max_clients or 20}",
        "MinUID": "1000",
        "DontResolve": "yes",
        "NoAnonymous": "no" if options.anonymous else "yes",
    }
    if ":" not in options.bind:
        settings["IPV4Only"] = "yes"
    elif options.bind != "::":
        settings["IPV6Only"] = "yes"
    if options.masquerade:
        settings["ForcePassiveIP"] = options.masquerade
    if not options.passive:
        settings["NATmode"] = "yes"
    for line in options.extra:
        name, _, value = line.partition(" ")
        settings[name] = value
    for name, value in settings.items():
        place.put(f"/etc/pure-ftpd/conf/{name}", f"{value}\n")
    link = place.root / "etc/pure-ftpd/auth/50puredb"
    link.parent.mkdir()
    link.symlink_to("/etc/pure-ftpd/conf/PureDB")
    place.put("/etc/ssl/private/pure-ftpd.pem", (folder / "both.pem").read_text(), 0o600)
    return Recipe(
        command=["/usr/sbin/pure-ftpd-wrapper"], unit="pure-ftpd", environment=openssl_environment(place)
    )
