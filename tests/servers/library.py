"""Start a server, hand it to the test, take everything away again."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Literal, get_args

import pytest

from tests.servers import certificates, machine, ports, proftpd, pureftpd, pyftpdlib_recipe, vsftpd
from tests.servers.machine import CACHE
from tests.servers.options import PASSWORD, USER, Options, Server
from tests.servers.process import Contained, find, is_root
from tests.servers.recipe import NAMES, Place, owner

Kind = Literal["vsftpd", "proftpd", "pureftpd", "pyftpdlib"]
KINDS: tuple[Kind, ...] = get_args(Kind)
REPOSITORY = Path(__file__).resolve().parents[2]

_PLAIN = Options()
_MODULES: dict[str, ModuleType] = {
    "vsftpd": vsftpd,
    "proftpd": proftpd,
    "pureftpd": pureftpd,
    "pyftpdlib": pyftpdlib_recipe,
}
_PROGRAMS = {"vsftpd": "vsftpd", "proftpd": "proftpd", "pureftpd": "pure-ftpd"}


def missing(kind: Kind) -> str | None:
    """Return why ``kind`` cannot run here, or None when it can."""
    if _MODULES[kind].NEEDS_ROOT and not is_root():
        return f"{kind} needs root"
    if kind in _PROGRAMS and _program(kind) is None:
        return f"{kind} is not here: run scripts/install-test-servers"
    return None


def require(kind: Kind) -> None:
    """Skip the calling test when ``kind`` cannot run here; under CI=true fail it."""
    reason = missing(kind)
    if reason is None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must run the real servers: {reason}", pytrace=False)
    pytest.skip(f"REAL SERVER NOT TESTED: {reason}")


@contextmanager
def start(kind: Kind, options: Options = _PLAIN) -> Iterator[Server]:
    """Run ``kind`` as ``options`` say until the ``with`` block ends.

    Raises UnsupportedError when the product cannot do it, ServerFailedError when it does not start.
    """
    program = _program(kind)
    if program is None:
        raise FileNotFoundError(f"{kind}: run scripts/install-test-servers")
    with ExitStack() as stack:
        base = 0
        if options.port is None or options.passive_range is None:
            base = stack.enter_context(ports.reserve())
        place = Place(
            folder=stack.enter_context(_folder(kind)),
            port=base if options.port is None else options.port,
            passive_range=options.passive_range or (base + 1, base + 30),
            options=options,
        )
        _furnish(place)
        made = _MODULES[kind].recipe(place, program)
        output = place.log if kind == "pyftpdlib" else place.folder / "output"
        machine.tools(place.root, made.unit)
        process = Contained(
            made.command,
            output=output,
            state=machine.STATE if is_root() else place.folder,
            namespace=options.namespace,
            before=machine.mounts(place.root, place.folder / "scratch"),
            environment=made.environment,
        )
        stack.callback(process.stop)
        host = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(options.bind, options.bind)
        process.wait_for_port(host, place.port, options.namespace)
        yield Server(
            kind=kind,
            host=host,
            port=place.port,
            user=USER,
            password=PASSWORD,
            ca_file=place.folder / "ca.pem",
            passive_range=place.passive_range,
            home=place.home,
            log=place.log,
            implicit=options.implicit,
            options=options,
            process=process,
            unit=made.unit,
            program=made.program,
        )


@contextmanager
def machine_in(namespace: str) -> Iterator[Contained]:
    """Stand a machine without a server up in a network namespace: Debian's paths for whoever administers it."""
    with _folder("machine") as folder:
        root = folder / "root"
        machine.tools(root, "none")
        (root / "etc").mkdir()
        process = Contained(
            ["sleep", "infinity"],
            output=folder / "output",
            state=machine.STATE,
            namespace=namespace,
            before=machine.mounts(root, folder / "scratch"),
        )
        try:
            process.wait_until_ready()
            yield process
        finally:
            process.stop()


@contextmanager
def _folder(kind: str) -> Iterator[Path]:
    # Not pytest's tmp_path: the server's unprivileged users must be able to walk to the home directory.
    folder = Path(tempfile.mkdtemp(prefix=f"ftpsgui-{kind}-"))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _furnish(place: Place) -> None:
    options = place.options
    wanted = [
        "localhost",
        "127.0.0.1",
        "::1",
        options.bind,
        options.masquerade or "",
        *options.certificate_names,
        *NAMES,
    ]
    names = tuple(sorted({*wanted} - {"", "0.0.0.0", "::"}))  # the same for every node behind one balancer
    certificates.write(place.folder, options.certificate, names)
    hosts = "".join(f"{address} {name}\n" for name, address in NAMES.items())
    place.put("/etc/hosts", f"127.0.0.1 localhost\n{hosts}")
    (place.home / "incoming").mkdir(parents=True)
    for name, content in options.files.items():
        (place.home / name).write_bytes(content)
    uid, gid = owner()
    for path in (place.home, *place.home.rglob("*")):
        os.chown(path, uid, gid)


def _program(kind: Kind) -> Path | None:
    if kind == "pyftpdlib":
        return Path("-")
    cached = CACHE / "usr" / "sbin"
    found = find(_PROGRAMS[kind], cached)
    if found is not None and kind == "proftpd" and not (found.parents[1] / "lib/proftpd/mod_tls.so").exists():
        return None
    return found
