"""Measures what the design promises about speed, and prints a table. Writes nothing.

python benchmarks/speed.py                 everything (root on Linux; about a minute)
python benchmarks/speed.py window --repeat 9

healthy    the whole diagnosis of a healthy vsftpd on loopback
filtered   the same where the passive ports swallow packets: one data timeout more, not one for each port
distant    the same at a round trip of 100 ms, against one passive listing by curl over the same path
judging    the diagnosis of 1,000 and of 10,000 observations, and opening the knowledge base
responsive the window's event loop during a run, and a session of 10,000 observations: to open, to
           turn its pages, to scroll, to search
window     from the start of the program to its first pixels, and its peak memory; in turns with a bare Qt window
           and, where it is installed, with FileZilla
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import judging as judge  # noqa: E402
from benchmarks.delay import delayed_path  # noqa: E402
from benchmarks.pixels import Start, screen  # noqa: E402
from tests.guard import namespace  # noqa: E402
from tests.servers import Options, Server, start  # noqa: E402

PROBE = [sys.executable, "-m", "ftpsgui", "probe"]
FROZEN = ROOT / "packaging" / "dist" / "ftpsgui" / "ftpsgui"
DATA_TIMEOUT = 6.0
FIRST_PIXELS = 250.0


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    values: tuple[float, ...]
    unit: str = "s"
    goal: float | None = None
    note: str = ""

    def __str__(self) -> str:
        median = statistics.median(self.values)
        spread = f"{min(self.values):.2f} … {max(self.values):.2f}" if len(self.values) > 1 else ""
        verdict = (
            ""
            if self.goal is None
            else f"goal {self.goal:g} {self.unit}: {'met' if median <= self.goal else 'MISSED'}"
        )
        return f"{self.what:44} {median:8.2f} {self.unit:3} {spread:18} {verdict:24} {self.note}".rstrip()


def diagnose(
    server: Server, *prefix: str, host: str | None = None, arguments: Iterable[str] = ()
) -> tuple[float, dict[str, object]]:
    """Run the command against ``server``; return the seconds it took and its report."""
    command = [*prefix, *PROBE, host or server.host, "--port", str(server.port), "--user", server.user]
    command += [
        "--password-env",
        "BENCH_PASSWORD",
        "--ca-file",
        str(server.ca_file),
        "--format",
        "json",
        *arguments,
    ]
    environment = os.environ | {"BENCH_PASSWORD": server.password}
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(
            f"{' '.join(command)}\nended with {done.returncode}:\n{done.stderr}{done.stdout[:2000]}"
        )
    return seconds, json.loads(done.stdout)


def working(report: dict[str, object]) -> str:
    """Return which rows of the report's mode table worked, so that a fast failure cannot pass for speed."""
    rows = report["modes"]
    assert isinstance(rows, list)
    good = [f"{row['mode']}/{row['address']}" for row in rows if row["result"] == "works"]
    return "works: " + (", ".join(dict.fromkeys(good)) or "nothing")


Measure = Callable[[], tuple[float, dict[str, object]]]


def repeated(repeat: int, measure: Measure) -> tuple[tuple[float, ...], dict[str, object]]:
    """Measure once to warm up and then ``repeat`` times."""
    measure()
    results = [measure() for _ in range(repeat)]
    return tuple(seconds for seconds, _ in results), results[-1][1]


def healthy(repeat: int) -> list[Row]:
    """Measure the whole diagnosis of a healthy server."""
    with start("vsftpd") as server:
        values, report = repeated(repeat, lambda: diagnose(server))
    return [Row("healthy vsftpd on loopback", values, goal=1.0, note=working(report))]


def filtered(repeat: int) -> list[Row]:
    """Measure it where packets to the passive ports vanish. Filters in this process's own namespace only."""
    if namespace.confinement() != "lab":
        raise RuntimeError("needs root and network namespaces")
    with start("vsftpd") as server:
        first, last = server.passive_range
        rule = ["INPUT", "-p", "tcp", "--dport", f"{first}:{last}", "-j", "DROP"]
        subprocess.run(["iptables", "-A", *rule], check=True)
        try:
            timeout = ("--data-timeout", str(DATA_TIMEOUT))
            results = [diagnose(server, arguments=timeout) for _ in range(max(1, repeat // 3))]
        finally:
            subprocess.run(["iptables", "-D", *rule], check=True)
    values = tuple(seconds for seconds, _ in results)
    return [
        Row(
            "passive range filtered, data timeout 6 s",
            values,
            goal=DATA_TIMEOUT + 2,
            note=working(results[-1][1]),
        )
    ]


def distant(repeat: int) -> list[Row]:
    """Compare the whole diagnosis with one listing by curl, both at 100 ms.

    Some versions of curl rest for a second between EPSV and LIST when a round trip takes longer than 60 ms. So curl
    is measured at two shorter delays: what the second one adds is the number of its round trips, and they alone
    count against us.
    """
    with distant_server(0.005) as (_, curl, _):
        nearest, _ = repeated(repeat, curl)
    with distant_server(0.025) as (_, curl, _):
        near, _ = repeated(repeat, curl)
    with distant_server(0.05) as (server, curl, inside):
        far, _ = repeated(repeat, curl)
        whole, report = repeated(repeat, lambda: diagnose(server, *inside))
    trips = (min(near) - min(nearest)) / 0.04
    return [
        Row("one passive listing by curl at 100 ms", far, note=f"{trips:.1f} round trips"),
        Row("whole diagnosis at 100 ms", whole, goal=round(1.5 * trips * 0.1, 2), note=working(report)),
        Row(
            "    in listings by curl, without its rest", (statistics.median(whole) / (trips * 0.1),), "x", 1.5
        ),
    ]


@contextmanager
def distant_server(one_way: float) -> Iterator[tuple[Server, Measure, tuple[str, ...]]]:
    """Yield a vsftpd behind a delay, a way to list it by curl, and the command prefix to be on its client's side."""
    with delayed_path(one_way) as path:
        inside = ("nsenter", f"--net={path.file(path.client)}", "--")
        options = Options(bind=path.server_address, port=21, namespace=path.file(path.server))
        with start("vsftpd", options) as server:
            command = [
                *inside,
                "curl",
                "--silent",
                "--show-error",
                "--ssl-reqd",
                "--cacert",
                str(server.ca_file),
            ]
            command += [
                "--user",
                f"{server.user}:{server.password}",
                f"ftp://{path.server_address}:{server.port}/",
            ]

            def listing() -> tuple[float, dict[str, object]]:
                begun = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                return time.perf_counter() - begun, {}

            yield server, listing, inside


BARE = """
from PySide6.QtWidgets import QApplication, QPlainTextEdit
application = QApplication([])
window = QPlainTextEdit("the quick brown fox " * 500)
window.resize(800, 600)
window.show()
application.exec()
"""


NO_GREETING = """<?xml version="1.0"?>
<FileZilla3><Settings><Setting name="Greeting version">99.0.0</Setting></Settings></FileZilla3>
"""
"""FileZilla greets a new user in a dialog; measured is the window that everybody sees later."""


def window(repeat: int) -> list[Row]:
    """Measure the way to the first pixels, in turns with a bare Qt window, after one start that fills the caches."""
    home = tempfile.mkdtemp(prefix="ftpsgui-home-")
    environment = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": home}
    programs = {"bare Qt window": [sys.executable, "-c", BARE], "ftpsgui": [sys.executable, "-m", "ftpsgui"]}
    if FROZEN.exists():
        programs["ftpsgui, frozen"] = [str(FROZEN)]
    if filezilla := shutil.which("filezilla"):
        programs["FileZilla"] = [filezilla]
        settings = Path(home, ".config", "filezilla")
        settings.mkdir(parents=True)
        (settings / "filezilla.xml").write_text(NO_GREETING, encoding="utf-8")
    starts: dict[str, list[Start]] = {name: [] for name in programs}
    try:
        with screen() as display:
            for turn in range(repeat + 1):
                for name, command in programs.items():
                    one = display.launch(command, environment)
                    if turn > 0:
                        starts[name].append(one)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    rows = []
    for name, those in starts.items():
        ours = name.startswith("ftpsgui")
        for what, said in (("first", "first pixels"), ("content", "content")):
            times = tuple(getattr(one, what) * 1000 for one in those)
            goal = FIRST_PIXELS if ours and what == "first" else None
            rows.append(Row(f"{name}: {said}", times, "ms", goal))
            # Starting the frozen program takes longer by what its own loader does.
            for rival, most in (("bare Qt window", 1.25 if name == "ftpsgui" else None), ("FileZilla", 1.25)):
                if ours and rival in starts:
                    theirs = statistics.median(getattr(one, what) * 1000 for one in starts[rival])
                    rows.append(Row(f"    in {rival}s", (statistics.median(times) / theirs,), "x", most))
        rows.append(
            Row(f"{name}: peak memory", tuple(one.peak_mb for one in those), "MB", 85 if ours else None)
        )
    return rows


def judging(repeat: int) -> list[Row]:
    """Measure the judgement alone."""
    short, long = judge.diagnosis(1_000, 3 * repeat), judge.diagnosis(10_000, repeat)
    growth = statistics.median(long) / statistics.median(short)
    return [
        Row("diagnosis of 1,000 observations", short, "ms", goal=20),
        Row("diagnosis of 10,000 observations", long, "ms", goal=200, note=f"{growth:.1f} times as long"),
        Row("opening the knowledge base", judge.opening(3 * repeat), "ms", goal=15),
    ]


def responsive(repeat: int) -> list[Row]:
    """Measure how the window keeps up, in a process of its own."""
    rows = []
    goals = {
        "ours, p99": 16.0,
        "open": 500.0,
        "details: a frame, p99": 16.0,
        "transcript: a frame, p99": 16.0,
        "exchange: turn to it": 500.0,
        "clients: turn to it": 500.0,
        "tls: turn to it": 500.0,
        "whatif: turn to it": 500.0,
        "details: turn to it": 500.0,
        "transcript: turn to it": 500.0,
        "search: first letter": 250.0,
        "search: next letters": 100.0,
    }
    for what in ("late", "facts"):
        command = [sys.executable, str(ROOT / "benchmarks" / "responsive.py"), what]
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(max(1, repeat // 3))
        ]
        rows += [
            Row(f"window, {what}: {name}", tuple(run[name] for run in runs), "ms", goals.get(name))
            for name in runs[0]
            if name != "looks"
        ]
    return rows


MEASUREMENTS = {
    "healthy": healthy,
    "filtered": filtered,
    "distant": distant,
    "judging": judging,
    "responsive": responsive,
    "window": window,
}


def main() -> int:
    """Do what the command line says; return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description="Measure the speed of ftpsgui.")
    parser.add_argument("what", nargs="*", choices=[*MEASUREMENTS, []], help="default: everything")
    parser.add_argument(
        "--repeat", type=int, default=5, help="how often each is measured (default 5); the median counts"
    )
    arguments = parser.parse_args()
    namespace.enter()
    if (load := os.getloadavg()[0]) > 1:
        print(f"This computer is busy (load average {load:.1f}): the figures are too high.")
    missed = False
    for name in arguments.what or MEASUREMENTS:
        for row in MEASUREMENTS[name](arguments.repeat):
            print(row, flush=True)
            missed |= "MISSED" in str(row)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
