"""A session: the plan and everything that was observed. The file format, version 1."""

from __future__ import annotations

from typing import Literal

import msgspec

from ftpsgui.model.facts import Observation
from ftpsgui.model.plan import Plan

FORMAT: Literal["ftpsgui-session"] = "ftpsgui-session"
FORMAT_VERSION = 1


class Session(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole run. ``started``: ISO 8601 UTC. The password is in none of it."""

    format: Literal["ftpsgui-session"] = FORMAT
    format_version: int = FORMAT_VERSION
    tool_version: str
    started: str
    plan: Plan
    observations: tuple[Observation, ...]
