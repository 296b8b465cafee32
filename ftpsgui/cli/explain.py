"""``ftpsgui explain``: what a topology predicts, and the message ladder that shows why."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from ftpsgui.cli.delivery import check_output, normalised_id, write
from ftpsgui.cli.errors import OK, CommandError
from ftpsgui.cli.output import columns, unicode_wanted
from ftpsgui.model.addresses import is_ipv6, normalise
from ftpsgui.model.message import Message, msg
from ftpsgui.model.phrases import labelled, listing
from ftpsgui.texts.translate import Translator

if TYPE_CHECKING:
    from ftpsgui.model.findings import Remedy
    from ftpsgui.topology.predict import Conditions, LadderHop, PredictedMode, Prediction

_MASQUERADES = ("none", "right", "wrong")


def run_explain(options: argparse.Namespace, translate: Translator) -> int:
    """Predict and report; return the exit status, which is 0 whatever the prediction says."""
    from ftpsgui.topology.predict import Conditions, predict

    check_output(options)
    masquerade = options.masquerade
    if masquerade not in _MASQUERADES and (normalise(masquerade) is None or is_ipv6(masquerade)):
        raise CommandError(
            msg("“{text}” is neither none, right, wrong nor an IPv4 address.", text=masquerade[:40])
        )
    prediction = predict(
        Conditions(
            client=options.client,
            server=options.server,
            masquerade=masquerade if masquerade in _MASQUERADES else normalise(masquerade) or "none",
            server_ports=options.server_ports,
            client_ports=options.client_ports,
            client_address=options.client_address,
            client_kind=options.client_kind,
            helper=options.helper,
            protection=options.protection,
        )
    )
    remedies = _remedies(prediction, normalised_id(options.product))
    if options.format == "json":
        rendered = _as_json(prediction, remedies, translate)
    elif options.format == "markdown":
        rendered = _as_markdown(prediction, remedies, translate)
    else:
        rendered = _as_text(prediction, remedies, translate, to_file=options.output not in (None, "-"))
    write(rendered, options, translate)
    return OK


def _remedies(prediction: Prediction, product: str | None) -> tuple[Remedy, ...]:
    """Return the masquerade setting of ``product`` when passive mode fails at a server behind NAT."""
    from ftpsgui.knowledge import load
    from ftpsgui.knowledge.remedies import server_remedies
    from ftpsgui.topology.predict import CONTROL_PORT, PASSIVE_RANGE, SERVER_INSIDE, SERVER_OUTSIDE

    if product is None or prediction.conditions.server != "nat" or prediction.passive == "works":
        return ()
    first, last = PASSIVE_RANGE
    values = {
        "public_ip": SERVER_OUTSIDE,
        "server_ip": SERVER_INSIDE,
        "control_port": str(CONTROL_PORT),
        "pasv_min": str(first),
        "pasv_max": str(last),
    }
    return server_remedies(load(), product, "masquerade", values)


def _fate(hop: LadderHop) -> Message | None:
    match hop.fate:
        case "dropped":
            return msg("dropped here: silence")
        case "refused":
            return msg("refused here")
        case "unreachable":
            return msg("unreachable from here")
        case _:
            return None


def _ladder(hops: tuple[LadderHop, ...], translate: Translator) -> list[str]:
    from ftpsgui.reports.layout import table

    rows = []
    for hop in hops:
        end = _fate(hop)
        words = hop.place
        if hop.rewritten:
            words = msg("{place}; text rewritten by the helper", place=words)
        if end is not None:
            words = labelled(words, end)
        rows.append([str(hop.source), "->", str(hop.destination), hop.text, translate(words)])
    return table(rows)


def _name(mode: PredictedMode) -> Message:
    from ftpsgui.reports.words import ADDRESSES

    return listing((mode.row.mode.upper(), ADDRESSES[mode.row.address]))


def _assumed(conditions: Conditions) -> Message:
    """Return what the prediction rests on, as one types it: who gives no option must see what was taken for granted."""
    given = {
        "client": conditions.client,
        "server": conditions.server,
        "masquerade": conditions.masquerade,
        "server-ports": conditions.server_ports,
        "client-ports": conditions.client_ports,
        "client-address": conditions.client_address,
        "client-kind": conditions.client_kind,
        "helper": conditions.helper,
        "protection": conditions.protection,
    }
    options = listing(f"--{name} {value}" for name, value in given.items() if value is not None)
    return msg(
        "This assumes {options}. “ftpsgui explain --help” says what each means and what else it can be.",
        options=options,
    )


def _as_text(
    prediction: Prediction, remedies: tuple[Remedy, ...], translate: Translator, *, to_file: bool
) -> str:
    from ftpsgui.reports.format_text import ASCII_GLYPHS, GLYPHS
    from ftpsgui.reports.layout import indent, wrap
    from ftpsgui.reports.words import RESULT_MARKS, RESULTS

    t = translate
    wide = 96 if to_file else columns()
    glyphs = GLYPHS if unicode_wanted(to_file) else ASCII_GLYPHS
    lines = [*wrap(t(labelled(prediction.topology_class, prediction.summary)), wide)]
    lines += ["", *wrap(t(_assumed(prediction.conditions)), wide)]
    for mode in prediction.modes:
        result = mode.row.result
        words = labelled(_name(mode), RESULTS[result])
        if not mode.chosen:
            words = msg("{mode} (what this client would not do)", mode=words)
        head = f"{glyphs[RESULT_MARKS[result]]} {t(words)}"
        lines += ["", head, *indent(wrap(t(mode.explanation), wide - 2), "  ")]
        if mode.chosen:
            lines += indent(_ladder(mode.hops, t), "    ")
    for remedy in remedies:
        place = f" {remedy.file}" if remedy.file else ""
        lines += ["", f"{t(msg('What the server needs:'))}{place}"]
        lines += indent(t(remedy.snippet).split("\n"), "    ")
        if remedy.apply is not None:
            lines.append("    " + t(remedy.apply))
    return "\n".join(lines) + "\n"


def _as_markdown(prediction: Prediction, remedies: tuple[Remedy, ...], translate: Translator) -> str:
    from ftpsgui.reports.format_markdown import MARKS, block, escape
    from ftpsgui.reports.words import RESULT_MARKS, RESULTS

    t = translate
    lines = [f"# {escape(t(labelled(prediction.topology_class, prediction.summary)))}"]
    lines += ["", escape(t(_assumed(prediction.conditions)))]
    for mode in prediction.modes:
        result = mode.row.result
        head = f"## {MARKS[RESULT_MARKS[result]]} {escape(t(labelled(_name(mode), RESULTS[result])))}"
        lines += ["", head, "", escape(t(mode.explanation))]
        if mode.chosen:
            lines += ["", *block("\n".join(_ladder(mode.hops, t)))]
    for remedy in remedies:
        lines += ["", escape(t(msg("What the server needs:"))) + (f" {remedy.file}" if remedy.file else "")]
        lines += ["", *block(t(remedy.snippet))]
        if remedy.apply is not None:
            lines += ["", *block(t(remedy.apply))]
    return "\n".join(lines) + "\n"


def _as_json(prediction: Prediction, remedies: tuple[Remedy, ...], translate: Translator) -> str:
    import msgspec

    from ftpsgui.reports.tree import mode_row, remedy

    def hop(value: LadderHop) -> dict[str, Any]:
        return {
            "segment": value.segment,
            "place": translate(value.place),
            "source": msgspec.to_builtins(value.source),
            "destination": msgspec.to_builtins(value.destination),
            "text": value.text,
            "router": value.router,
            "readdressed": value.readdressed,
            "rewritten": value.rewritten,
            "fate": value.fate,
        }

    document = {
        "format": "ftpsgui-prediction",
        "format_version": 1,
        "conditions": msgspec.to_builtins(prediction.conditions),
        "class": prediction.topology_class,
        "passive": prediction.passive,
        "active": prediction.active,
        "use_mode": prediction.use_mode,
        "summary": translate(prediction.summary),
        "modes": [
            {
                **mode_row(mode.row),
                "chosen": mode.chosen,
                "explanation": translate(mode.explanation),
                "ladder": [hop(value) for value in mode.hops],
            }
            for mode in prediction.modes
        ],
        "remedies": [remedy(item, translate) for item in remedies],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
