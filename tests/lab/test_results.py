"""The table of the whole matrix says what the runs were."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.lab.judge import Run
from tests.lab.reference import Verdict
from tests.lab.results import table
from tests.lab.scenarios import BY_NAME

NOW = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)


def _run(name: str, *disagreements: str) -> Run:
    scenario = BY_NAME[name]
    report = {
        "product": {"name": "vsftpd", "version": "3.0.3"},
        "findings": [{"id": cause} for cause in sorted(scenario.causes)]
        + [{"id": "tls-session-reuse-required"}],
        "modes": [
            {
                "mode": row.split("/")[0],
                "address": row.split("/")[1],
                "protection": "private",
                "result": result,
            }
            for row, result in scenario.rows.items()
        ],
    }
    seen = {row: Verdict(result, "lftp", "") for row, result in scenario.rows.items()}
    seen["session"] = Verdict("open", "own", "")
    return Run(scenario, seen, report, disagreements=disagreements)


def test_a_row_says_who_saw_what() -> None:
    text = table({"t2-vsftpd": _run("t2-vsftpd")}, now=NOW, commit="`abc`")
    assert "2026-11-28 05:00 UTC, commit `abc`. 1 of 1 scenarios agree" in text
    (line,) = [line for line in text.splitlines() if line.startswith("| `t2-vsftpd`")]
    assert "| vsftpd | T2 | `FWWWW` | `FWWWW` |" in line
    assert "pasv-private-address server-behind-nat (tls-session-reuse-required) | agrees |" in line


def test_disagreement_and_failure_stand_out() -> None:
    runs = {"t1-vsftpd": _run("t1-vsftpd", "wrong", "and wrong"), "t3-vsftpd": OSError("no room")}
    text = table(runs, now=NOW, commit="`abc`")
    assert "0 of 2 scenarios agree" in text
    assert "✗ 2 |" in text
    assert "the lab failed: OSError" in text
