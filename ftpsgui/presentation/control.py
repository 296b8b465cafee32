"""The diagram of a state: what the topology and the mode table do not hold, read from the facts."""

from __future__ import annotations

from ftpsgui.model.facts import Outcome, ProbeOutcome, ProbeStarted, TlsHandshake
from ftpsgui.model.findings import Diagnosis
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.presentation.arrows import ControlNote
from ftpsgui.presentation.diagram import draw
from ftpsgui.presentation.drawing import Drawing
from ftpsgui.presentation.palette import Palette
from ftpsgui.presentation.view_text import visible
from ftpsgui.session.state import ControlConnection, State
from ftpsgui.texts.of_a_log import words_for
from ftpsgui.texts.translate import Translator


def draw_state(
    state: State,
    diagnosis: Diagnosis,
    palette: Palette,
    translate: Translator,
    width: int,
    *,
    selected: frozenset[str] = frozenset(),
    hovered: str | None = None,
    font: str = "sans-serif",
) -> Drawing:
    """Draw the diagram of a run, also of one that is under way: the same as :func:`draw` with all it can be told."""
    return draw(
        diagnosis.topology,
        diagnosis.modes,
        palette,
        words_for(translate, log=state.log is not None),
        width,
        selected=selected,
        hovered=hovered,
        running=running_probes(state),
        target=str(state.target) if state.target else "",
        control=control_note(state),
        font=font,
    )


def running_probes(state: State) -> frozenset[str]:
    """Return the probes that have begun and not ended; none once the run is over."""
    if state.ended is not None:
        return frozenset()
    under_way: dict[str, bool] = {}
    for observation in state.observations:
        if isinstance(observation.fact, ProbeStarted):
            under_way[observation.probe] = True
        elif isinstance(observation.fact, ProbeOutcome):
            under_way[observation.probe] = False
    return frozenset(probe for probe, runs in under_way.items() if runs)


def control_note(state: State) -> ControlNote | None:
    """Return what stands beside the control connection's arrow: its TLS version, or what went wrong with it."""
    connection = state.main
    if connection is None:
        return None
    handshake = connection.handshake
    if handshake is not None and untrusted(handshake.fact):
        return ControlNote(text=msg("the certificate is not trusted"), role="warning")
    wrong = _wrong(connection)
    if wrong is not None:
        return ControlNote(text=wrong, role="bad")
    if connection.protected and handshake is not None:
        version = (handshake.fact.version or "TLS").replace("TLSv", "TLS ")
        return ControlNote(text=literal(visible(version, limit=20)))
    if state.plan.endpoint.tls == "none":
        return ControlNote(text=msg("in clear"), role="warning")
    return None


def untrusted(handshake: TlsHandshake) -> bool:
    """Return whether a handshake ended only because its certificate did not verify: TLS itself did not fail."""
    return handshake.step.outcome != "ok" and handshake.verified is False and bool(handshake.problems)


def _wrong(connection: ControlConnection) -> Message | None:
    """Return the first thing that went wrong on the way to a login, or None."""
    if connection.tcp is not None and connection.tcp.outcome != "ok":
        return tcp_failure(connection.tcp.outcome)
    if any(seen.fact.where == "instead-of-greeting" for seen in connection.stray):
        return msg("another protocol answers")
    greeting = connection.greeting
    if greeting is not None and greeting.fact.ending == "cancelled":
        return msg("stopped")
    if greeting is not None and greeting.fact.reply is None:
        return msg("connected, but no greeting")
    handshake = connection.handshake
    if handshake is not None and handshake.fact.step.outcome != "ok":
        return msg("the TLS handshake fails")
    auth = connection.last("AUTH")
    if not connection.protected and auth is not None and auth.fact.reply and auth.fact.reply.code >= 400:
        return msg("the server offers no TLS")
    if connection.login.status == "refused":
        return msg("the login is refused")
    return None


def tcp_failure(outcome: Outcome) -> Message:
    """Say in a word how a connection failed to come about."""
    match outcome:
        case "timeout":
            return msg("no answer")
        case "refused":
            return msg("connection refused")
        case "unreachable":
            return msg("host unreachable")
        case "cancelled":
            return msg("stopped")
        case _:
            return msg("the connection fails")
