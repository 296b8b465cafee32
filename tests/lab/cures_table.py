"""Proves cures by hand, and writes what was seen as ``docs/CURES.md``."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.lab.cures import BY_NAME, CURES, NOT_CURED
from tests.lab.curing import AT_ONCE, PLACEHOLDERS, Proof, cannot_prove, prove_all
from tests.lab.judge import letters
from tests.servers.library import REPOSITORY

_FIREWALLS = ("iptables", "nft", "sysctl")
_LONG = 6
"""A snippet with more lines is named by its file alone."""
FILE = REPOSITORY / "docs" / "CURES.md"
SERVERS = {"vsftpd": "vsftpd", "proftpd": "ProFTPD", "pureftpd": "Pure-FTPd", "pyftpdlib": "pyftpdlib"}
_HEAD = """# What the remedies cure

Written by `sudo python -m tests.lab cures --write` on {date}, at commit `{commit}`: {count} faults, each built into a real
server or its router, diagnosed, repaired by nothing but the report, and tested again.

Before and after are the rows of the mode table: passive to the advertised address, passive to the control connection's
peer, EPSV, PORT, EPRT (after `/` PORT and EPRT with the public address). W works, F fails, P sometimes, `-` not tried.
After the cure the findings are gone, no other has come, and the reference client (lftp) agrees with every row.

| server | place | fault | findings, gone afterwards | before | what was done | after |
|---|---|---|---|---|---|---|
"""
_RULES = """
## How a remedy is followed

`tests/lab/administrator.py` knows the report's JSON and no product. It does what an administrator does who reads it:

- `audience` says where: `server-admin` on the server, `network-admin` on the router. A step for a router is left out
  where the server is public and has none.
- With a `file`, `snippet` is put at its end. Without one it is pasted into a shell, which stops at the first error.
- `apply` is run. Two sentences are understood instead of a command: *above the line that holds X* (where in the file)
  and *restart the program*.
- When all is done, the machines start again: the firewall loads its saved rules, the server reads its files. What was not
  made to last is lost then.
- Each server lives in a mount namespace with its configuration where Debian has it. `systemctl` knows the one unit that
  runs there; `modprobe` and `apt-get` do nothing, because kernel and packages are the machine's. `nft`, `iptables`,
  `netfilter-persistent`, `sysctl`, `sed` and the servers are Debian's own.

Only these placeholders are ever filled in, and only where the report itself names them:

| placeholder | filled with |
|---|---|
{placeholders}
## What has no row, and why

| fault | reason |
|---|---|
{not_cured}"""


def run(names: Sequence[str], *, write: bool, verbose: bool) -> int:
    """Prove the named cures (none: all), print a line for each; return the exit status."""
    if unknown := [name for name in names if name not in BY_NAME]:
        print(f"no such cure: {', '.join(unknown)}; there are {' '.join(BY_NAME)}", file=sys.stderr)
        return 2
    chosen = [BY_NAME[name] for name in names] or list(CURES)
    if reasons := {reason for cure in chosen if (reason := cannot_prove(cure)) is not None}:
        print("\n".join(sorted(reasons)), file=sys.stderr)
        return 1
    proofs: list[Proof] = []
    with ThreadPoolExecutor(AT_ONCE) as outer, ThreadPoolExecutor(AT_ONCE * 8) as inner:
        waiting = prove_all(chosen, outer, inner)
        for cure in chosen:
            try:
                proof = waiting[cure.name].result()
            except Exception as error:
                proof = Proof(cure, None, "", (), None, (f"{type(error).__name__}: {error}",))
            proofs.append(proof)
            after = letters(proof.after.modes) if proof.after else "-"
            print(
                f"{cure.name:30} {proof.modes_before:9} -> {after:9} {'BAD' if proof.wrong else 'cured'}",
                flush=True,
            )
            for words in proof.wrong:
                print("    " + words.replace("\n", "\n        "))
            for step in proof.done if verbose or proof.wrong else ():
                print(
                    f"    on the {step.where}, {step.file or 'in a shell'}: {step.snippet!r}, then {step.apply!r}"
                )
    bad = sum(bool(proof.wrong) for proof in proofs)
    print(f"{len(proofs)} faults, {len(proofs) - bad} cured")
    if write and not bad and not names:
        FILE.write_text(page(proofs), encoding="utf-8")
        print(f"written: {FILE.relative_to(REPOSITORY)}")
    return 1 if bad else 0


def page(proofs: Sequence[Proof]) -> str:
    """Return docs/CURES.md."""
    git = ["git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    head = _HEAD.format(date=dt.datetime.now(dt.UTC).date(), commit=commit, count=len(proofs))
    rules = _RULES.format(
        placeholders="".join(f"| `<{name}>` | {meaning} |\n" for name, meaning in PLACEHOLDERS.items()),
        not_cured="".join(f"| {fault} | {reason} |\n" for fault, reason in NOT_CURED.items()),
    )
    return head + "".join(f"{row}\n" for row in _rows(proofs)) + rules


def _rows(proofs: Sequence[Proof]) -> Iterator[str]:
    for proof in proofs:
        cure = proof.cure
        found = {finding["id"] for finding in (proof.before or {}).get("findings", ())}
        cells = (
            SERVERS[cure.before.server],
            cure.before.place,
            cure.fault,
            " ".join(f"[{name}](diagnoses/{name}.md)" for name in sorted(cure.goes & found)),
            f"`{proof.modes_before}`",
            _done(proof),
            f"`{letters(proof.after.modes) if proof.after else '-'}`",
        )
        yield "| " + " | ".join(cells) + " |"


def _done(proof: Proof) -> str:
    """Show what was pasted and run on the server; of a router's or firewall's commands their names."""
    parts: list[str] = []
    for step in proof.done:
        if step.where is None or not step.pasted:
            continue
        lines = step.snippet.splitlines()
        if step.file is not None and len(lines) > _LONG:
            lines = []
        elif step.file is None and any(line.startswith(_FIREWALLS) for line in lines):
            lines = [", ".join(dict.fromkeys(line.split()[0] for line in lines))]
        code = "".join(f"<br>`{line.strip().replace('|', chr(92) + '|')}`" for line in lines)
        part = (
            f"{step.where}{f', `{step.file}`' if step.file else ''}:{code}"
            if code
            else f"{step.where}, `{step.file}`"
        )
        if part not in parts:
            parts.append(part)
    return "<br>".join(parts)
