"""One server process that cannot outlive the test.

Its first process is a shell that reads a pipe from us: when we close the pipe, or die in whatever way, it ends the
server. As root the shell is process 1 of a PID namespace, so that whatever the server forked ends with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.guard import namespace as namespace_guard
from tests.servers.namespaces import connect
from tests.servers.options import ServerFailedError

# "$@" is the server. One that ends by itself ends the shell too, with its status, unless somebody wrote "again".
# vsftpd writes why it cannot start to descriptor 0, as if a client were there.
_KEEPER = """
{before}
exec 3<&0 </dev/null
"$@" 0>&1 3<&- &
server=$!
echo $server >{state}/pid
(read -r _ <&3; rm -f {state}/again; kill -KILL $(cat {state}/pid 2>/dev/null || echo $server)) 2>/dev/null &
exec 3<&-
while wait $server; status=$?; [ -e {state}/again ]; do
    rm {state}/again
    "$@" 0>&1 &
    server=$!
    echo $server >{state}/pid
done
exit $status
"""
START_TIMEOUT = 15.0
"""Seconds until a server must listen."""


def is_root() -> bool:
    """Whether namespaces and other users' files are ours to use."""
    return os.geteuid() == 0


def private_mounts() -> list[str]:
    """Return what ``unshare`` must be told so that no mount is seen outside."""
    # The guard's namespace keeps its mounts to itself; in a chroot unshare could not see to that.
    return ["--propagation", "unchanged"] if namespace_guard.confinement() == "lab" else []


class Contained:
    """A running command.

    ``state`` is a folder for its process number (``pid``) and for the wish to be started again (``again``); ``before``
    holds shell lines that prepare what it sees (see ``tests.servers.machine``), as root only.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        output: Path,
        state: Path,
        namespace: str | None = None,
        before: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        prefix: list[str] = []
        if namespace is not None:
            prefix += ["nsenter", f"--net={namespace}", "--"]
        if is_root():
            prefix += [
                "unshare",
                "--mount-proc",
                "--pid",
                "--fork",
                "--kill-child=KILL",
                *private_mounts(),
                "--",
            ]
        keeper = _KEEPER.format(before=before if is_root() else "", state=state)
        self.output = output
        self._state = state
        with output.open("ab") as sink:
            self._process = subprocess.Popen(
                [*prefix, "/bin/sh", "-c", keeper, "keeper", *command],
                stdin=subprocess.PIPE,
                stdout=sink,
                stderr=sink,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )

    def wait_for_port(self, host: str, port: int, namespace: str | None) -> None:
        """Return when something accepts connections there; ServerFailedError when the process ends or time is up."""
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            status = self._process.poll()
            if status is not None:
                raise ServerFailedError(f"ended with status {status}: {self.words()}")
            try:
                connect((host, port), namespace, 1.0).close()
            except OSError as error:
                if time.monotonic() > deadline:
                    raise ServerFailedError(f"{host}:{port}: {error}: {self.words()}") from error
                time.sleep(0.005)  # between two tries to connect, not instead of one
            else:
                return

    def wait_until_ready(self) -> None:
        """Return when everything is mounted and the command runs; ServerFailedError when the process ends."""
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise ServerFailedError(f"ended: {self.words()}")
            with suppress(ServerFailedError):
                there = self.command("test", "-s", str(self._state / "pid"))
                if subprocess.run(there, stderr=subprocess.DEVNULL, check=False).returncode == 0:
                    return
            time.sleep(0.005)  # between two looks
        raise ServerFailedError(f"not ready: {self.words()}")

    def words(self) -> str:
        """The last of what the process printed."""
        return self.output.read_text(errors="replace")[-2000:] or "(it said nothing)"

    def command(self, *words: str) -> list[str]:
        """Return the argument list that runs ``words`` beside the process, in all of its namespaces. Root only."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        if not children:
            raise ServerFailedError(f"it has ended: {self.words()}")
        return ["nsenter", f"--target={children[0]}", "--mount", "--pid", "--net", "--", *words]

    def stop(self) -> None:
        """End the process and all it started; safe to call twice."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def find(program: str, *folders: Path) -> Path | None:
    """Return the program: from the folders of ``scripts/install-test-servers`` first, then from the system."""
    for folder in folders:
        if (folder / program).exists():
            return folder / program
    found = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin")
    return Path(found) if found else None
