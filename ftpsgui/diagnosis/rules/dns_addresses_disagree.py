"""Some addresses of the name work, others do not, or they show different certificates or greet as different servers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.model.facts import Exchange, TcpConnect
from ftpsgui.model.findings import Certainty, Finding
from ftpsgui.model.message import Message, msg
from ftpsgui.session.state import Seen

_VARIABLE = re.compile(r"\[[^\]]*\]|\([^)]*\)|\b[\w-]+(?:\.[\w-]+)+\b|[\d:.]+|\s+")
"""What differs between greetings of one server: what stands in brackets, names of hosts, numbers, times."""


def judge(case: Case) -> Answer:
    """Fire when addresses of one look-up differ in whether they answer, in the certificate, or in the greeting."""
    addresses = {address for seen in case.state.lookups for address in seen.fact.addresses}
    dials = [
        seen
        for seen in case.state.of(TcpConnect)
        if seen.fact.remote.host in addresses and seen.fact.step.outcome != "cancelled"
    ]
    port = case.peer.port if case.peer else None
    dials = [seen for seen in dials if seen.fact.remote.port == port]
    if len({seen.fact.remote.host for seen in dials}) < 2:
        return SILENT if len(addresses) == 1 else UNKNOWN
    good = {seen.fact.remote.host: seen for seen in dials if seen.fact.step.outcome == "ok"}
    bad = {
        seen.fact.remote.host: seen
        for seen in dials
        if seen.fact.step.outcome != "ok" and seen.fact.remote.host not in good
    }
    if good and bad:
        works, dead = next(iter(good)), next(iter(bad))
        return _finding(
            msg(
                "{works} answers, {dead} does not; both are addresses of the same name. Clients take one or the other by "
                "chance or by preference (IPv6 first). Repair the one that does not answer, or remove it from the name.",
                works=works,
                dead=dead,
            ),
            evidence_of(*good.values(), *bad.values()),
        )
    return _refusals(case, good) or _certificates(case, good) or _greetings(case, good) or SILENT


def _refusals(case: Case, good: dict[str, Seen[TcpConnect]]) -> Finding | None:
    """Judge addresses that take the connection and then no dialogue, while another one does."""
    refused: dict[str, Seen[Exchange]] = {}
    greeted: dict[str, Seen[Exchange]] = {}
    for host, greeting in _greeted(case, good):
        welcome = greeting.fact.reply is not None and greeting.fact.reply.positive
        (greeted if welcome else refused).setdefault(host, greeting)
    refused = {host: seen for host, seen in refused.items() if host not in greeted}
    if not greeted or not refused:
        return None
    works, dead = next(iter(greeted)), next(iter(refused))
    reply = refused[dead].fact.reply
    if reply is None:
        explanation = msg(
            "{works} greets as an FTP server does, {dead} takes the connection and says nothing; both are addresses of the "
            "same name. Clients take one or the other by chance or by preference (IPv6 first). Repair the one that is "
            "silent, or remove it from the name.",
            works=works,
            dead=dead,
        )
    else:
        explanation = msg(
            "{works} greets as an FTP server does, {dead} says “{reply}”; both are addresses of the same name. Clients take "
            "one or the other by chance or by preference (IPv6 first). Repair the one that refuses, or remove it from the "
            "name.",
            works=works,
            dead=dead,
            reply=quoted(reply),
        )
    return _finding(explanation, evidence_of(greeted[works], refused[dead]))


def _greetings(case: Case, good: dict[str, Seen[TcpConnect]]) -> Finding | None:
    """Judge addresses that greet in different words; numbers, addresses and names of hosts may differ."""
    heard: dict[str, tuple[str, str]] = {}
    for host, greeting in _greeted(case, good):
        reply = greeting.fact.reply
        if reply is not None and host not in heard:
            heard[host] = (_VARIABLE.sub("", " ".join(reply.lines)).casefold(), greeting.id)
    if len({words for words, _ in heard.values()}) < 2:
        return None
    first, second = list(heard)[:2]
    return _finding(
        msg(
            "{first} and {second} are addresses of the same name and greet in different words. They may be two "
            "servers, or one with two settings: clients reach one or the other by chance, and what works on one "
            "need not work on the other. If that is not meant, give both the same settings, or remove one from "
            "the name.",
            first=first,
            second=second,
        ),
        tuple(observation for _, observation in heard.values()),
        certainty="likely",
    )


def _greeted(case: Case, good: dict[str, Seen[TcpConnect]]) -> Iterator[tuple[str, Seen[Exchange]]]:
    for connection in case.connections:
        remote, greeting = connection.remote, connection.greeting
        if remote is not None and remote.host in good and greeting is not None:
            reply = greeting.fact.reply
            if reply is None and greeting.fact.ending == "cancelled":
                continue
            # 421 may be for our own connections to the other address.
            if reply is None or reply.code != 421:
                yield remote.host, greeting


def _certificates(case: Case, good: dict[str, Seen[TcpConnect]]) -> Finding | None:
    shown: dict[str, tuple[str, str]] = {}
    for connection in case.connections:
        handshake = connection.handshake
        if connection.remote is None or connection.remote.host not in good or handshake is None:
            continue
        if handshake.fact.chain:
            shown[connection.remote.host] = (handshake.fact.chain[0].sha256, handshake.id)
    if len({sha256 for sha256, _ in shown.values()}) < 2:
        return None
    first, second = list(shown)[:2]
    return _finding(
        msg(
            "{first} and {second} are addresses of the same name and show different certificates. If they are one "
            "service, install the same certificate on both; clients that remember fingerprints warn otherwise.",
            first=first,
            second=second,
        ),
        tuple(observation for _, observation in shown.values()),
    )


def _finding(explanation: Message, evidence: tuple[str, ...], *, certainty: Certainty = "proven") -> Finding:
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty=certainty,
        audience=("server-admin",),
        title=msg("The addresses of the name do not behave alike"),
        explanation=explanation,
        params={name: value for name, value in explanation.params.items() if isinstance(value, str)},
        evidence=evidence,
        explains=explained("control-unreachable", "control-refused"),
    )


RULE = Rule(id="dns-addresses-disagree", rank=145, judge=judge)
