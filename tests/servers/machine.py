"""What a server sees of a machine: Debian's own paths, a file system that it may write to, and a ``systemctl``.

As root every server runs in a mount namespace of its own in which ``/etc``, ``/usr``, ``/var`` and ``/run`` are laid
over those of the machine: first what the test furnished (configuration, accounts, the tools below), then the unpacked
Debian packages, then the machine. So ``/etc/vsftpd.conf`` is where an administrator looks for it, ``/usr/sbin/proftpd``
is ProFTPD, and whatever is written there is gone with the server. Nothing of the real machine can be changed.

Tools that would reach beyond the namespace are replaced by small ones: ``systemctl`` and ``service`` know the one unit
that runs here, ``modprobe`` and ``apt`` change nothing. All others (``nft``, ``iptables``, ``sysctl``,
``netfilter-persistent``, the servers' own) are the real ones.
"""

from __future__ import annotations

import os
from pathlib import Path

CACHE = Path(
    os.environ.get("FTPSGUI_TEST_SERVERS", Path(__file__).resolve().parents[2] / ".cache" / "test-servers")
)
"""Where ``scripts/install-test-servers`` unpacks Debian's packages."""
STATE = Path("/run/lab")
"""Where, in the machine, the running process' number is."""
_LAID_OVER = ("etc", "usr", "var")

# Restart as systemd does it: TERM, KILL when that does not help, and back when the new process is there.
# After a reload the process works for a moment; when it sleeps again, the new configuration is in force.
_SYSTEMCTL = """#!/bin/sh
state={state}
unit=${{2%.service}}
case "$1" in daemon-reload | enable | disable) exit 0 ;; esac
if [ "$unit" != "{unit}" ]; then
    echo "Failed to $1 $unit.service: Unit $unit.service not found." >&2
    exit 5
fi
pid=$(cat $state/pid)
case "$1" in
restart | try-restart)
    : >$state/again
    kill "$pid"
    tries=0
    while [ "$(cat $state/pid)" = "$pid" ]; do
        sleep 0.02
        tries=$((tries + 1))
        [ $tries != 150 ] || kill -KILL "$pid"
    done
    ;;
reload)
    kill -HUP "$pid"
    calm=0
    while [ $calm -lt 3 ]; do
        sleep 0.02
        kill -0 "$pid" || exit 1
        if grep -q '^State:.S' "/proc/$pid/status"; then calm=$((calm + 1)); else calm=0; fi
    done
    ;;
status | is-active) kill -0 "$pid" && echo active ;;
*)
    echo "Unknown command verb $1." >&2
    exit 1
    ;;
esac
"""
_SERVICE = '#!/bin/sh\nexec systemctl "$2" "$1"\n'
_MODPROBE = (
    '#!/bin/sh\necho "modprobe $*: kernel modules belong to the whole machine, so nothing is done here" >&2\n'
)
_APT = '#!/bin/sh\necho "$*: already unpacked here" >&2\n'


def tools(root: Path, unit: str) -> None:
    """Put the replaced tools under ``root``; ``unit``: what systemctl knows there."""
    for name, text in (
        ("usr/bin/systemctl", _SYSTEMCTL.format(state=STATE, unit=unit)),
        ("usr/sbin/service", _SERVICE),
        ("usr/sbin/modprobe", _MODPROBE),
        ("usr/bin/apt", _APT),
        ("usr/bin/apt-get", _APT),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)


def mounts(root: Path, scratch: Path) -> str:
    """Return shell lines that lay ``root`` and the unpacked packages over the machine; ``scratch`` takes what is written."""
    scratch.mkdir()
    lines = [f"mount -t tmpfs -o mode=755 lab {scratch} || exit 99"]
    for name in _LAID_OVER:
        lower = ":".join(str(path) for path in (root / name, CACHE / name, Path("/", name)) if path.is_dir())
        upper, work = scratch / name, scratch / f"{name}.work"
        lines.append(
            f"mkdir {upper} {work} && "
            f"mount -t overlay -o lowerdir={lower},upperdir={upper},workdir={work} lab /{name} || exit 99"
        )
    lines.append("mount -t tmpfs -o mode=755 lab /run || exit 99")
    lines.append(
        f"mkdir -p {STATE} /run/lock /run/vsftpd/empty /run/proftpd /run/pure-ftpd /var/log/proftpd /var/log/pure-ftpd"
    )
    return "\n".join(lines)
