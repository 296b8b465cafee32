"""What a log's events become when they are recorded: observations, with texts that can be stored, and no secret in them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import msgspec

from ftpsgui.model.facts import Fact, Observation
from ftpsgui.protocol.escape import escape_text
from ftpsgui.session.redaction import Redactor
from ftpsgui.transcripts import events as e

_PROBES = {
    "AUTH": "tls",
    "USER": "login",
    "PASS": "login",
    "ACCT": "login",
    "FEAT": "capabilities",
    "SYST": "capabilities",
    "OPTS": "capabilities",
    "STAT": "reflection",
    "PBSZ": "protection",
    "PROT": "protection",
}


def probe_of(verb: str) -> str:
    """Return the probe of ours that would have asked this command (upper case)."""
    return _PROBES.get(verb, "log")


class Recording:
    """The observations of one log. ``now``: the log's time; ``connections``: how many control connections began."""

    def __init__(self, redactor: Redactor) -> None:
        self.observations: list[Observation] = []
        self.now = 0.0
        self.connections = 0
        self._redactor = redactor

    def record(self, fact: Fact, probe: str, *, connected: bool = True) -> None:
        """Add a fact; ``connected``: it belongs to the newest control connection."""
        sequence = len(self.observations) + 1
        self.observations.append(
            Observation(
                id=f"o{sequence}",
                sequence=sequence,
                time=round(self.now, 3),
                probe=probe,
                connection=f"c{self.connections}" if connected else None,
                fact=self._redactor.fact(fact),
            )
        )

    def in_order(self) -> None:
        """Put in the order of their times what connections that stood at the same time recorded one after the other."""
        ordered = sorted(self.observations, key=lambda one: one.time)
        self.observations = [
            msgspec.structs.replace(one, id=f"o{sequence}", sequence=sequence)
            for sequence, one in enumerate(ordered, start=1)
        ]


def visible_event(event: e.Event) -> e.Event:
    """Return ``event`` with texts that can be stored and shown; a line of a reply is escaped where it is read."""
    if isinstance(event, e.Heard):
        return event
    texts = {field.name: getattr(event, field.name) for field in fields(event)}
    hidden = {name: text for name, text in texts.items() if isinstance(text, str) and not text.isprintable()}
    shown: dict[str, Any] = {name: printable(text) for name, text in hidden.items()}
    return replace(event, **shown) if shown else event


def printable(text: str) -> str:
    r"""Return ``text`` as it was written where it can be shown so (``DOMAIN\user``), else escaped."""
    return text if text.isprintable() else escape_text(text)
