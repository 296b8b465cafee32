"""The article's table: what each of the four topologies predicts, what was observed, and what a change would do."""

from __future__ import annotations

from typing import Final

import msgspec

from ftpsgui.model.findings import Diagnosis, Result, TopologyClass
from ftpsgui.model.message import Message, literal, msg
from ftpsgui.model.phrases import listing
from ftpsgui.model.plan import Mode
from ftpsgui.presentation.view_modes import mode_cell
from ftpsgui.presentation.view_state import CellView, Glyph, Role, WhatIfRowView, WhatIfView
from ftpsgui.presentation.view_words import FOUR_CASES, TOPOLOGIES
from ftpsgui.texts.translate import Translator
from ftpsgui.topology.predict import Conditions, PredictedMode, Prediction, predict

_MODES: Final[tuple[Mode, ...]] = ("pasv", "epsv", "port")
_CLASSES: Final[tuple[TopologyClass, ...]] = ("T1", "T2", "T3", "T4")
_RESULTS: Final[dict[Result, tuple[Role, Glyph, Message]]] = {
    "works": ("good", "check", msg("works")),
    "fails": ("bad", "cross", msg("fails")),
    "partial": ("warning", "bang", msg("now and then")),
    "untested": ("neutral", "dash", msg("not tried")),
}


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader supposes; the defaults are the article's table: nothing was done, and nothing is in the way.

    ``masquerade``: the server writes its public address into 227. ``ports``: its passive range is let in. ``forgiving``:
    the client dials the server's own address when 227 names a private one. ``client_address``: the client writes its
    public address into PORT; ``client_ports``: its ports are forwarded. ``plain``: no TLS, and both routers have a helper.
    """

    masquerade: bool = False
    ports: bool = True
    forgiving: bool = False
    client_address: bool = False
    client_ports: bool = False
    plain: bool = False


SUPPOSITIONS: Final[tuple[tuple[str, Message, Message], ...]] = (
    (
        "masquerade",
        msg("The server advertises its public address"),
        msg("The masquerade address is set: 227 names the address that clients outside can reach."),
    ),
    (
        "ports",
        msg("The server's passive ports are let in"),
        msg("The router forwards the whole passive range, and no firewall stops it."),
    ),
    (
        "forgiving",
        msg("Clients set a private address aside"),
        msg("As FileZilla, WinSCP, curl and lftp do; many libraries and devices do not."),
    ),
    (
        "client_address",
        msg("The client advertises its public address"),
        msg("PORT names the address that the server can reach."),
    ),
    (
        "client_ports",
        msg("The client's ports are forwarded"),
        msg("The client's own router lets the server's connection in."),
    ),
    (
        "plain",
        msg("Without TLS, with helpers in both routers"),
        msg(
            "What routers do to plain FTP. Under TLS they cannot read the address, so they cannot repair it."
        ),
    ),
)
"""The fields of :class:`WhatIf` in order, each with its words and a hint."""


def whatif_view(diagnosis: Diagnosis | None, supposed: WhatIf, t: Translator) -> WhatIfView:
    """Return the table under what is supposed, with what was observed beside the topology that was seen."""
    seen = diagnosis.topology.topology_class if diagnosis is not None else "unknown"
    plainly = {name: predict(_conditions(name, WhatIf())) for name in _CLASSES}
    now = {name: predict(_conditions(name, supposed)) for name in _CLASSES}
    rows = tuple(_row(name, plainly[name], now[name], diagnosis, t) for name in _CLASSES)
    return WhatIfView(
        columns=(t(msg("Passive (PASV)")), t(msg("Passive (EPSV)")), t(msg("Active (PORT)"))),
        rows=rows,
        caption=t(msg("{first} {second}", first=FOUR_CASES, second=_caption(diagnosis))),
        summary=t(_summary(seen, now)),
        changed=supposed != WhatIf(),
    )


def _conditions(name: TopologyClass, supposed: WhatIf) -> Conditions:
    return Conditions(
        client="nat" if name in ("T3", "T4") else "public",
        server="nat" if name in ("T2", "T4") else "public",
        masquerade="right" if supposed.masquerade else "none",
        server_ports="all" if supposed.ports else "none",
        client_ports="all" if supposed.client_ports else None,
        client_address="public" if supposed.client_address else "local",
        client_kind="forgiving" if supposed.forgiving else "strict",
        helper="both" if supposed.plain else "none",
        protection="plain" if supposed.plain else "tls",
    )


def _caption(diagnosis: Diagnosis | None) -> Message:
    seen = diagnosis.topology.topology_class if diagnosis is not None else "unknown"
    if diagnosis is not None and seen in _CLASSES:
        others = [one for one in diagnosis.topology.possible if one != seen]
        if others:
            return msg(
                "What was seen points to {name}, {what}; possibly it is {others}.",
                name=literal(seen),
                what=TOPOLOGIES[seen],
                others=listing(others),
            )
        return msg("What was seen is {name}, {what}.", name=literal(seen), what=TOPOLOGIES[seen])
    if seen == "inside":
        return msg("This test ran inside one network, so none of the four was seen.")
    return msg("Which of the four this is is not known yet.")


def _summary(seen: TopologyClass, now: dict[TopologyClass, Prediction]) -> Message:
    if seen not in now:
        return msg("The side that has a public address should be the one that listens.")
    return msg("{name}: {summary}", name=literal(seen), summary=now[seen].summary)


def _row(
    name: TopologyClass, plainly: Prediction, now: Prediction, diagnosis: Diagnosis | None, t: Translator
) -> WhatIfRowView:
    topology = diagnosis.topology if diagnosis is not None else None
    seen = topology is not None and topology.topology_class == name
    possible = topology is not None and not seen and name in topology.possible
    word = None
    if seen and topology is not None:
        word = msg("seen") if set(topology.possible) <= {name} else msg("most likely")
    elif possible:
        word = msg("possible")
    before = {one.row.mode: one for one in plainly.modes if one.chosen}
    after = {one.row.mode: one for one in now.modes if one.chosen}
    cells = tuple(_cell(after[mode], after[mode].row.result != before[mode].row.result, t) for mode in _MODES)
    observed = tuple(_observed(mode, diagnosis, t) for mode in _MODES) if seen else ()
    title = t(TOPOLOGIES[name])
    spoken = t(
        msg(
            "{name}, {title}: PASV {pasv}, EPSV {epsv}, PORT {port}",
            name=literal(name),
            title=title,
            pasv=cells[0].word,
            epsv=cells[1].word,
            port=cells[2].word,
        )
    )
    return WhatIfRowView(
        name=name,
        title=title,
        mark=t(word) if word is not None else "",
        seen=seen,
        predicted=cells,
        observed=observed,
        observed_label=t(msg("observed")) if seen else "",
        spoken=spoken,
    )


def _cell(mode: PredictedMode, changed: bool, t: Translator) -> CellView:
    role, glyph, word = _RESULTS[mode.row.result]
    return CellView(role=role, glyph=glyph, word=t(word), predicted=changed, tooltip=t(mode.explanation))


def _observed(mode: Mode, diagnosis: Diagnosis | None, t: Translator) -> CellView:
    rows = diagnosis.modes if diagnosis is not None else ()
    wanted = {"pasv": "advertised", "epsv": "peer", "port": "local"}[mode]
    row = next((one for one in rows if (one.mode, one.address) == (mode, wanted)), None)
    if row is None:
        return CellView(role="neutral", glyph="dash", word=t(msg("not tried")))
    return mode_cell(row, diagnosis, t)
