"""Another certificate than the one that was agreed to."""

from __future__ import annotations

from ftpsgui.diagnosis.case import SILENT, UNKNOWN, Answer, Case, Rule, evidence_of, explained
from ftpsgui.model.findings import Finding
from ftpsgui.model.fingerprints import in_pairs
from ftpsgui.model.message import msg


def judge(case: Case) -> Answer:
    """Fire when a handshake showed another fingerprint than the pinned one; the run stops there."""
    changed = [seen for seen in case.state.trust if seen.fact.decision == "mismatch"]
    if not changed:
        return SILENT if case.state.trust or case.state.logged_in else UNKNOWN
    fact = changed[0].fact
    return Finding(
        id=RULE.id,
        severity="error",
        certainty="proven",
        audience=("server-admin", "client"),
        title=msg("The server suddenly shows another certificate"),
        explanation=msg(
            "The certificate that was agreed to has the fingerprint {expected}; now the server shows {shown}. The test "
            "stopped before sending anything secret. If the certificate was renewed on purpose, or several servers "
            "stand behind this name, ask the administrator for the right fingerprint; otherwise somebody may be "
            "listening in between.",
            expected=in_pairs(fact.expected or "") or "–",
            shown=in_pairs(fact.sha256),
        ),
        params={"expected": fact.expected or "", "shown": fact.sha256},
        evidence=evidence_of(*changed),
        explains=explained("data-certificate-differs"),
    )


RULE = Rule(id="certificate-changed", rank=170, judge=judge)
