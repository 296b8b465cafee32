"""What a report holds, in any format: the run, the target, the diagnosis, and the observations behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from ftpsgui.model.addresses import is_ipv6
from ftpsgui.model.facts import LogRead, Observation, TlsHandshake
from ftpsgui.model.findings import (
    Answered,
    ClientForecast,
    Diagnosis,
    Finding,
    ModeRow,
    ProductGuess,
    Topology,
    Untested,
    Verdict,
)
from ftpsgui.model.message import Message
from ftpsgui.presentation.arrows import ControlNote
from ftpsgui.presentation.control import control_note
from ftpsgui.presentation.view_tls import certificate_text
from ftpsgui.session.state import State

Redaction = Literal["none", "addresses", "all"]
"""What is left out: nothing; IP addresses; addresses, names and texts that could name the place."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """When it was. Times are ISO 8601 UTC, empty when they are not known (a log of another client).

    ``ended`` None: the record stops before the end of the run.
    """

    started: str
    ended: str | None
    tool_version: str
    cancelled: bool


class TestedTarget(msgspec.Struct, frozen=True, kw_only=True):
    """What was tested: as it was written, and as it was reached. ``tls`` and ``family`` are what was used."""

    input: str
    host: str
    address: str | None
    port: int | None
    tls: str
    family: str


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is otherwise than in the run before."""

    mark: Literal["good", "bad", "neutral"]
    text: Message


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report. Words are messages; a format turns them into the reader's language."""

    run: Run
    target: TestedTarget
    product: ProductGuess | None
    verdict: Verdict
    modes: tuple[ModeRow, ...]
    findings: tuple[Finding, ...]
    topology: Topology
    untested: tuple[Untested, ...]
    observations: tuple[Observation, ...]
    redaction: Redaction = "none"
    certificate: Message | None = None
    """What vouches for the server's certificate, and for how long; None where a finding says what is wrong with it."""
    also: tuple[Answered, ...] = ()
    """What was asked on request, and the answer; only the formats that people read show it."""
    clients: tuple[ClientForecast, ...] = ()
    """How other clients would fare; only the formats that people read show it."""
    changes: tuple[Changed, ...] = ()
    """What is otherwise than in the run before this one; only the formats that people read show it."""
    log: LogRead | None = None
    """Which log of another client this was read from; None for a test of this program's own."""
    control: ControlNote | None = None
    """What stands beside the control connection in the picture: its TLS version, or what went wrong with it."""


def build_report(
    state: State,
    diagnosis: Diagnosis,
    *,
    tool_version: str,
    redaction: Redaction = "none",
    clients: tuple[ClientForecast, ...] = (),
    changes: tuple[Changed, ...] = (),
) -> Report:
    """Return the report of a state and its diagnosis; with ``redaction`` what it names is left out everywhere."""
    report = Report(
        run=Run(
            started=state.started_wall,
            ended=_ended(state),
            tool_version=tool_version,
            cancelled=state.cancelled,
        ),
        target=_target(state),
        product=diagnosis.product,
        verdict=diagnosis.verdict,
        modes=diagnosis.modes,
        findings=diagnosis.findings,
        topology=diagnosis.topology,
        untested=diagnosis.untested,
        certificate=certificate_text(state),
        also=diagnosis.also,
        observations=state.observations,
        clients=clients,
        changes=changes,
        control=control_note(state),
        log=state.log,
    )
    if redaction == "none":
        return report
    from ftpsgui.reports.redact import redact

    return redact(report, redaction, plan=state.plan)


def _ended(state: State) -> str | None:
    if state.ended is None:
        return None
    if not state.started_wall:
        return ""
    try:
        start = datetime.fromisoformat(state.started_wall)
    except ValueError:
        return None
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    end = start.astimezone(UTC) + timedelta(seconds=state.observations[-1].time + _waited(state))
    return end.isoformat(timespec="seconds").replace("+00:00", "Z")


def _waited(state: State) -> float:
    """Return the seconds in which the run waited for a person; they count for nothing but the time of day."""
    return sum(seen.fact.waited or 0.0 for seen in state.trust)


def _target(state: State) -> TestedTarget:
    endpoint = state.plan.endpoint
    address = state.target_address
    tls: str = endpoint.tls
    for seen in state.of(TlsHandshake):
        if seen.fact.step.outcome == "ok" or seen.fact.chain:
            tls = seen.fact.mode
            break
    family: str = endpoint.family
    if address is not None:
        family = "ipv6" if is_ipv6(address) else "ipv4"
    return TestedTarget(
        input=state.plan.input,
        host=endpoint.host,
        address=address,
        port=state.target_port or endpoint.port,
        tls=tls,
        family=family,
    )
