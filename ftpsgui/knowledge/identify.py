"""Which product answers: from its greeting, from SYST, FEAT, HELP, STAT, and from its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ftpsgui.knowledge.schema import Fingerprint, Head
from ftpsgui.model.facts import Reply
from ftpsgui.model.findings import Certainty, ProductGuess

_WEIGHT: dict[Certainty, int] = {"possible": 1, "likely": 10, "proven": 100}


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def matches(fingerprint: Fingerprint, command: str | None, reply: Reply) -> tuple[bool, str | None]:
    """Return whether ``reply`` to ``command`` (None: the greeting) has the fingerprint, and the version it names."""
    asked = "greeting" if command is None else command.strip().lower()
    if fingerprint.on not in ("any", asked):
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


def identify(
    heads: Mapping[str, Head], replies: Iterable[tuple[str | None, Reply, str]]
) -> ProductGuess | None:
    """Return the product that most of the evidence names, or None.

    Fingerprints of one kind on one reply count once. A product that wraps another (a container image, a panel) is
    preferred to its engine when it has a fingerprint of its own. Two products with equal weight make it ``possible``.
    """
    given = tuple(replies)
    scores: dict[str, int] = {}
    best: dict[str, Certainty] = {}
    versions: dict[str, str] = {}
    evidence: dict[str, list[str]] = {}
    for name, head in heads.items():
        for fingerprint in head.fingerprint:
            for command, reply, observation in given:
                hit, version = matches(fingerprint, command, reply)
                if not hit:
                    continue
                weight = _WEIGHT[fingerprint.means]
                scores[name] = scores.get(name, 0) + weight
                if name not in best or weight > _WEIGHT[best[name]]:
                    best[name] = fingerprint.means
                if version:
                    versions.setdefault(name, version.strip())
                seen = evidence.setdefault(name, [])
                if observation not in seen:
                    seen.append(observation)
                break
    if not scores:
        return None

    def rank(name: str) -> tuple[int, int, str]:
        engine = heads[name].engine
        wraps = engine is not None and engine in scores
        return scores[name] + (scores[engine] if wraps and engine is not None else 0), int(wraps), name

    order = sorted(scores, key=rank, reverse=True)
    winner = order[0]
    certainty = best[winner]
    rivals = [
        name
        for name in order[1:]
        if scores[name] == scores[winner] and heads[winner].engine != name and heads[name].engine != winner
    ]
    engine = heads[winner].engine
    version = versions.get(winner) or (versions.get(engine) if engine else None)
    ids = evidence[winner] + [item for item in evidence.get(engine or "", []) if item not in evidence[winner]]
    return ProductGuess(
        id=winner,
        name=heads[winner].name,
        version=version,
        confidence="possible" if rivals else certainty,
        evidence=tuple(ids),
    )
