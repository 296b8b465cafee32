"""The server runs out of passive ports."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, explained, ids_of
from ftpsgui.diagnosis.quoting import quoted
from ftpsgui.diagnosis.refusals import out_of_ports, out_of_ports_in_clear
from ftpsgui.diagnosis.remedy import cure
from ftpsgui.model.findings import Finding
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when a passive command was refused in words that mean: no port left, or a server gave up with such words."""
    asked = [seen for seen in case.passive if seen.fact.setup is not None]
    gave_up = out_of_ports_in_clear(case)
    if not asked and not gave_up:
        return UNKNOWN
    found = [seen for seen in asked if out_of_ports(seen.fact.setup)]
    if not found and not gave_up:
        return SILENT
    text = found[0].fact.setup.text if found and found[0].fact.setup else ""
    if not text:
        text = gave_up[0].fact.raw.partition("\\x0d")[0]
    return Finding(
        id=RULE.id,
        severity="warning",
        certainty="proven",
        audience=("server-admin",),
        title=msg("The server has no passive port left"),
        explanation=msg(
            "The server answered “{reply}”: its range of passive ports is too small for the transfers that run at the "
            "same time, or another program uses the ports. Make the range larger, in the server and in the router and "
            "firewall alike.",
            reply=quoted(text),
        ),
        params={"reply": text},
        evidence=(*ids_of(found), *ids_of(gave_up)),
        explains=explained("control-dropped") if gave_up else (),
        remedies=cure(case, "passive-range", router=("forward", "open-range")),
    )


RULE = Rule(id="passive-range-exhausted", rank=510, judge=judge)
