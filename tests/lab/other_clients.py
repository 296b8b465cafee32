"""Real FTPS clients, run with their default settings in a namespace: did a listing of the directory come?

Each is started as its users start it, with nothing set but the account, the certificate authority and a deadline.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.lab.stage import Stage
from tests.servers.machine import CACHE
from tests.servers.process import find

DEADLINE = 8
"""Seconds for a connection or a reply; only what fails waits so long."""
FILE = "readme.txt"

_FTPLIB = """
import ftplib, os, sys
host, port, options = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
with ftplib.FTP_TLS(timeout=float(os.environ["DEADLINE"])) as ftp:
    ftp.connect(host, port)
    ftp.login(os.environ["FTP_USER"], os.environ["FTP_PASSWORD"])
    ftp.prot_p()
    if "active" in options:
        ftp.set_pasv(False)
    ftp.retrlines("NLST", print)
"""
_AIOFTP = """
import aioftp, asyncio, os, ssl, sys
async def main():
    host, port = sys.argv[1], int(sys.argv[2])
    context = ssl.create_default_context(cafile=os.environ["CA"])
    implicit = os.environ["IMPLICIT"] == "1"
    deadline = float(os.environ["DEADLINE"])
    client = aioftp.Client(ssl=context if implicit else None, socket_timeout=deadline, connection_timeout=deadline)
    await client.connect(host, port)
    if not implicit:
        await client.upgrade_to_tls(context)
    await client.login(os.environ["FTP_USER"], os.environ["FTP_PASSWORD"])
    if len(sys.argv) > 3:
        await client.command("PBSZ 0", "200")
        await client.command("PROT P", "200")
    for path, _ in await client.list():
        print(path)
    await client.quit()
asyncio.run(main())
"""
_BASIC_FTP = """
const ftp = require("basic-ftp"), fs = require("fs");
(async () => {
    const client = new ftp.Client(Number(process.env.DEADLINE) * 1000);
    await client.access({
        host: process.argv[1], port: Number(process.argv[2]),
        user: process.env.FTP_USER, password: process.env.FTP_PASSWORD,
        secure: process.env.IMPLICIT === "1" ? "implicit" : true,
        secureOptions: { ca: fs.readFileSync(process.env.CA), servername: "" },
    });
    for (const one of await client.list()) console.log(one.name);
    client.close();
})().catch(error => { console.error(error); process.exit(1); });
"""


@dataclass(frozen=True)
class Seen:
    """What a client did: whether the listing came, whole; its words."""

    works: bool
    transcript: str


def missing(client: str) -> str | None:
    """Return why a client cannot be run here, or None."""
    if client == "aioftp":
        return None if find_spec("aioftp") else "aioftp is not installed"
    if client == "basic_ftp":
        return None if _node_module() else "Node.js with basic-ftp is not here (scripts/install-test-servers)"
    program = {"curl": "curl", "lftp": "lftp", "wget": "wget", "python_ftplib": sys.executable}[client]
    return None if find(program) or Path(program).exists() else f"{program} is not installed"


def run(client: str, stage: Stage, *options: str) -> Seen:
    """Let ``client`` (an id of resources/clients) list the directory of the stage's server."""
    scenario, server = stage.scenario, stage.server
    host = f"[{scenario.target}]" if scenario.ipv6 else scenario.target
    place = f"{host}:{scenario.port}"
    ca = str(server.ca_file)
    match client:
        case "curl":
            words = ["curl", "--silent", "--show-error", "--verbose", "--disable", "--list-only", *options]
            words += ["--cacert", ca, "--connect-timeout", str(DEADLINE), "--max-time", str(2 * DEADLINE)]
            words += ["--user", f"{server.user}:{server.password}"]
            words += [f"ftps://{place}/"] if scenario.implicit else ["--ssl-reqd", f"ftp://{place}/"]
        case "lftp":
            settings = ["set ftp:ssl-force yes", f"set ssl:ca-file {ca}", f"set net:timeout {DEADLINE}"]
            settings += ["set net:max-retries 1", "set cmd:fail-exit yes", "debug 9", *options]
            scheme = "ftps" if scenario.implicit else "ftp"
            settings += [f"open -u {server.user},{server.password} {scheme}://{place}", "cls -1"]
            words = ["lftp", "--norc", "-c", "; ".join(settings)]
        case "wget":
            # It lists a directory before it takes a file by a pattern.
            words = ["wget", "--no-config", "--debug", f"--timeout={DEADLINE}", "--tries=1", *options]
            words += [f"--ca-certificate={ca}", f"--user={server.user}", f"--password={server.password}"]
            words += ["--ftps-implicit"] if scenario.implicit else []
            words += ["-O", "-", f"ftps://{place}/{FILE}*"]
        case "python_ftplib":
            words = [sys.executable, "-c", _FTPLIB, scenario.target, str(scenario.port), *options]
        case "aioftp":
            words = [sys.executable, "-c", _AIOFTP, scenario.target, str(scenario.port), *options]
        case "basic_ftp":
            words = [str(_node()), "-e", _BASIC_FTP, scenario.target, str(scenario.port)]
        case _:
            raise ValueError(client)
    environment = os.environ | {
        "CA": ca,
        "DEADLINE": str(DEADLINE),
        "IMPLICIT": "1" if scenario.implicit else "0",
        "FTP_USER": server.user,
        "FTP_PASSWORD": server.password,
        "HOME": "/nonexistent",
        "LFTP_HOME": "/nonexistent",
        "LC_ALL": "C.UTF-8",
    }
    if client == "basic_ftp":
        environment["NODE_PATH"] = str(_node_module())
    try:
        with TemporaryDirectory(prefix="ftpsgui-client-") as folder:  # wget keeps its listing where it stands
            done = subprocess.run(
                stage.lab.client.command(*words),
                capture_output=True,
                text=True,
                errors="replace",
                timeout=5 * DEADLINE,
                check=False,
                env=environment,
                cwd=folder,
            )
    except subprocess.TimeoutExpired as error:
        return Seen(False, f"it never ended: {error.stderr!r}")
    came = "A file of the test server." if client == "wget" else FILE
    return Seen(done.returncode == 0 and came in done.stdout, done.stdout + done.stderr)


def _node() -> Path | None:
    """Return Node.js: the machine's, or the one that came with the tools."""
    return find("node", CACHE / "usr" / "bin")


def _node_module() -> Path | None:
    """Return the folder of Node.js modules that holds basic-ftp, or None."""
    if _node() is None:
        return None
    places = [*os.environ.get("NODE_PATH", "").split(os.pathsep), str(CACHE / "node_modules")]
    for folder in places:
        if folder and (Path(folder) / "basic-ftp" / "package.json").exists():
            return Path(folder)
    return None
