"""Reports to render: the good case of the presentation's samples, and one in which every text is hostile."""

from __future__ import annotations

import msgspec

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import Exchange, Observation, Reply, RunEnded
from ftpsgui.model.findings import (
    Answered,
    Diagnosis,
    Explained,
    Finding,
    ModeReply,
    ModeRow,
    Node,
    Placeholder,
    ProductGuess,
    Remedy,
    Side,
    Topology,
    Untested,
    Verdict,
)
from ftpsgui.model.message import literal, msg
from ftpsgui.model.plan import Endpoint, Plan
from ftpsgui.reports.report import Report, build_report
from ftpsgui.session.fold import fold
from tests.presentation.samples_view import t4_diagnosis, t4_state

HOSTILE = "</script><img src=x onerror=alert(1)>&\"'|`*_[x](y)\x1b[31mred\x07\u202e]]><!--\x00"
PEER = HostPort(host="203.0.113.1", port=21)


def good_report() -> Report:
    report = build_report(t4_state(), t4_diagnosis(), tool_version="0.1.0")
    kinds = (
        ("client", "client"),
        ("client-router", "router"),
        ("internet", "internet"),
        ("server", "server"),
    )
    nodes = tuple(Node(id=name, kind=kind, label=literal(name)) for name, kind in kinds)  # type: ignore[arg-type]
    topology = msgspec.structs.replace(report.topology, nodes=nodes)
    return msgspec.structs.replace(report, topology=topology)


def hostile_report() -> Report:
    text = literal(HOSTILE)
    remedy = Remedy(
        group=1,
        step=1,
        audience="client",
        product=HOSTILE,
        router=None,
        file=HOSTILE,
        snippet=text,
        apply=msg("{x}", x=HOSTILE),
        placeholders=(Placeholder(name="zone", meaning=text),),
        confidence="hint",
    )
    finding = Finding(
        id="not-ftp",
        severity="error",
        certainty="likely",
        audience=("client",),
        title=text,
        explanation=text,
        params={"reply": HOSTILE},
        evidence=("o1",),
        explains=(Explained(id="greeting-missing", evidence=("o1",)),),
        remedies=(remedy, msgspec.structs.replace(remedy, group=2, product=None)),
    )
    row = ModeRow(
        mode="pasv",
        protection="private",
        address="advertised",
        endpoint=HostPort(host=HOSTILE, port=1),
        raw=HOSTILE,
        control_peer=PEER,
        reply=ModeReply(code=500, text=HOSTILE),
        result="fails",
        certainty="proven",
        reason="reply-error",
        evidence=("o1",),
    )
    side = Side(kind="unknown", certainty="possible")
    diagnosis = Diagnosis(
        product=ProductGuess(
            id=HOSTILE, name=HOSTILE, version=HOSTILE, confidence="possible", evidence=("o1",)
        ),
        verdict=Verdict(summary=text, use_mode=None, exit_status=3),
        modes=(row,),
        findings=(finding,),
        topology=Topology(topology_class="unknown", possible=("T1",), client=side, server=side),
        untested=(Untested(probe=HOSTILE, reason="budget", text=text),),
        also=(Answered(probe=HOSTILE, text=text, evidence=("o1",)),),
    )
    observation = Observation(
        id="o1",
        sequence=1,
        time=0.5,
        probe=HOSTILE,
        connection="c1",
        fact=Exchange(
            command=HOSTILE,
            reply=Reply(code=500, lines=(HOSTILE,), raw=HOSTILE),
            sent=0.1,
            replied=0.2,
            ending="replied",
            protected=True,
        ),
    )
    ended = Observation(
        id="o2", sequence=2, time=1.0, probe="run", fact=RunEnded(reason="cancelled", seconds=1.0)
    )
    plan = Plan(input=HOSTILE, endpoint=Endpoint(host=HOSTILE))
    state = fold(plan, (observation, ended), "2026-11-24T09:00:00Z")
    return build_report(state, diagnosis, tool_version="0.1.0")
