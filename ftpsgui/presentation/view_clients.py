"""The forecast for other clients, grouped by how they would fare; what works comes last, what needs a hand first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ftpsgui.model.findings import ClientForecast, ClientKind, ForecastResult
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_state import ClientGroupView, ClientsView, ClientView, Glyph, Role
from ftpsgui.presentation.view_text import visible
from ftpsgui.texts.translate import Translator

ORDER: Final[tuple[ForecastResult, ...]] = ("works", "depends", "fails", "unknown")
ROLES: Final[Mapping[ForecastResult, tuple[Role, Glyph]]] = {
    "works": ("good", "check"),
    "depends": ("warning", "bang"),
    "fails": ("bad", "cross"),
    "unknown": ("neutral", "dash"),
}
WORDS: Final[Mapping[ForecastResult, Message]] = {
    "works": msg("should work"),
    "depends": msg("depends"),
    "fails": msg("will fail"),
    "unknown": msg("not known"),
}


def clients_view(
    forecasts: tuple[ClientForecast, ...], t: Translator, *, running: bool = False
) -> ClientsView:
    """Return the forecasts as they are shown; without any, why there are none."""
    if not forecasts:
        if running:
            return ClientsView(caption=t(msg("Which clients will work is said when the test has ended.")))
        return ClientsView(caption=t(msg("Nothing can be said about clients yet.")))
    alike = {(one.result, t(one.because)) for one in forecasts}
    if len(forecasts) > 1 and len(alike) == 1 and forecasts[0].result == "fails":
        because = visible(alike.pop()[1])
        return ClientsView(caption=t(msg("It is the same for every client: {because}", because=because)))
    groups = tuple(_group(result, those, t) for result in ORDER if (those := by_use(forecasts, result)))
    caption = msg(
        "A forecast for clients on this computer, with their default settings: what this test saw, applied to what "
        "each client is known to do. None of them was run."
    )
    return ClientsView(caption=t(caption), groups=groups)


_MOST_USED: Final = ("filezilla", "winscp", "cyberduck", "windows_explorer", "curl", "lftp")
_KINDS: Final[tuple[ClientKind, ...]] = ("gui", "cli", "library")


def by_use(forecasts: tuple[ClientForecast, ...], result: ForecastResult) -> list[ClientForecast]:
    """Return the forecasts with ``result``: what most people use first, then programs before libraries, by name."""

    def place(one: ClientForecast) -> tuple[int, int, str]:
        used = _MOST_USED.index(one.client) if one.client in _MOST_USED else len(_MOST_USED)
        return used, _KINDS.index(one.kind), one.name.casefold()

    return sorted((one for one in forecasts if one.result == result), key=place)


def group_title(result: ForecastResult, count: int) -> Message:
    """Return the heading over the clients with one result."""
    match result:
        case "works":
            return msg("Should work · {count}", count=count)
        case "depends":
            return msg("Depends on a setting or a version · {count}", count=count)
        case "fails":
            return msg("Will fail · {count}", count=count)
        case "unknown":
            return msg("Not known · {count}", count=count)


def _group(result: ForecastResult, those: list[ClientForecast], t: Translator) -> ClientGroupView:
    return ClientGroupView(
        title=t(group_title(result, len(those))), clients=tuple(_client(one, t) for one in those)
    )


def unbroken(names: str) -> str:
    """Return names of clients in which versions are not torn apart: ``< 3.9`` stays on the line of its name."""
    return re.sub(r" ([<≥]) (?=\d)", "\u00a0\\1\u00a0", visible(names, limit=4000))


def _client(one: ClientForecast, t: Translator) -> ClientView:
    role, glyph = ROLES[one.result]
    word, because, name = t(WORDS[one.result]), visible(t(one.because)), unbroken(one.name)
    note = ""
    if one.confidence == "hint" and one.result != "unknown":
        note = t(msg("Not verified against this client."))
    return ClientView(
        id=one.client,
        name=name,
        role=role,
        glyph=glyph,
        word=word,
        because=because,
        options=tuple(visible(option) for option in one.options),
        options_label=t(msg("Works with:")) if one.options else "",
        note=note,
        spoken=t(msg("{name}: {word}. {because}", name=name, word=word, because=because)),
    )
