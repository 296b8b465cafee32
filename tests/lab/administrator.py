"""Somebody who does what the report tells an administrator to do: to the letter, and without knowing any product.

All that is used of a remedy is its JSON. The rules are the reader's:

- ``audience`` says on which machine: ``server-admin`` on the server, ``network-admin`` on the router before it. Where no
  such machine stands, nobody is there to be told, and the step is left out.
- ``<name>`` is replaced by what :data:`Values` has for a placeholder that the remedy itself declares.
- With a ``file``, the snippet is put at its end (a new file when there is none); without one, it is run by a shell that
  stops at the first error.
- ``apply`` is then run. If it is a sentence, two phrases are understood: *above the line that holds X* says where in the
  file the snippet goes, *restart the program* restarts the machine's one service. Any other sentence is an error.
- A snippet that is itself a sentence, without a ``file``, is read and not pasted: the steps beside it say what to do.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.lab.cures import Firewall
from tests.servers.process import Contained

Values = Mapping[str, str]
"""Placeholder name -> what the administrator of this lab knows."""
Report = Mapping[str, Any]

_ABOVE = re.compile(r"above the line that holds (\S+)")
_RESTART = re.compile(r"[Rr]estart the program")
_LOAD = {
    "iptables": "test ! -s /etc/iptables/rules.v4 || { netfilter-persistent flush; netfilter-persistent start; }",
    "nftables": "nft -f /etc/nftables.conf",
}
_APPEND = 'test ! -s "$0" || test -z "$(tail -c1 "$0")" || echo >>"$0"; cat >>"$0"'
_INSERT = (
    'at=$(grep -nF -m1 -- "$1" "$0" | cut -d: -f1) && test -n "$at" && sed -i "$((at - 1))r /dev/stdin" "$0"'
)


class CannotFollowError(Exception):
    """The remedy cannot be done as it is written."""


@dataclass(frozen=True)
class Machine:
    """A machine with an administrator; ``unit``: its one service, if it has one."""

    name: str
    process: Contained
    unit: str | None = None

    def run(self, *words: str, text: str = "") -> None:
        """Run a command there; CannotFollowError with its words when it fails."""
        done = subprocess.run(
            self.process.command(*words), input=text, capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode != 0:
            raise CannotFollowError(
                f"on the {self.name}: {words} with {text!r} ended with {done.returncode}: {done.stdout}{done.stderr}"
            )


def start_again(machine: Machine, firewall: Firewall) -> None:
    """Do what a start of the machine would: load the firewall's saved rules, start the service with what its files say."""
    machine.run("sh", "-ec", _LOAD[firewall])
    if machine.unit is not None:
        machine.run("systemctl", "restart", machine.unit)


@dataclass(frozen=True)
class Done:
    """One step as it was done.

    ``where``: the machine, or None when there is none to do it on; ``file``, ``snippet`` and ``apply`` as in the report.
    """

    where: str | None
    file: str | None
    snippet: str
    apply: str | None
    pasted: bool


def steps_of(report: Report, findings: frozenset[str], way: int = 1) -> Iterator[Mapping[str, Any]]:
    """Yield the steps of these findings' cures in the report's order, each once; ``way``: which alternative."""
    seen: set[tuple[str | None, str]] = set()
    for finding in report["findings"]:
        if finding["id"] not in findings:
            continue
        for remedy in finding["remedies"]:
            key = (remedy["file"], remedy["snippet"])
            if remedy["group"] == way and key not in seen:
                seen.add(key)
                yield remedy


def follow(remedy: Mapping[str, Any], machines: Mapping[str, Machine], values: Values) -> Done:
    """Do one step; ``machines``: audience -> machine."""
    names = tuple(place["name"] for place in remedy["placeholders"])
    snippet, file, apply = (_filled(remedy[part], names, values) for part in ("snippet", "file", "apply"))
    assert snippet is not None
    machine = machines.get(remedy["audience"])
    read_only = file is None and _is_sentence(snippet)
    done = Done(
        where=machine.name if machine else None,
        file=remedy["file"],
        snippet=remedy["snippet"],
        apply=remedy["apply"],
        pasted=not read_only,
    )
    if machine is None or read_only:
        return done
    sentence = apply if _is_sentence(apply) else None
    above, restart = (pattern.search(sentence or "") for pattern in (_ABOVE, _RESTART))
    if sentence and not (above or restart):
        raise CannotFollowError(f"what is to be done? {sentence}")
    if file is None:
        machine.run("sh", "-es", text=f"{snippet}\n")
    elif above:
        machine.run("sh", "-ec", _INSERT, file, above[1], text=f"{snippet}\n")
    else:
        machine.run("sh", "-ec", _APPEND, file, text=f"{snippet}\n")
    if sentence is None and apply is not None:
        machine.run("sh", "-ec", apply)
    elif restart:
        machine.run("systemctl", "restart", machine.unit or "")
    return done


def _is_sentence(text: str | None) -> bool:
    return bool(text) and text[0].isupper() and text.endswith(".") and " " in text


def _filled(text: str | None, names: tuple[str, ...], values: Values) -> str | None:
    if text is None:
        return None
    for name in names:
        if f"<{name}>" in text:
            if name not in values:
                raise CannotFollowError(f"nobody here knows <{name}>")
            text = text.replace(f"<{name}>", values[name])
    return text
