"""What was asked on request, and the answer: a sentence for each, since most of these answers are no finding.

Somebody who asked for more than the default diagnosis wants to read what came of it, also where all is well. Only what was
seen is said; what was not, or why not, stands under "not tested" (``untested.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import msgspec

from ftpsgui.diagnosis.case import Case, evidence_of, ids_of
from ftpsgui.diagnosis.handshakes import version_name
from ftpsgui.diagnosis.opened import opened
from ftpsgui.diagnosis.ports import numbers, ports
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.reuse import spent
from ftpsgui.model.facts import (
    ControlCleared,
    DataAttempt,
    Exchange,
    PublicAddress,
    SilenceBegan,
    TlsHandshake,
)
from ftpsgui.model.findings import Answered
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import listing
from ftpsgui.protocol.reflection import revealed
from ftpsgui.session.state import Seen, State, once
from ftpsgui.topology.attempts import judge

Found = Iterator[Answered]
Tries = tuple[Seen[DataAttempt], ...]


def also_asked(case: Case, fired: Collection[str]) -> tuple[Answered, ...]:
    """Return the answers to what was asked on request, in the order of the probes. ``fired``: the rules that did."""
    return tuple(_marked(case, one) for part in _PARTS for one in part(case, fired))


def _marked(case: Case, one: Answered) -> Answered:
    """Say of an answer that rests on an earlier run's facts alone that it does."""
    if not case.state.earlier(one.evidence):
        return one
    return msgspec.structs.replace(one, text=msg("{answer} (From the earlier test.)", answer=one.text))


def _opened(case: Case, _: Collection[str]) -> Found:
    for one in opened(case)[:1]:
        text = (
            msg("The server itself says that it waits on the passive port that its reply names.")
            if one.named == one.told
            else msg(
                "The server's reply names the passive port {named}; the server itself says that it waits on port {told}.",
                named=one.named,
                told=one.told,
            )
        )
        yield Answered(probe="opened-port", text=text, evidence=(one.seen.id,))


def _passive_range(case: Case, _: Collection[str]) -> Found:
    if not _by(case, "passive-range"):
        return
    found = ports(case)
    good = numbers(found.reached)
    tried = tuple(sorted({*good, *numbers(found.failed)}))
    if tried:
        yield Answered(
            probe="passive-range",
            text=msg(
                "{count} passive ports between {first} and {last} were tried; {good} of them answered.",
                count=len(tried),
                first=tried[0],
                last=tried[-1],
                good=len(good),
            ),
            evidence=ids_of(_by(case, "passive-range")),
        )


def _repeat(case: Case, _: Collection[str]) -> Found:
    tries = _by(case, "repeat-transfers")
    offered = tuple(seen for seen in tries if seen.fact.session_offered)
    if not offered:
        return
    used = spent(case)
    if used.once:
        yield Answered(
            probe="repeat-transfers",
            text=msg(
                "The server takes each TLS session once only: one that had been used was not resumed again, neither the control "
                "connection's nor a data connection's. Clients that offer the control connection's session every time make a full handshake "
                "then, and are refused where the server requires resumption."
            ),
            evidence=ids_of(used.once),
        )
        return
    if used.lost:
        yield Answered(
            probe="repeat-transfers",
            text=msg(
                "In between, the server forgot the TLS session of the control connection: it was resumed, later it was not; "
                "a newer session was resumed more than once."
            ),
            evidence=ids_of(used.lost),
        )
        return
    yield Answered(
        probe="repeat-transfers",
        text=msg(
            "Of {count} transfers in a row that offered the TLS session, {resumed} resumed it.",
            count=len(offered),
            resumed=sum(seen.fact.resumed is True for seen in offered),
        ),
        evidence=ids_of(offered),
    )


def _methods(case: Case, _: Collection[str]) -> Found:
    for seen in _by(case, "listing-methods"):
        result = judge(seen.fact)
        if result.result in ("works", "partial"):
            text = msg("A listing by {command} works.", command=seen.fact.command)
        elif seen.fact.final is not None:
            text = msg(
                "A listing by {command} was answered with “{reply}”.",
                command=seen.fact.command,
                reply=quoted(seen.fact.final),
            )
        else:
            continue
        yield Answered(probe="listing-methods", text=text, evidence=(seen.id,))


def _reflection(case: Case, _: Collection[str]) -> Found:
    for seen in _by(case, "data-reflection"):
        fact = seen.fact
        for told in revealed(fact.command, fact.final) if fact.final is not None else ():
            text: Message | None = None
            if told.kind == "client" and fact.local is not None:
                text = msg(
                    "The server sees a data connection of this computer come from {address}, port {port}; at this end it is "
                    "{local}.",
                    address=told.address,
                    port=told.port or 0,
                    local=str(fact.local),
                )
            elif told.kind == "server" and fact.observed is not None:
                text = msg(
                    "The server's end of a data connection that it makes is {address} there, and {observed} here.",
                    address=told.address,
                    observed=str(fact.observed),
                )
            if text is not None:
                yield Answered(probe="data-reflection", text=text, evidence=(seen.id,))


def _clear_data(case: Case, fired: Collection[str]) -> Found:
    if "data-protection-required" in fired:
        return
    for seen in _said(case, "PROT", "clear-data"):
        if seen.fact.command == "PROT C" and seen.fact.reply is not None and seen.fact.reply.positive:
            text = msg("The server would let data connections go without encryption (PROT C), too.")
            yield Answered(probe="clear-data", text=text, evidence=(seen.id,))


def _versions(case: Case, _: Collection[str]) -> Found:
    tries = [seen for seen in case.state.of(TlsHandshake) if seen.fact.offered is not None]
    spoken = dict.fromkeys(
        version_name(seen.fact.offered)
        for seen in tries
        if seen.fact.step.outcome == "ok" or seen.fact.verified is False
    )
    refused = dict.fromkeys(
        version_name(seen.fact.offered)
        for seen in tries
        if seen.fact.step.outcome != "ok" and seen.fact.verified is not False
    )
    if spoken and refused:
        text = msg(
            "Of the TLS versions the server speaks {spoken}, not {refused}.",
            spoken=listing(spoken),
            refused=listing(refused),
        )
    elif spoken:
        text = msg("The server speaks the TLS versions {spoken}.", spoken=listing(spoken))
    else:
        return
    yield Answered(probe="tls-versions", text=text, evidence=ids_of(tries))


def _resumption(case: Case, _: Collection[str]) -> Found:
    tries = tuple(seen for seen in _by(case, "resumption-versions") if seen.fact.session_offered)
    if tries:
        yield Answered(
            probe="resumption-versions",
            text=msg(
                "With TLS 1.2, {resumed} of {count} data connections resumed the session.",
                resumed=sum(seen.fact.resumed is True for seen in tries),
                count=len(tries),
            ),
            evidence=ids_of(tries),
        )


def _round_trip(case: Case, _: Collection[str]) -> Found:
    tries = _by(case, "round-trip")
    read = [seen for seen in tries if seen.fact.command == "RETR"]
    sent = {seen.fact.sha256 for seen in tries if seen.fact.command == "STOR"}
    same = [seen for seen in read if judge(seen.fact).result == "works" and seen.fact.sha256 in sent]
    if not read:
        return
    yield Answered(
        probe="round-trip",
        text=msg(
            "Of {count} files that were uploaded and read back, {same} came back as they had been sent.",
            count=len(read),
            same=len(same),
        ),
        evidence=ids_of(tries),
    )


def _idle(case: Case, fired: Collection[str]) -> Found:
    if "control-idle-timeout" in fired:
        return
    for began in case.state.of(SilenceBegan)[:1]:
        after = next(
            (
                seen
                for seen in case.state.exchanges
                if seen.connection == began.connection and seen.sequence > began.sequence
            ),
            None,
        )
        if after is not None and after.fact.reply is not None:
            text = msg(
                "The control connection was silent for {seconds} s and answered afterwards.",
                seconds=f"{began.fact.seconds:g}",
            )
            yield Answered(probe="control-idle", text=text, evidence=(began.id, after.id))


def _compared(case: Case, fired: Collection[str]) -> Found:
    tries = _by(case, "plaintext-comparison")
    if not tries or "alg-rewrites-plaintext" in fired:
        return
    yield Answered(
        probe="plaintext-comparison",
        text=msg(
            "Without TLS nothing else was seen than with it: no router on the way changes FTP's addresses or opens ports for it."
        ),
        evidence=ids_of(tries),
    )


def _ccc(case: Case, _: Collection[str]) -> Found:
    for seen in _said(case, "CCC", "ccc")[:1]:
        reply = seen.fact.reply
        if reply is None:
            text = msg("The server did not answer CCC ({ending}).", ending=seen.fact.ending)
        elif not reply.positive:
            text = msg(
                "The server refuses CCC (“{reply}”): the control connection stays encrypted to its end.",
                reply=quoted(reply),
            )
        else:
            yield _cleared(case, seen)
            continue
        yield Answered(probe="ccc", text=text, evidence=(seen.id,))


def _cleared(case: Case, asked: Seen[Exchange]) -> Answered:
    end = next((one for one in case.state.of(ControlCleared) if one.connection == asked.connection), None)
    tries = _by(case, "ccc")
    evidence = evidence_of(asked, end, *tries)
    after = next(
        (
            seen
            for seen in case.state.exchanges
            if seen.connection == asked.connection and end is not None and seen.sequence > end.sequence
        ),
        None,
    )
    if end is not None and (
        end.fact.step.outcome not in ("ok", "timeout") or (after is not None and after.fact.reply is None)
    ):
        text = msg("The server accepts CCC, but the control connection did not survive the end of TLS.")
        return Answered(probe="ccc", text=text, evidence=evidence)
    works, fails = (
        tuple(dict.fromkeys(seen.fact.mode.upper() for seen in tries if judge(seen.fact).result in results))
        for results in (("works", "partial"), ("fails",))
    )
    if works and fails:
        text = msg(
            "The server accepts CCC: after the login the control connection goes on in clear text, where routers can read it. "
            "Then {works} worked and {fails} failed.",
            works=listing(works),
            fails=listing(fails),
        )
    elif works:
        text = msg(
            "The server accepts CCC: after the login the control connection goes on in clear text, where routers can read it. "
            "Then {works} worked.",
            works=listing(works),
        )
    elif fails:
        text = msg(
            "The server accepts CCC: after the login the control connection goes on in clear text, where routers can read it. "
            "Then {fails} failed.",
            fails=listing(fails),
        )
    else:
        text = msg(
            "The server accepts CCC: after the login the control connection goes on in clear text, where routers can read it."
        )
    return Answered(probe="ccc", text=text, evidence=evidence)


def _public_address(case: Case, _: Collection[str]) -> Found:
    for seen in case.state.of(PublicAddress):
        fact = seen.fact
        text = (
            msg("{name} sees this computer as {address}.", name=fact.name, address=fact.address.host)
            if fact.address is not None
            else msg(
                "{name} did not say how it sees this computer ({error}).",
                name=fact.name,
                error=fact.step.error or fact.step.outcome,
            )
        )
        yield Answered(probe="public-address", text=text, evidence=(seen.id,))


_PARTS: tuple[Callable[[Case, Collection[str]], Found], ...] = (
    _passive_range,
    _opened,
    _reflection,
    _methods,
    _versions,
    _repeat,
    _resumption,
    _clear_data,
    _round_trip,
    _idle,
    _compared,
    _ccc,
    _public_address,
)


@once
def _by_probe(state: State) -> dict[str, list[Seen[DataAttempt]]]:
    found: dict[str, list[Seen[DataAttempt]]] = {}
    for seen in state.attempts:
        found.setdefault(seen.probe, []).append(seen)
    return found


def _by(case: Case, probe: str) -> Tries:
    return tuple(_by_probe(case.state).get(probe, ()))


def _said(case: Case, verb: str, probe: str) -> tuple[Seen[Exchange], ...]:
    return tuple(seen for seen in case.state.exchanges_of(verb) if seen.probe == probe)
