"""A router on the path rewrites FTP where it can read it: PASV differs between a clear and an encrypted control channel."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, ids_of
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.addresses import same_address
from ftpsgui.model.facts import DataAttempt
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen
from ftpsgui.topology.attempts import advertised
from ftpsgui.topology.attempts import judge as judge_attempt

Tries = tuple[Seen[DataAttempt], ...]


def judge(case: Case) -> Answer:
    """Fire when 227 names one address under TLS and another one in clear; a warning where only clear works."""
    clear, private = _by_control(case, protected=False), _by_control(case, protected=True)
    if not clear or not private:
        return UNKNOWN
    hidden, seen_in_clear = advertised(private[0].fact), advertised(clear[0].fact)
    assert hidden is not None
    assert seen_in_clear is not None
    if same_address(hidden.host, seen_in_clear.host):
        return SILENT
    only_clear = _work(clear) and not _work(private)
    return Finding(
        id=RULE.id,
        severity="warning" if only_clear else "info",
        certainty="proven",
        audience=("network-admin",),
        title=msg("A router on the way rewrites FTP, which it can do only without TLS"),
        explanation=_explanation(only_clear, hidden.host, seen_in_clear.host),
        params={"encrypted": hidden.host, "clear": seen_in_clear.host},
        evidence=ids_of((private[0], clear[0])),
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
    """Return the tries whose 227 was read on a control connection that is encrypted, or is not."""
    found = []
    for seen in case.state.attempts:
        connection = case.state.connections.get(seen.connection or "")
        if seen.fact.mode != "pasv" or connection is None or advertised(seen.fact) is None:
            continue
        if connection.protected is protected:
            found.append(seen)
    return tuple(found)


def _work(tries: Tries) -> bool:
    return any(judge_attempt(seen.fact).result in ("works", "partial") for seen in tries)


RULE = Rule(id="alg-rewrites-plaintext", rank=420, judge=judge)
