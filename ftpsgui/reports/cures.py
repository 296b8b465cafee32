"""How the cures of a finding are told, in every format for people: alternatives, their steps, and who does them."""

from __future__ import annotations

from typing import Final

import msgspec

from ftpsgui.knowledge import Knowledge, KnowledgeError, load
from ftpsgui.model.findings import Finding, Remedy
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_words import OPTIONAL
from ftpsgui.reports.words import AUDIENCES

NOT_CHECKED: Final[Message] = msg(
    "This is from general knowledge and was not checked: compare it with the manual."
)
"""What stands below a step that is a hint."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """One way to cure a finding: ``name`` is whose words it is in, None when there is only one way."""

    name: str | None
    steps: tuple[Remedy, ...]


class Cure(msgspec.Struct, frozen=True, kw_only=True):
    """Alternatives, and the steps that each of them needs."""

    ways: tuple[Way, ...]
    common: tuple[Remedy, ...]


def arrange(finding: Finding, knowledge: Knowledge | None = None) -> Cure:
    """Arrange the remedies of a finding: alternatives apart, steps that end all of them once."""
    base = knowledge or load()
    groups: dict[int, list[Remedy]] = {}
    for remedy in finding.remedies:
        groups.setdefault(remedy.group, []).append(remedy)
    ways = [sorted(group, key=lambda remedy: remedy.step) for group in groups.values()]
    common: list[Remedy] = []
    if len(ways) > 1:
        while all(len(way) > 1 for way in ways) and len({_content(way[-1]) for way in ways}) == 1:
            common.insert(0, ways[0][-1])
            for way in ways:
                way.pop()
    ways = [way for way in ways if way]
    names = [_name(way[0], base) for way in ways]
    several = len(set(names)) > 1  # two ways of one product need no name
    return Cure(
        ways=tuple(
            Way(name=name if several else None, steps=tuple(way))
            for name, way in zip(names, ways, strict=True)
        ),
        common=tuple(common),
    )


def _content(remedy: Remedy) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(remedy, group=0, step=0))


def _name(remedy: Remedy, knowledge: Knowledge) -> str | None:
    try:
        if remedy.product is not None and remedy.product in knowledge.products:
            return knowledge.products[remedy.product].name
        if remedy.router is not None and remedy.router in knowledge.routers:
            return knowledge.routers[remedy.router].name
    except KnowledgeError:
        pass
    return remedy.product or remedy.router


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Steps that follow one another, and what stands above them: None when there is only one way."""

    heading: Message | None
    steps: tuple[Remedy, ...]


def sections(finding: Finding) -> tuple[Section, ...]:
    """Return the cures of a finding as they are told: each way, then what is needed in every case."""
    cure = arrange(finding)
    found = [
        Section(
            heading=_heading(way.name, first=number == 0, several=len(cure.ways) > 1) or optional(finding),
            steps=way.steps,
        )
        for number, way in enumerate(cure.ways)
    ]
    if cure.common:
        found.append(Section(heading=msg("And in every case:"), steps=cure.common))
    return tuple(found)


def optional(finding: Finding) -> Message | None:
    """Return what stands above the steps of a finding that is no fault: they change something that may stay."""
    return OPTIONAL if finding.severity == "info" else None


def _heading(name: str | None, *, first: bool, several: bool) -> Message | None:
    if name is not None:
        return (
            msg("Either, with {product}:", product=name)
            if first
            else msg("Or, with {product}:", product=name)
        )
    if not several:
        return None
    return msg("Either:") if first else msg("Or:")


def who_and_where(remedy: Remedy) -> Message:
    """Return who does a step, and in which file."""
    if remedy.file is None:
        return msg("{audience}:", audience=AUDIENCES[remedy.audience])
    return msg("{audience}, in {file}:", audience=AUDIENCES[remedy.audience], file=remedy.file)
