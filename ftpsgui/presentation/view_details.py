"""All facts of a run: a line each, and the whole fact as text."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ftpsgui.model.facts import (
    ClientRemark,
    ConcurrencyLowered,
    ConnectionEnded,
    ControlCleared,
    DataAttempt,
    Exchange,
    LocalAddresses,
    LogRead,
    NameLookup,
    Observation,
    ProbeOutcome,
    ProbeStarted,
    PublicAddress,
    RunEnded,
    SilenceBegan,
    StrayBytes,
    TcpConnect,
    TlsHandshake,
    TrustDecision,
)
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.presentation.rows import ByIdentity, Rows
from ftpsgui.presentation.stamps import stamp
from ftpsgui.presentation.view_state import DetailView, Role
from ftpsgui.presentation.view_text import visible, visible_block
from ftpsgui.session.state import State
from ftpsgui.texts.translate import Translator


def details_view(state: State | None, t: Translator) -> Sequence[DetailView]:
    """Return every observation, in order. Facts are shown in the words of the session file, untranslated."""
    if state is None:
        return ()
    return Rows(state.observations, _Worded(state.timed, t))


class _Worded:
    """Makes lines; equal to another one that makes the same, so that lists of the same facts are equal."""

    def __init__(self, timed: bool, t: Translator) -> None:
        self._key = (timed, t.language)
        self._t = t

    def __call__(self, observation: Observation) -> DetailView:
        return _row(observation, self._key, self._key[0], self._t)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Worded) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def fact_line(observation: Observation) -> DetailView:
    """Return the line of one fact."""
    return _row(observation, None, True, None)


def whole_fact(detail: DetailView) -> str:
    """Return all that the fact of a line holds, as it is saved, indented."""
    raw = msgspec.json.encode(detail.fact)
    return visible_block(msgspec.json.format(raw, indent=2).decode())


def _detail(observation: Observation, timed: bool, t: Translator | None) -> DetailView:
    summary, role = _summary(observation)
    when = stamp(observation.time, timed=timed, digits=3)
    return DetailView(
        id=observation.id,
        time=when if isinstance(when, str) else t(when) if t else "",
        probe=observation.probe,
        connection=observation.connection or "",
        kind=str(getattr(observation.fact, "__struct_config__").tag),  # noqa: B009
        summary=visible(summary.strip(), limit=400),
        role=role,
        fact=observation.fact,
    )


_row: ByIdentity[Observation, DetailView] = ByIdentity(_detail)


def _summary(observation: Observation) -> tuple[str, Role]:
    match observation.fact:
        case LocalAddresses() as fact:
            return ", ".join(one.address for one in fact.interfaces), "neutral"
        case NameLookup() as fact:
            return (
                f"{fact.name}: {fact.error or ', '.join(fact.addresses)}",
                "bad" if fact.error else "neutral",
            )
        case TcpConnect() as fact:
            ok = fact.step.outcome == "ok"
            return f"{fact.remote} {fact.step.outcome} {fact.step.error or ''}", "neutral" if ok else "bad"
        case Exchange() as fact:
            reply = fact.reply.text if fact.reply else fact.ending
            return (
                f"{fact.command or ''} → {reply}",
                "warning" if not fact.reply or fact.reply.code >= 400 else "neutral",
            )
        case StrayBytes() as fact:
            return f"{fact.where}: {fact.raw}", "warning"
        case TlsHandshake() as fact:
            ok = fact.step.outcome == "ok"
            return (
                f"{fact.mode} {fact.version or ''} {fact.cipher or ''} {fact.step.error or ''}",
                "neutral" if ok else "bad",
            )
        case TrustDecision() as fact:
            return f"{fact.decision} {in_pairs(fact.sha256[:16])}…", "neutral"
        case DataAttempt() as fact:
            final = fact.final.text if fact.final else (fact.not_dialled or fact.final_ending or "")
            return f"{fact.mode} {fact.address} {fact.raw or ''} → {final}", "neutral"
        case ConnectionEnded() as fact:
            return fact.how, "neutral"
        case ControlCleared() as fact:
            ok = fact.step.outcome == "ok"
            return f"CCC {fact.step.outcome} {fact.step.error or ''}", "neutral" if ok else "warning"
        case PublicAddress() as fact:
            seen = str(fact.address) if fact.address else fact.step.error or fact.step.outcome
            return f"STUN {fact.server} → {seen}", "neutral" if fact.address else "warning"
        case SilenceBegan() as fact:
            return f"{fact.seconds:g} s", "neutral"
        case ConcurrencyLowered() as fact:
            return str(fact.connections), "warning"
        case LogRead() as fact:
            return f"{fact.client}: {fact.lines} lines, {fact.unread} not understood", "neutral"
        case ClientRemark() as fact:
            return fact.remark, "neutral"
        case ProbeStarted():
            return "", "neutral"
        case ProbeOutcome() as fact:
            text = " ".join(filter(None, (fact.status, fact.reason, fact.detail)))
            return text, "bad" if fact.reason == "internal-error" else "neutral"
        case RunEnded() as fact:
            return f"{fact.reason} {fact.seconds:.2f}" if fact.seconds else fact.reason, "neutral"
