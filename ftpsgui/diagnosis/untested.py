"""What was not tested and why: a report without this list would read as "all is well"."""

from __future__ import annotations

from ftpsgui.diagnosis.case import Case
from ftpsgui.model.addresses import is_ipv6, is_public, normalise
from ftpsgui.model.findings import Untested
from ftpsgui.model.message import Message, msg
from ftpsgui.model.plan import Mode
from ftpsgui.session.state import State, once
from ftpsgui.topology.attempts import advertised

_ALWAYS = ("connect", "greeting", "login", "capabilities", "reflection", "pasv", "epsv", "port", "eprt")
_NOT_ASKED = frozenset({"internal-error", "budget", "cancelled", "prerequisite-failed"})
"""Reasons of a failed probe that mean that its question was not put."""
_TOLD = frozenset({"write-refused", "left-behind"})
"""Reasons of a failed probe that no finding tells."""
_THOROUGH = ("passive-range", "listing-methods", "data-reflection", "opened-port")
_THOROUGH_WITH_TLS = ("repeat-transfers", "clear-data", "tls-versions", "resumption-versions")
_APPROACH = frozenset(("dns", "connect", "greeting", "tls", "certificate", "login"))
"""Probes that a plan with ``only`` cannot leave out."""
_BESIDE_TLS = ("plaintext-comparison", "ccc")
"""Probes that compare TLS with clear text; they may be asked for where there is none."""
_WITH_TLS = ("tls", "certificate", "protection", "session-reuse")


def untested(case: Case) -> tuple[Untested, ...]:
    """Return every probe of the plan that did not complete, in the order of the plan, and those that are off."""
    found = [one for probe in _planned(case) if (one := _missing(case, probe)) is not None]
    if case.state.log is not None:
        return tuple(found)
    found += _advertised_not_dialled(case)
    found += _contradicted(case)
    found += _switched_off(case)
    return tuple(found)


def probe_name(probe: str) -> Message:
    """Return what a probe is called at the start of a sentence."""
    return _NAMES.get(probe) or msg("The test “{probe}”", probe=probe)


_NAMES: dict[str, Message] = {
    "dns": msg("The name's addresses"),
    "connect": msg("The control connection"),
    "greeting": msg("The server's greeting"),
    "tls": msg("TLS on the control connection"),
    "certificate": msg("The certificate"),
    "login": msg("The login"),
    "capabilities": msg("The server's features"),
    "reflection": msg("The addresses that the server sees"),
    "protection": msg("The protection of data connections (PROT)"),
    "pasv": msg("Passive mode (PASV)"),
    "epsv": msg("Extended passive mode (EPSV)"),
    "port": msg("Active mode (PORT)"),
    "eprt": msg("Extended active mode (EPRT)"),
    "session-reuse": msg("Whether data connections must resume the TLS session"),
    "passive-range": msg("The range of passive ports"),
    "repeat-transfers": msg("Several transfers in a row"),
    "clear-data": msg("Whether data connections may go unencrypted (PROT C)"),
    "tls-versions": msg("The TLS versions that the server speaks"),
    "resumption-versions": msg("Session resumption with another TLS version"),
    "listing-methods": msg("Listings by MLSD and NLST"),
    "data-reflection": msg("Data connections as the server sees them (ESTP, ESTA)"),
    "opened-port": msg("The passive port that the server says it opened"),
    "active-revealed": msg("Active mode by the address that the server sees"),
    "round-trip": msg("Upload and download"),
    "control-idle": msg("An idle control connection"),
    "plaintext-comparison": msg("The comparison with a login in clear text"),
    "ccc": msg("CCC (TLS only for the login)"),
    "public-address": msg("This computer's public address at a third party"),
}


def _planned(case: Case) -> tuple[str, ...]:
    plan = case.state.plan
    if case.state.log is not None:
        return _ALWAYS if plan.endpoint.tls == "none" else _ALWAYS + _WITH_TLS
    probes: tuple[str, ...] = () if normalise(plan.endpoint.host) else ("dns",)
    probes += _ALWAYS
    if plan.endpoint.tls != "none":
        probes += _WITH_TLS
    if plan.thorough:
        probes += _THOROUGH if plan.endpoint.tls == "none" else _THOROUGH + _THOROUGH_WITH_TLS
    if plan.consents.write_directory is not None:
        probes += ("round-trip",)
    if plan.idle is not None:
        probes += ("control-idle",)
    if plan.consents.plaintext:
        probes += ("plaintext-comparison",)
    if plan.consents.ccc:
        probes += ("ccc",)
    if plan.stun is not None:
        probes += ("public-address",)
    if plan.active.ports is not None and plan.active.public_address is None:
        probes += ("active-revealed",)
    return probes


def _missing(case: Case, probe: str) -> Untested | None:
    outcome = case.state.outcomes.get(probe)
    only = case.state.plan.only
    if only and probe not in _APPROACH and probe not in only and outcome is None:
        return _because(probe, "not-again") if case.ended else None
    peer = case.peer
    if case.state.plan.endpoint.tls == "none" and probe in _BESIDE_TLS:
        text = msg("{what}: does not apply, because this test uses no TLS.", what=probe_name(probe))
        return Untested(probe=probe, reason="not-applicable", text=text)
    tried = probe in case.state.modes
    if probe in ("pasv", "port") and peer is not None and is_ipv6(peer.host) and not tried:
        return _because(probe, "not-applicable", "over-ipv6")
    if outcome is None:
        if not case.ended or _seen_anyway(case, probe):
            return None
        if case.state.log is not None:
            return _because(probe, "not-in-log")
        reason = case.state.ended.reason if case.state.ended else "finished"
        return _because(probe, reason if reason in ("cancelled", "budget") else "prerequisite-failed")
    if outcome.status == "completed":
        return None
    if outcome.status == "failed" and outcome.reason not in _NOT_ASKED | _TOLD:
        return None  # asked and answered: the finding says what is wrong
    if outcome.reason == "not-applicable" and _inapplicable(probe_name(probe), outcome.detail) is None:
        return None  # there is nothing that anybody would miss
    if outcome.reason == "left-behind":
        return _left_behind(probe, outcome.detail)
    default = "cancelled" if outcome.status == "cancelled" else "prerequisite-failed"
    return _because(probe, outcome.reason or default, outcome.detail)


def _seen_anyway(case: Case, probe: str) -> bool:
    """Whether the facts hold what the probe asks for though nobody wrote down its end (a log of another client)."""
    return probe in _probes(case.state) or probe in case.state.modes


@once
def _probes(state: State) -> frozenset[str]:
    """Return who asked for anything at all."""
    return frozenset(observation.probe for observation in state.observations)


def _advertised_not_dialled(case: Case) -> list[Untested]:
    for row in case.rows("pasv", address="advertised"):
        if row.certainty == "proven" or row.same_as_peer or row.endpoint is None:
            continue
        if not any(advertised(seen.fact) for seen in case.tries("pasv")):
            continue
        return [
            Untested(
                probe="pasv",
                reason="no-consent",
                text=msg(
                    "The address {address}, which the server advertised, was not dialled: the test connects only to "
                    "the target's own address unless you allow more.",
                    address=row.endpoint.host,
                ),
            )
        ]
    return []


def _contradicted(case: Case) -> list[Untested]:
    """Return the active modes in which the given public address was not named, since the server sees another one."""
    given = case.state.plan.active.public_address
    seen = next(
        (one.address for one in case.state.client_addresses_seen_by_server if is_public(one.address)), ""
    )
    modes: tuple[Mode, ...] = ("port", "eprt")
    return [
        Untested(
            probe=mode,
            reason="no-consent",
            text=msg(
                "{mode} with the public address {given}: not tested, because the server sees {seen}, and {given} may be "
                "somebody else's. “Name my public address even if the server sees another” under Advanced, or "
                "--insist-public-address on the command line, allows it.",
                mode=mode.upper(),
                given=given,
                seen=seen,
            ),
        )
        for mode in modes
        for row in case.rows(mode, address="public")
        if given is not None and row.reason == "no-consent"
    ]


def _switched_off(case: Case) -> list[Untested]:
    plan = case.state.plan
    found = []
    if plan.consents.write_directory is None:
        found.append(("round-trip", "no-consent"))
    if not plan.consents.plaintext and plan.endpoint.tls != "none":
        found.append(("plaintext-comparison", "no-consent"))
    if plan.idle is None:
        found.append(("control-idle", "off"))
    if plan.stun is None:
        found.append(("public-address", "off"))
    if not plan.consents.ccc and plan.endpoint.tls != "none":
        found.append(("ccc", "off"))
    if not plan.thorough:
        found += [(probe, "off") for probe in _THOROUGH]
        if plan.endpoint.tls != "none":
            found += [(probe, "off") for probe in _THOROUGH_WITH_TLS]
    done = case.state.outcomes
    return [
        _because(probe, reason)
        for probe, reason in found
        if probe not in done
        or (done[probe].status == "skipped" and done[probe].reason in ("no-consent", "off"))
    ]


def _left_behind(probe: str, path: str) -> Untested:
    return Untested(
        probe=probe,
        reason="left-behind",
        text=msg(
            "The test could not delete what it had written on the server. Please delete {path}.", path=path
        ),
    )


def _inapplicable(what: Message, detail: str) -> Message | None:
    """Say why a probe does not apply, by the detail of its outcome; None when that goes without saying."""
    match detail:
        case "over-ipv6":
            return msg("{what}: does not apply, because it can name IPv4 addresses only.", what=what)
        case "implicit-tls":
            return msg("{what}: does not apply, because TLS begins at once on this port.", what=what)
        case "no-session":
            return msg("{what}: does not apply, because the server resumed no TLS session.", what=what)
        case "no-feature":
            return msg("{what}: does not apply, because the server does not offer it.", what=what)
        case "not-told":
            return msg("{what}: not known, because the server does not tell.", what=what)
        case "not-revealed":
            return msg(
                "{what}: does not apply, because the server does not tell which address it sees.", what=what
            )
        case "only-version":
            return msg("{what}: does not apply, because the server speaks one TLS version only.", what=what)
        case _:
            return None


def _because(probe: str, reason: str, detail: str = "") -> Untested:
    what = probe_name(probe)
    why = _inapplicable(what, detail) if reason == "not-applicable" else None
    if why is not None:
        return Untested(probe=probe, reason=reason, text=why)
    match reason:
        case "not-in-log":
            text = msg("{what}: not known, because the log does not show it.", what=what)
        case "cancelled":
            text = msg("{what}: not tested, because the test was stopped.", what=what)
        case "budget":
            text = msg(
                "{what}: not tested, because the limits of this run (time, connections, ports) were reached.",
                what=what,
            )
        case "no-consent":
            text = msg("{what}: not tested, because it needs your consent.", what=what)
        case "not-again":
            text = msg(
                "{what}: not tested, because this shorter test asks only what the change concerns.", what=what
            )
        case "off":
            text = msg("{what}: not tested, because this test is switched off.", what=what)
        case "not-applicable":
            text = msg("{what}: does not apply to this server and this kind of address.", what=what)
        case "write-refused":
            text = msg("{what}: not tested, because the server refused to store a file there.", what=what)
        case "internal-error":
            text = msg("{what}: not tested, because of a fault in this program.", what=what)
        case "prerequisite-failed":
            text = msg("{what}: not tested, because something that it needs had failed before.", what=what)
        case _:
            text = msg("{what}: not tested ({reason}).", what=what, reason=reason)
    return Untested(probe=probe, reason=reason, text=text)
