"""A router on the path helps FTP where it can read it: PASV or PORT differ between a clear and an encrypted channel."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import normalise, same_address
from ftpsgui.model.facts import ControlCleared, DataAttempt
from ftpsgui.model.findings import Finding, Reason
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing
from ftpsgui.model.plan import Mode
from ftpsgui.session.state import Seen
from ftpsgui.topology.attempts import advertised, proves_mode
from ftpsgui.topology.attempts import judge as judged
from ftpsgui.topology.sides import says_not_yours

Tries = tuple[Seen[DataAttempt], ...]
_MODES: tuple[Mode, ...] = ("pasv", "epsv", "port", "eprt")
_NO_CONNECTION: frozenset[Reason] = frozenset(
    {"timeout", "refused", "unreachable", "reply-timeout", "command-refused"}
)


def judge(case: Case) -> Answer:
    """Fire when 227 names other addresses in clear, a mode works in clear only, or PORT's address is taken there only."""
    clear, private = _by_control(case, protected=False), _by_control(case, protected=True)
    if not clear or not private:
        return UNKNOWN
    named = _first_named(private), _first_named(clear)
    if named[0] is not None and named[1] is not None:
        hidden, shown = advertised(named[0].fact), advertised(named[1].fact)
        if hidden is not None and shown is not None and not same_address(hidden.host, shown.host):
            return _rewritten(case, (named[0], named[1]), hidden.host, shown.host)
    gained = [mode for mode in _MODES if _works(clear, mode) and _fails(private, mode)]
    if gained:
        return _opened(case, gained, private, clear)
    sent = _taken_in_clear_only(private, clear)
    return _replaced(case, *sent) if sent is not None else SILENT


def _rewritten(
    case: Case, pair: tuple[Seen[DataAttempt], Seen[DataAttempt]], encrypted: str, clear: str
) -> Finding:
    attempts = _by_control(case, protected=False), _by_control(case, protected=True)
    only_clear = _works(attempts[0], "pasv") and not _works(attempts[1], "pasv")
    return Finding(
        id=RULE.id,
        severity="warning" if only_clear else "info",
        certainty="proven",
        audience=("network-admin",),
        title=msg("A router on the way rewrites FTP, which it can do only without TLS"),
        explanation=_explanation(only_clear, encrypted, clear),
        params={"encrypted": encrypted, "clear": clear},
        evidence=ids_of(pair),
        remedies=cure(case, router=("helper-off",)),
    )


def _replaced(case: Case, hidden: Seen[DataAttempt], shown: Seen[DataAttempt]) -> Finding:
    command = hidden.fact.mode.upper()
    address = hidden.fact.advertised.host if hidden.fact.advertised else ""
    return Finding(
        id=RULE.id,
        severity="info",
        certainty="likely",
        audience=("network-admin",),
        title=msg("A router on the way rewrites FTP, which it can do only without TLS"),
        explanation=msg(
            "The same address, {address}, was sent with {command} twice: over TLS the server refuses it as not this "
            "computer's, in clear text it accepts it. So it arrived as another one: a router with an FTP helper (“ALG”, “FTP "
            "inspection”) replaces it. The helper cannot read encrypted commands, so it is of no use for FTPS; use passive "
            "mode, where this computer names no address.",
            address=address,
            command=command,
        ),
        params={"address": address, "command": command},
        evidence=ids_of((hidden, shown)),
        remedies=cure(case, router=("helper-off",)),
    )


def _opened(case: Case, modes: list[Mode], private: Tries, clear: Tries) -> Finding:
    names = [mode.upper() for mode in modes]
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="likely",
        audience=("network-admin",),
        title=msg("A router or firewall on the way helps FTP, which it can do only without TLS"),
        explanation=msg(
            "{modes}: works in clear text and fails over TLS. A router or firewall with an FTP helper (“ALG”, “FTP "
            "inspection”) reads the commands, replaces the client's address where that is private, and opens the port for "
            "the data connection. It cannot read encrypted commands, which is why FTP worked before and FTPS does not. Do "
            "not rely on the helper: use a mode that works over TLS, or forward and open the ports by a fixed rule.",
            modes=listing(names),
        ),
        params={"modes": ", ".join(names)},
        evidence=ids_of(
            next(seen for seen in tries if seen.fact.mode == mode)
            for mode in modes
            for tries in (private, clear)
        ),
        remedies=cure(case, router=("helper-off",)),
    )


def _explanation(only_clear: bool, encrypted: str, clear: str) -> Message:
    if only_clear:
        return msg(
            "Over TLS the server's reply to PASV names {encrypted}, in clear text it arrives as {clear}: a router with an "
            "FTP helper (“ALG”, “FTP inspection”) replaces the address and opens the data port. It cannot read encrypted "
            "replies, which is why FTP worked before and FTPS does not. Do not rely on the helper: give the server its "
            "public address and forward its passive ports.",
            encrypted=encrypted,
            clear=clear,
        )
    return msg(
        "Over TLS the server's reply to PASV names {encrypted}, in clear text it arrives as {clear}: a router with an FTP "
        "helper (“ALG”, “FTP inspection”) replaces the address. It cannot read encrypted replies, so it is of no use for "
        "FTPS; the server itself has to name the right address.",
        encrypted=encrypted,
        clear=clear,
    )


def _by_control(case: Case, *, protected: bool) -> Tries:
    """Return the tries whose commands went over a control connection that is encrypted, or is not (or no more: CCC)."""
    wanted = {one.id for one in case.state.connections.values() if one.protected is protected}
    cleared = () if protected else _after_ccc(case)
    tries = (
        seen
        for seen in case.state.attempts
        if (
            seen.fact.control_protected is protected
            if seen.earlier  # its connection is the earlier run's
            else seen.connection in wanted
        )
        and proves_mode(seen.fact)
    )
    return (*tries, *cleared)


def _after_ccc(case: Case) -> Tries:
    """Return the tries whose commands went in clear because CCC had been accepted."""
    if not case.state.of(ControlCleared):
        return ()
    return tuple(
        seen
        for seen in case.state.attempts
        if seen.fact.purpose == "ccc" and seen.fact.control_protected is False
    )


def _first_named(tries: Tries) -> Seen[DataAttempt] | None:
    return next(
        (seen for seen in tries if seen.fact.mode == "pasv" and advertised(seen.fact) is not None), None
    )


def _taken_in_clear_only(private: Tries, clear: Tries) -> tuple[Seen[DataAttempt], Seen[DataAttempt]] | None:
    """Return a PORT or EPRT that was refused for its address over TLS, and one with the same address taken in clear."""
    taken: dict[tuple[Mode, str], Seen[DataAttempt]] = {}
    for seen in clear:
        fact = seen.fact
        if fact.setup is not None and fact.setup.positive and fact.advertised is not None:
            taken.setdefault((fact.mode, normalise(fact.advertised.host) or ""), seen)
    for hidden in private:
        sent = normalise(hidden.fact.advertised.host) if hidden.fact.advertised is not None else None
        shown = taken.get((hidden.fact.mode, sent)) if sent is not None else None
        if shown is not None and says_not_yours(hidden.fact.setup):
            return hidden, shown
    return None


def _works(tries: Tries, mode: Mode) -> bool:
    return any(judged(seen.fact).result in ("works", "partial") for seen in tries if seen.fact.mode == mode)


def _fails(tries: Tries, mode: Mode) -> bool:
    """Whether every try of ``mode`` failed because no data connection came about."""
    found = [judged(seen.fact) for seen in tries if seen.fact.mode == mode]
    decided = [one for one in found if one.result != "untested"]
    return bool(decided) and all(one.result == "fails" and one.reason in _NO_CONNECTION for one in decided)


RULE = Rule(id="alg-rewrites-plaintext", rank=420, judge=judge)
