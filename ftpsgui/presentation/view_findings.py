"""The findings: worst first, each with what it rests on and what to do."""

from __future__ import annotations

from collections.abc import Callable

from ftpsgui.model.facts import Observation
from ftpsgui.model.findings import Audience, Diagnosis, Finding, Remedy
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.explained import also_explained
from ftpsgui.presentation.one_cure import cured_with, refers
from ftpsgui.presentation.stamps import stamp
from ftpsgui.presentation.view_details import fact_line
from ftpsgui.presentation.view_evidence import evidence_text
from ftpsgui.presentation.view_state import (
    EvidenceView,
    FindingView,
    PlaceholderView,
    RemedyChoiceView,
    RemedyView,
)
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.presentation.view_words import AUDIENCES, CERTAINTIES, OPTIONAL, SEVERITY_ROLE
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator

ProductName = Callable[[str], str]
"""From the id of a product or router to the name that people know."""


_PLACES: dict[Audience, Message] = {
    "client": msg("On this computer"),
    "server-admin": msg("On the server"),
    "network-admin": msg("On the router or firewall"),
}
"""Where a way of curing is gone that names no product."""
FACTS_SHOWN = 5
"""Facts of a finding that are listed under it; all are marked by “Show the facts”."""


def findings_view(
    diagnosis: Diagnosis | None, t: Translator, name: ProductName = str, state: State | None = None
) -> tuple[FindingView, ...]:
    """Return all findings as they are shown; ``state`` holds the facts that they rest on."""
    if diagnosis is None:
        return ()
    return tuple(
        _finding(finding, cured_with(finding, diagnosis.findings), t, name, state)
        for finding in diagnosis.findings
    )


def _time(observation: Observation, state: State | None, t: Translator) -> str:
    """Return when a fact was seen; empty where that is not known."""
    when = stamp(observation.time, timed=state is None or state.timed, digits=2)
    if isinstance(when, Message):
        return t(when)
    return t(msg("{seconds} s", seconds=when)) if when else ""


def _facts(finding: Finding, state: State | None, t: Translator) -> tuple[tuple[EvidenceView, ...], str]:
    known = [one for name in finding.evidence if state and (one := state.by_id(name)) is not None]
    known.sort(key=lambda one: one.earlier)  # what was seen just now says more
    shown = tuple(
        EvidenceView(
            observation=line.id,
            time=_time(observation, state, t),
            text=evidence_text(observation, t),
            role=line.role,
        )
        for observation in known[:FACTS_SHOWN]
        for line in (fact_line(observation),)
    )
    rest = len(known) - len(shown)
    more = "" if rest <= 0 else t(msg("1 more") if rest == 1 else msg("{count} more", count=rest))
    return shown, more


def _finding(
    finding: Finding, same: Finding | None, t: Translator, name: ProductName, state: State | None
) -> FindingView:
    role, glyph = SEVERITY_ROLE[finding.severity]
    certainty = t(CERTAINTIES[finding.certainty])
    title = visible(t(finding.title))
    meta = [finding.id, certainty]
    if finding.evidence:
        meta.append(facts_count(len(finding.evidence), t))
    if state is not None and state.earlier(finding.evidence):
        meta.append(t(msg("from the earlier test")))
    elif state is not None and any(state.earlier((one,)) for one in finding.evidence):
        meta.append(t(msg("partly from the earlier test")))
    also = also_explained(finding)
    facts, more = _facts(finding, state, t)
    severity = {"error": msg("Error"), "warning": msg("Warning"), "info": msg("Note")}[finding.severity]
    return FindingView(
        id=finding.id,
        role=role,
        glyph=glyph,
        title=title,
        meta=" · ".join(meta),
        short_meta=" · ".join(meta[1:]),
        audience=on_its_own(audience_text(finding.audience, t)),
        explanation=visible_block(t(finding.explanation)),
        explains=visible(t(also)) if also is not None else "",
        choices=_choices(finding.remedies, t, name) if same is None else (),
        refers=visible(t(refers(finding, same))) if same is not None else "",
        cured_with=same.id if same is not None else "",
        optional=t(OPTIONAL) if finding.severity == "info" and finding.remedies and same is None else "",
        evidence=finding.evidence,
        spoken=t(
            msg("{severity}, {certainty}: {title}", severity=severity, certainty=certainty, title=title)
        ),
        facts=facts,
        more_facts=more,
        can_check_again=any(remedy.verified_by for remedy in finding.remedies),
    )


def facts_count(count: int, t: Translator) -> str:
    """Return how many facts something rests on."""
    return t(msg("1 fact")) if count == 1 else t(msg("{count} facts", count=count))


def audience_text(audience: tuple[Audience, ...], t: Translator) -> str:
    """Return for whom a finding is."""
    if set(audience) == {"server-admin", "network-admin"}:
        return t(msg("for the administrators of the server and its network"))
    if set(audience) == {"client", "server-admin", "network-admin"}:
        return t(msg("for the user of this computer and the administrators of server and network"))
    if set(audience) == {"client", "server-admin"}:
        return t(msg("for the user of this computer and the server administrator"))
    if set(audience) == {"client", "network-admin"}:
        return t(msg("for the user of this computer and the network administrator"))
    return " · ".join(t(AUDIENCES[one]) for one in audience)


def on_its_own(words: str) -> str:
    """Return ``words`` as a line that begins with them: with a capital where the script has them."""
    return words[:1].upper() + words[1:]


def _choices(remedies: tuple[Remedy, ...], t: Translator, name: ProductName) -> tuple[RemedyChoiceView, ...]:
    groups: dict[int, list[Remedy]] = {}
    for remedy in remedies:
        groups.setdefault(remedy.group, []).append(remedy)
    choices: list[RemedyChoiceView] = []
    products = len({remedy.product for remedy in remedies if remedy.product}) > 1
    for number, steps in enumerate(groups.values(), 1):
        steps.sort(key=lambda remedy: remedy.step)
        label = _label(steps, number, products, t, name)
        same = sum(choice.label.split(" (")[0] == label for choice in choices)
        choices.append(
            RemedyChoiceView(
                label=f"{label} ({same + 1})" if same else label,
                steps=tuple(_remedy(one, t, name) for one in steps),
                key=next((one.product for one in steps if one.product), "")
                or next((one.router for one in steps if one.router), "")
                or "",
            )
        )
    return tuple(choices)


def _label(steps: list[Remedy], number: int, products: bool, t: Translator, name: ProductName) -> str:
    """Return what a way is called among the others; ``products``: several of them are for one product each."""
    for remedy in steps:
        if remedy.product:
            return name(remedy.product)
    for remedy in steps:
        if remedy.router:
            return name(remedy.router)
    people = {remedy.audience for remedy in steps}
    if "server-admin" in people and products:
        return t(msg("Any server"))
    if len(people) == 1:
        return t(_PLACES[steps[0].audience])
    if people == {"server-admin", "network-admin"}:
        return t(msg("On the server and its router"))
    return t(msg("Way {number}", number=number))


def _remedy(remedy: Remedy, t: Translator, name: ProductName) -> RemedyView:
    if remedy.product:
        chip = name(remedy.product)
    elif remedy.router:
        chip = name(remedy.router)
    else:
        chip = {
            "client": t(msg("This computer")),
            "server-admin": t(msg("Server")),
            "network-admin": t(msg("Router or firewall")),
        }[remedy.audience]
    note = t(msg("A hint: check it against your version's manual.")) if remedy.confidence == "hint" else ""
    return RemedyView(
        chip=visible(chip),
        audience=t(AUDIENCES[remedy.audience]),
        file=visible(remedy.file or ""),
        snippet=visible_block(t(remedy.snippet)),
        apply=visible_block(t(remedy.apply)) if remedy.apply else "",
        placeholders=tuple(
            PlaceholderView(name=f"<{placeholder.name}>", meaning=t(placeholder.meaning))
            for placeholder in remedy.placeholders
        ),
        note=note,
        is_code=not remedy.snippet.translated,
        is_firewall=remedy.need == "open-range" and remedy.audience == "server-admin",
        is_router=remedy.audience == "network-admin" and remedy.product is None,
        apply_is_code=remedy.apply is not None and not remedy.apply.translated,
    )
