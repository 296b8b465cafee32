"""Which product answers: from its greeting, from SYST, FEAT, HELP, STAT, and from its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ftpsgui.knowledge.schema import Fingerprint, Head
from ftpsgui.model.facts import Reply
from ftpsgui.model.findings import Certainty, ProductGuess

_WEIGHT: dict[Certainty, int] = {"possible": 1, "likely": 10, "proven": 100}
_ANY = "any"

Given = tuple[str | None, Reply, str]
"""A command as shown (None: the greeting), the reply to it, and the observation that holds both."""
Hit = tuple[str, int, str | None]
"""A product, the number of the fingerprint of it that a reply has, and the version that the reply names."""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def matches(fingerprint: Fingerprint, command: str | None, reply: Reply) -> tuple[bool, str | None]:
    """Return whether ``reply`` to ``command`` (None: the greeting) has the fingerprint, and the version it names."""
    if fingerprint.on not in (_ANY, _asked(command)):
        return False, None
    if fingerprint.code is not None and reply.code != fingerprint.code:
        return False, None
    for line in reply.lines:
        if fingerprint.contains not in line:
            continue
        if fingerprint.pattern is None:
            return True, None
        found = _compiled(fingerprint.pattern).search(line)
        if found:
            return True, found.groupdict().get("version")
    return False, None


class Identifier:
    """Recognises products by their heads. What was found in a reply is kept: a run is judged again as it grows."""

    _KEPT = 4096
    """Different replies whose hits are kept; a server that makes up new words for ever makes it begin again."""

    def __init__(self, heads: Mapping[str, Head]) -> None:
        self._heads = heads
        self._on: dict[str, list[tuple[str, int, Fingerprint]]] = {}
        for name, head in heads.items():
            for number, fingerprint in enumerate(head.fingerprint):
                self._on.setdefault(fingerprint.on, []).append((name, number, fingerprint))
        self._hits: dict[tuple[str, int, tuple[str, ...]], tuple[Hit, ...]] = {}

    def identify(self, replies: Iterable[Given]) -> ProductGuess | None:
        """Return the product that most of the evidence names, or None.

        A fingerprint counts once, at the first reply that has it. A product that wraps another (a container image, a
        panel) is preferred to its engine when it has a fingerprint of its own. Two products with equal weight make it
        ``possible``.
        """
        first: dict[tuple[str, int], tuple[str | None, str]] = {}
        for command, reply, observation in replies:
            for name, number, version in self._hits_of(command, reply):
                first.setdefault((name, number), (version, observation))
        return self._judged(first) if first else None

    def _hits_of(self, command: str | None, reply: Reply) -> tuple[Hit, ...]:
        asked = _asked(command)
        key = (asked, reply.code, reply.lines)
        found = self._hits.get(key)
        if found is None:
            if len(self._hits) >= self._KEPT:
                self._hits.clear()
            text = "\n".join(reply.lines)
            hits = []
            for name, number, fingerprint in (*self._on.get(asked, ()), *self._on.get(_ANY, ())):
                if fingerprint.contains in text:
                    hit, version = matches(fingerprint, command, reply)
                    if hit:
                        hits.append((name, number, version))
            found = self._hits[key] = tuple(hits)
        return found

    def _judged(self, first: Mapping[tuple[str, int], tuple[str | None, str]]) -> ProductGuess:
        scores: dict[str, int] = {}
        best: dict[str, Certainty] = {}
        versions: dict[str, str] = {}
        evidence: dict[str, dict[str, None]] = {}
        for name, number in sorted(first):
            version, observation = first[name, number]
            means = self._heads[name].fingerprint[number].means
            scores[name] = scores.get(name, 0) + _WEIGHT[means]
            if name not in best or _WEIGHT[means] > _WEIGHT[best[name]]:
                best[name] = means
            if version:
                versions.setdefault(name, version.strip())
            evidence.setdefault(name, {})[observation] = None

        def engine_of(name: str) -> str | None:
            engine = self._heads[name].engine
            return engine if engine in scores else None

        def rank(name: str) -> tuple[int, int, str]:
            engine = engine_of(name)
            return scores[name] + (scores[engine] if engine else 0), int(engine is not None), name

        winner, *others = sorted(scores, key=rank, reverse=True)
        engine = engine_of(winner)
        rivals = [
            name
            for name in others
            if scores[name] == scores[winner] and name != engine and engine_of(name) != winner
        ]
        return ProductGuess(
            id=winner,
            name=self._heads[winner].name,
            version=versions.get(winner) or (versions.get(engine) if engine else None),
            confidence="possible" if rivals else best[winner],
            evidence=tuple({**evidence[winner], **(evidence[engine] if engine else {})}),
        )


def _asked(command: str | None) -> str:
    return "greeting" if command is None else command.strip().lower()
