"""The verdict card: what it means for people, the cause, how sure that is, for whom, and the mode to use today."""

from __future__ import annotations

import re
import unicodedata

from ftpsgui.model.facts import ProbeStarted
from ftpsgui.model.findings import Diagnosis, Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import Plan
from ftpsgui.presentation.control import running_probes
from ftpsgui.presentation.to_do import to_do
from ftpsgui.presentation.verdict_role import verdict_role
from ftpsgui.presentation.view_findings import audience_text
from ftpsgui.presentation.view_modes import MODE_NAMES
from ftpsgui.presentation.view_state import ActionView, Glyph, Role, VerdictView
from ftpsgui.presentation.view_text import visible
from ftpsgui.presentation.view_words import CERTAINTIES, PROBES
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator

_GLYPHS: dict[Role, Glyph] = {"good": "check", "warning": "bang", "bad": "cross", "neutral": "dash"}
_LEAD = 190
"""Characters of an explanation that fit under a headline."""


def running_verdict(state: State, t: Translator, *, stopping: bool = False) -> VerdictView:
    """Return the card while the test runs: what is being asked, no verdict yet; ``stopping``: what must be done first."""
    if stopping:
        return _stopping(state, t)
    host = visible(state.plan.endpoint.host, limit=120)
    target = host
    if state.target is not None:
        address = str(state.target)
        target = (
            address
            if state.target.host == host
            else t(msg("{host} at {address}", host=host, address=address))
        )
    begun = [seen.probe for seen in state.of(ProbeStarted) if seen.probe not in state.outcomes]
    words = [t(PROBES[probe]) if probe in PROBES else probe for probe in dict.fromkeys(begun)][-3:]
    if words:
        subline = t(msg("Now: {probes}", probes=" · ".join(words)))
    else:
        subline = t(msg("Finishing")) if state.outcomes else t(msg("Connecting"))
    return VerdictView(
        role="neutral",
        glyph="wait",
        headline=t(msg("Testing {target}", target=target)),
        subline=subline,
        meta=t(msg("The verdict comes when all is known. Esc stops the test.")),
    )


def _stopping(state: State, t: Translator) -> VerdictView:
    writing = "round-trip" in running_probes(state)
    return VerdictView(
        role="neutral",
        glyph="wait",
        headline=t(msg("Stopping the test")),
        subline=t(msg("Removing the test file from the server"))
        if writing
        else t(msg("Closing the connections")),
        meta=t(msg("What was found so far stays.")),
    )


def _works(state: State, t: Translator) -> str:
    if state.log is not None and state.plan.endpoint.tls == "none":
        return t(msg("FTP works, without TLS, for the client that wrote this log"))
    if state.log is not None:
        return t(msg("FTPS works for the client that wrote this log"))
    return t(works_from_here(state.plan))


def works_from_here(plan: Plan) -> Message:
    """Return the headline of a test that found nothing to mend: FTPS, or FTP when it was to be in clear."""
    if plan.endpoint.tls == "none":
        return msg("FTP works from here, without TLS")
    return msg("FTPS works from here")


def _proof(state: State, t: Translator) -> str:
    if state.log is not None:
        return t(msg("by what the log says of transfers"))
    return t(msg("by complete directory listings over TLS"))


def final_verdict(state: State, diagnosis: Diagnosis | None, t: Translator) -> VerdictView:
    """Return the card when the test is over (or was stopped)."""
    if diagnosis is None:
        return VerdictView(role="neutral", glyph="dash", headline=t(msg("Nothing is known.")))
    role = role_of(state, diagnosis)
    glyph = _GLYPHS[role]
    summary = visible(t(diagnosis.verdict.summary), limit=400)
    cause = next((one for one in diagnosis.findings if one.id == diagnosis.verdict.cause), None)
    if cause is None or (state.cancelled and cause.severity != "error"):
        headline, rest = (_works(state, t), summary) if role == "good" else _headed(summary)
        return VerdictView(
            role=role,
            glyph=glyph,
            headline=headline,
            subline=rest,
            certainty=t(CERTAINTIES["proven"]) if role == "good" else "",
            meta=_proof(state, t) if role == "good" else "",
        )
    title = visible(t(cause.title))
    impact = _impact(state, diagnosis)
    headline = t(impact) if impact else title
    ended = _ended_early(state)
    subline = title if impact else _lead(t(cause.explanation), _LEAD - (_columns(t(ended)) if ended else 0))
    if ended is not None:
        subline = t(msg("{first} {second}", first=ended, second=subline))
    meta = [_to_do(cause, t), _cure(cause, t)]
    return VerdictView(
        role=role,
        glyph=glyph,
        headline=headline,
        subline=subline,
        certainty=t(CERTAINTIES[cause.certainty]),
        meta=" · ".join(filter(None, meta)),
        use_today=_use_today(diagnosis, t),
        action=_action(cause, t),
    )


def role_of(state: State, diagnosis: Diagnosis) -> Role:
    """Return the colour of the verdict."""
    return verdict_role(diagnosis.verdict.exit_status, diagnosis.findings, cancelled=state.cancelled)


def _impact(state: State, diagnosis: Diagnosis) -> Message | None:
    """Return what the cause means for people who transfer files; None when the cause's own title says it best."""
    if diagnosis.verdict.exit_status == 3:
        if state.log is not None:
            return msg("No data mode works in this log")
        return msg("No data mode works from here")
    if diagnosis.verdict.exit_status != 1:
        return None
    tls = any(row.protection == "private" for row in diagnosis.modes)
    results = {
        (row.mode, row.address): row.result
        for row in diagnosis.modes
        if row.protection == ("private" if tls else "clear")
    }
    strict, lenient = results.get(("pasv", "advertised")), results.get(("pasv", "peer"))
    extended = results.get(("epsv", "peer"))
    active = {result for (mode, _), result in results.items() if mode in ("port", "eprt")}
    if not any(finding.severity == "error" for finding in diagnosis.findings):
        passive = {strict, lenient, extended} - {None, "untested"}
        if diagnosis.verdict.cause == "test-from-inside":
            return None  # what works there proves nothing
        return msg("Data connections work, with a warning") if passive == {"works"} else None
    if strict == "fails" and lenient == "works":
        return msg("Passive mode fails for clients that obey the server")
    if strict == "fails" and extended == "works":
        return msg("Passive mode works only with EPSV")
    if {strict, lenient, extended} <= {"fails", None, "untested"} and "works" in active:
        return msg("Passive mode fails; active mode works")
    return None


def _ended_early(state: State) -> Message | None:
    """Return that somebody ended the test, and how; None when it came to its own end."""
    if state.cancelled:
        return msg("The test was stopped before its end.")
    if any(seen.fact.decision in ("refused", "mismatch") for seen in state.trust) and not state.logged_in:
        return msg(
            "The certificate was not accepted, so the test ended there, before user name and password."
        )
    return None


def _lead(text: str, room: int = _LEAD) -> str:
    """Return the first sentences of an explanation, as many as fit into ``room`` columns; at least one."""
    first = visible(text.split("\n", 1)[0], limit=2000)
    sentences = [part for part in re.split(r"(?<=[.。])(?:\s+|(?<=。))", first) if part]
    lead = ""
    for sentence in sentences:
        joined = f"{lead} {sentence}".strip() if sentence.isascii() or lead.endswith(".") else lead + sentence
        if lead and _columns(joined) > room:
            break
        lead = joined
    return lead


def _headed(text: str) -> tuple[str, str]:
    """Return the first sentence as a headline, which has no full stop, and what follows it."""
    first, _, rest = text.partition(". ") if ". " in text else text.partition("。")
    return first.removesuffix("."), rest.strip()


def _columns(text: str) -> int:
    """Return how wide ``text`` is in letters: a sign of a wide script takes the room of two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _use_today(diagnosis: Diagnosis, t: Translator) -> str:
    mode = diagnosis.verdict.use_mode
    if mode is None or diagnosis.verdict.exit_status == 0:
        return ""
    name = MODE_NAMES[mode]
    if mode in ("pasv", "epsv"):
        return t(msg("Use today: passive mode ({command})", command=name))
    return t(msg("Use today: active mode ({command})", command=name))


def _action(cause: Finding, t: Translator) -> ActionView:
    label = t(msg("Show the fix")) if cause.remedies else t(msg("Show why"))
    return ActionView(label=label, kind="show-finding", target=cause.id)


def _to_do(cause: Finding, t: Translator) -> str:
    """Return who must act and the one thing to do; only who, when no remedy says what.

    The first way's people when they are all that the finding is for; else its whole audience, as the finding says it.
    """
    first = min((remedy.group for remedy in cause.remedies), default=None)
    steps = [remedy for remedy in cause.remedies if remedy.group == first]
    if cause.params.get("ports") == "open":  # the way to them is open: the server's part is what matters
        steps = [remedy for remedy in steps if remedy.audience in cause.audience]
    what = to_do(
        ((one.audience, one.verified_by) for one in steps), cause.id, str(cause.params.get("kind", ""))
    )
    who = tuple(dict.fromkeys(one.audience for one in steps))
    if not set(cause.audience) <= set(who):
        who = cause.audience
    people = audience_text(who, t)
    return t(msg("{who}: {what}", who=people, what=what)) if what is not None else people


def _cure(cause: Finding, t: Translator) -> str:
    first = min((remedy.group for remedy in cause.remedies), default=None)
    steps = [remedy for remedy in cause.remedies if remedy.group == first]
    if len({remedy.group for remedy in cause.remedies}) != 1 or len(steps) != 1 or steps[0].file is None:
        return ""
    if steps[0].placeholders:
        return ""  # what stands in their place must be got first: a certificate, for instance
    file = visible(steps[0].file.replace("\\", "/").rsplit("/", 1)[-1])
    lines = len(t(steps[0].snippet).strip().splitlines())
    if lines == 1:
        return t(msg("one line in {file} cures it", file=file))
    return t(msg("{count} lines in {file} cure it", count=lines, file=file))
