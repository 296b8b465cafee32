"""The whole matrix as a Markdown table, with the date, the commit and the machine: ``docs/LAB-RESULTS.md``."""

from __future__ import annotations

import platform
import re
import ssl
import subprocess
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module

from tests.lab import scenarios
from tests.lab.coverage import TOPICS, sample, topics
from tests.lab.judge import Run, letters
from tests.lab.scenario import Scenario
from tests.servers.library import REPOSITORY

Outcome = Run | Exception
_HEAD = """# The whole lab, once

<!-- Written by: python -m tests.lab matrix -->

{date}, commit {commit}. {counts}

{machine}

What the columns say is explained in [LAB.md](LAB.md). `W` works, `F` fails, `-` not tried, `?` differs from one try to the next;
the rows are PASV to the advertised address, PASV to the control peer, EPSV, PORT, EPRT, and after `/` PORT and EPRT with the
public address. *Reference* is what lftp and a second small client made of them, *ftpsgui* what its report says. *Ends* is where
a careful client's way ends before a data connection can be tried. A row *agrees* when the reference says what was written down
as true before anybody was asked, and ftpsgui says the same of every row; when it names exactly the causes that were built in,
with the right exit status and topology; when its session file is written again as it was read; and when the run left no
connection, listener, process or file behind. *With patience*: on a busy machine something ran out of its two seconds that the
reference client got, and the run was made again with more. ● marks the sample that every change to the code is held to."""


def table(runs: Mapping[str, Outcome], *, now: datetime, commit: str) -> str:
    """Return the document. ``runs``: what came of each scenario, by name; an exception where the lab itself failed."""
    agree = sum(_agrees(runs[name]) for name in runs)
    counts = f"{agree} of {len(runs)} scenarios agree; they cover {len(TOPICS)} topics."
    parts = [
        _HEAD.format(
            date=now.strftime("%Y-%m-%d %H:%M UTC"), commit=commit, counts=counts, machine=_machine(runs)
        )
    ]
    held = {scenario.name for scenario in sample(scenarios.SCENARIOS)}
    for theme, members in scenarios.THEMES.items():
        words = import_module(f"tests.lab.scenarios.{theme}").__doc__ or theme
        parts.append(f"\n## {_title(theme)}\n\n{words.strip()}\n")
        parts.append("| scenario | server | at | reference | ftpsgui | ends | found | |")
        parts.append("|---|---|---|---|---|---|---|---|")
        parts += [_line(scenario, runs[scenario.name], held) for scenario in members if scenario.name in runs]
    parts += ["\n## What is covered\n", "| topic | scenarios |", "|---|---|"]
    for topic in TOPICS:
        names = [
            scenario.name
            for scenario in scenarios.SCENARIOS
            if scenario.name in runs and topic in topics(scenario)
        ]
        parts.append(f"| {topic} | {' '.join(f'`{name}`' for name in names)} |")
    return "\n".join(parts) + "\n"


def commit_of_the_tree() -> str:
    """Return the commit that was tested, and say so when files differ from it."""
    head = _said("git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD")
    changed = _said("git", "-C", str(REPOSITORY), "status", "--porcelain", "--untracked-files=no")
    return f"`{head or 'unknown'}`" + (" with changes" if changed else "")


def _title(theme: str) -> str:
    words = theme.replace("_", " ").capitalize()
    return re.sub(
        r"(?i)\b(nat|tls|ipv6)\b",
        lambda found: "IPv6" if found[0].lower() == "ipv6" else found[0].upper(),
        words,
    )


def _agrees(outcome: Outcome) -> bool:
    return isinstance(outcome, Run) and not outcome.disagreements


def _line(scenario: Scenario, outcome: Outcome, held: set[str]) -> str:
    name = f"`{scenario.name}`" + (" ●" if scenario.name in held else "")
    start = f"| {name} | {scenario.server} | {scenario.place} |"
    if isinstance(outcome, Exception):
        return f"{start} | | | the lab failed: {type(outcome).__name__} | ✗ |"
    findings = outcome.report["findings"] if outcome.report else []
    found = " ".join(finding["id"] for finding in findings if finding["id"] in scenario.causes)
    others = [finding["id"] for finding in findings if finding["id"] not in scenario.causes]
    remarks = f" ({' '.join(others)})" if others else ""
    cells = [f"`{_depends(scenario, letters(rows))}`" for rows in (outcome.reference, outcome.modes)]
    if scenario.clear:
        clear = {
            row.removeprefix("clear "): said
            for row, said in outcome.reference.items()
            if row.startswith("clear ")
        }
        cells[0] += f" clear `{letters(clear)}`"
        cells[1] += f" clear `{letters(outcome.rows('clear'))}`"
    verdict = (
        f"agrees{', with patience' if outcome.patient else ''}"
        if _agrees(outcome)
        else f"✗ {len(outcome.disagreements)}"
    )
    return f"{start} {cells[0]} | {cells[1]} | {scenario.stops or ''} | {found}{remarks} | {verdict} |"


def _depends(scenario: Scenario, seen: str) -> str:
    """Write ``?`` where no two tries need be alike, whatever this one made of it."""
    return "".join(
        "?" if truth == "?" else letter for truth, letter in zip(scenario.truth, seen, strict=False)
    )


def _machine(runs: Mapping[str, Outcome]) -> str:
    products = {
        f"{product['name']} {product['version'] or ''}".strip()
        for outcome in runs.values()
        if isinstance(outcome, Run) and outcome.report and (product := outcome.report.get("product"))
    }
    lftp = _said("lftp", "--version").partition("LFTP | Version ")[2].split(" ")[0]
    return (
        f"Linux {platform.release().partition('-')[0]}, Python {platform.python_version()}, {ssl.OPENSSL_VERSION}, lftp {lftp}. "
        f"Servers, as ftpsgui names them: {', '.join(sorted(products))}."
    )


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=10).stdout.strip()
    except OSError:
        return ""
