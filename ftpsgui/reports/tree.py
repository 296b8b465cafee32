"""A report as plain data with the keys of the report contract: what JSON is written from."""

from __future__ import annotations

from typing import Any

import msgspec

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.findings import Finding, Link, ModeRow, Node, Remedy, Side, Topology
from ftpsgui.reports.report import Report
from ftpsgui.texts.translate import Translator

FORMAT_NAME = "ftpsgui-report"
FORMAT_VERSION = 1


def tree(report: Report, translate: Translator) -> dict[str, Any]:
    """Return the report as dicts and lists; words in the language of ``translate``."""
    product = report.product
    return {
        "format": FORMAT_NAME,
        "format_version": FORMAT_VERSION,
        "run": msgspec.to_builtins(report.run),
        "target": msgspec.to_builtins(report.target),
        "product": None
        if product is None
        else {
            "id": product.id,
            "name": product.name,
            "version": product.version,
            "confidence": product.confidence,
            "evidence": list(product.evidence),
        },
        "verdict": {
            "summary": translate(report.verdict.summary),
            "use_mode": report.verdict.use_mode,
            "exit_status": report.verdict.exit_status,
            "cause": report.verdict.cause,
        },
        "modes": [mode_row(row) for row in report.modes],
        "findings": [_finding(finding, translate) for finding in report.findings],
        "topology": _topology(report.topology, translate),
        "untested": [
            {"probe": item.probe, "reason": item.reason, "text": translate(item.text)}
            for item in report.untested
        ],
        "observations": [msgspec.to_builtins(observation) for observation in report.observations],
    }


def _host_port(value: HostPort | None) -> dict[str, Any] | None:
    return None if value is None else {"host": value.host, "port": value.port}


def mode_row(row: ModeRow) -> dict[str, Any]:
    """Return one row of the mode table."""
    return {
        "mode": row.mode,
        "protection": row.protection,
        "address": row.address,
        "endpoint": _host_port(row.endpoint),
        "raw": row.raw,
        "control_peer": _host_port(row.control_peer),
        "observed": _host_port(row.observed),
        "reply": None if row.reply is None else {"code": row.reply.code, "text": row.reply.text},
        "resumed": row.resumed,
        "seconds": row.seconds,
        "result": row.result,
        "certainty": row.certainty,
        "reason": row.reason,
        "evidence": list(row.evidence),
        "same_as_peer": row.same_as_peer,
        "earlier": row.earlier,
    }


def _finding(finding: Finding, translate: Translator) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "audience": list(finding.audience),
        "title": translate(finding.title),
        "explanation": translate(finding.explanation),
        "params": dict(finding.params),
        "evidence": list(finding.evidence),
        "explains": [{"id": item.id, "evidence": list(item.evidence)} for item in finding.explains],
        "remedies": [remedy(item, translate) for item in finding.remedies],
        "doc": finding.doc,
    }


def remedy(item: Remedy, translate: Translator) -> dict[str, Any]:
    """Return one step of a cure."""
    return {
        "group": item.group,
        "step": item.step,
        "audience": item.audience,
        "product": item.product,
        "router": item.router,
        "file": item.file,
        "snippet": translate(item.snippet),
        "apply": None if item.apply is None else translate(item.apply),
        "placeholders": [
            {"name": place.name, "meaning": translate(place.meaning)} for place in item.placeholders
        ],
        "verbatim": item.verbatim,
        "confidence": item.confidence,
        "verified_by": item.verified_by,
    }


def _topology(topology: Topology, translate: Translator) -> dict[str, Any]:
    def side(value: Side) -> dict[str, Any]:
        return {
            "kind": value.kind,
            "certainty": value.certainty,
            "inside": value.inside,
            "outside": value.outside,
            "evidence": list(value.evidence),
        }

    def node(value: Node) -> dict[str, Any]:
        return {
            "id": value.id,
            "kind": value.kind,
            "label": translate(value.label),
            "address": value.address,
        }

    def link(value: Link) -> dict[str, Any]:
        return {
            "from": value.origin,
            "to": value.to,
            "what": value.what,
            "state": value.state,
            "certainty": value.certainty,
            "evidence": list(value.evidence),
        }

    return {
        "class": topology.topology_class,
        "possible": list(topology.possible),
        "client": side(topology.client),
        "server": side(topology.server),
        "nodes": [node(value) for value in topology.nodes],
        "links": [link(value) for value in topology.links],
    }
