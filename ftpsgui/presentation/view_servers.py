"""Saved and recent servers as one reads them. Light to import: the window asks for it soon after its first paint."""

from __future__ import annotations

import datetime as dt

import msgspec

from ftpsgui.model.form import Form
from ftpsgui.model.message import Message, msg
from ftpsgui.presentation.view_state import Glyph, Role
from ftpsgui.presentation.view_text import visible
from ftpsgui.texts.translate import Translator

GLYPHS: dict[Role, Glyph] = {"good": "check", "bad": "cross", "warning": "bang", "neutral": "dash"}
_OUTCOMES: dict[Role, Message] = {
    "good": msg("worked"),
    "bad": msg("problems found"),
    "warning": msg("warnings"),
    "neutral": msg("no verdict"),
}
_MODES = {"explicit": msg("explicit TLS"), "implicit": msg("implicit TLS"), "none": msg("no TLS")}


class ServerView(msgspec.Struct, frozen=True, kw_only=True):
    """A line that stands for a server. ``detail`` is the quieter part of it; ``spoken`` says all."""

    label: str
    detail: str
    role: Role = "neutral"
    glyph: Glyph = "dash"
    spoken: str = ""


def target_label(form: Form) -> str:
    """Return ``user@host:port`` as one would say it; parts that are the usual ones are left out."""
    host = visible(form.host, limit=80)
    if form.port:
        host = (
            f"[{host}]:{visible(form.port, limit=8)}"
            if ":" in host
            else f"{host}:{visible(form.port, limit=8)}"
        )
    return f"{visible(form.user, limit=60)}@{host}" if form.user else host


def recent_view(form: Form, outcome: Role, when: str, now: dt.datetime, t: Translator) -> ServerView:
    """Return the line of a server that was tested at ``when`` (ISO 8601 UTC)."""
    label, day = target_label(form), ago(when, now, t)
    word = t(_OUTCOMES[outcome])
    return ServerView(
        label=label,
        detail=" · ".join(filter(None, (_mode(form, t), day))),
        role=outcome,
        glyph=GLYPHS[outcome],
        spoken=t(msg("{server}: {outcome}, {when}", server=label, outcome=word, when=day)),
    )


def profile_view(name: str, form: Form, t: Translator) -> ServerView:
    """Return the line of a saved server."""
    shown = visible(name, limit=60)
    return ServerView(
        label=shown, detail=" · ".join(filter(None, (target_label(form), _mode(form, t)))), spoken=shown
    )


def ago(when: str, now: dt.datetime, t: Translator) -> str:
    """Return ``when`` in local time: today's as a time, others as a date. ``now`` is aware. Empty when unreadable."""
    try:
        moment = dt.datetime.fromisoformat(when).astimezone(now.tzinfo)
    except (ValueError, OverflowError):  # a damaged file, or a day that no calendar has in this zone
        return ""
    clock = moment.strftime("%H:%M")
    days = (now.date() - moment.date()).days
    if days == 0:
        return t(msg("today {time}", time=clock))
    if days == 1:
        return t(msg("yesterday {time}", time=clock))
    return moment.strftime("%Y-%m-%d %H:%M")


def _mode(form: Form, t: Translator) -> str:
    return t(_MODES[form.tls]) if form.tls in _MODES else ""
