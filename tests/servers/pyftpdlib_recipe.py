"""pyftpdlib: in a process of its own, configured by one JSON argument; runs without root too."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.servers.options import PASSWORD, USER, UnsupportedError
from tests.servers.recipe import Place, Recipe

NEEDS_ROOT = False


def recipe(place: Place, program: Path) -> Recipe:
    del program
    options = place.options
    if options.session_reuse:
        raise UnsupportedError("pyftpdlib: requiring session reuse")
    if options.implicit and not options.tls:
        raise UnsupportedError("pyftpdlib: implicit without TLS")
    configuration = {
        "bind": options.bind,
        "port": place.port,
        "passive_range": place.passive_range,
        "masquerade": options.masquerade,
        "tls": options.tls,
        "implicit": options.implicit,
        "require_tls": options.require_tls,
        "require_protection": options.require_protection,
        "refuse_protection": options.refuse_protection,
        "tls_versions": options.tls_versions,
        "passive": options.passive,
        "active": options.active,
        "anonymous": options.anonymous,
        "max_clients": options.max_clients,
        "banner": options.banner,
        "extra": "\n".join(options.extra),
        "certificate": str(place.folder / "both.pem"),
        "home": str(place.home),
        "user": USER,
        "password": PASSWORD,
    }
    path = place.file("pyftpdlib.json", json.dumps(configuration), 0o600)
    script = Path(__file__).with_name("pyftpdlib_main.py")
    return Recipe(command=[sys.executable, "-W", "ignore", str(script), str(path)])
