"""One file is one question asked of the server; found without a registry.

A probe module has a ``PROBE``: its id, when its turn comes, and how to ask. It records facts and judges nothing;
the :class:`Outcome` says only whether the question could be asked.

* Stage ``approach``: one after the other on the first connection, up to the login; a failure ends the approach.
* Stage ``session``: side by side after the login; each borrows a control connection from the pool. The default
  diagnosis is the first wave; what a thorough run adds comes after it, so that it costs the default nothing.

A probe that ``rescues`` is asked after an approach that failed, too, to tell more about why: on connections of its own,
without a login.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ftpsgui.model.plan import Mode
from ftpsgui.wire.client.context import Context


class Outcome(NamedTuple):
    """How a probe ended, as :class:`ftpsgui.model.facts.ProbeOutcome` words it."""

    status: Literal["completed", "failed", "skipped"]
    reason: str | None = None
    detail: str = ""


COMPLETED = Outcome("completed")


@dataclass(frozen=True)
class Probe:
    """A question. ``order``: its place within the stage (``order_implicit``: where TLS comes before the greeting).

    ``mode``: the data mode that a session probe tries, for those that wait for the modes to be through.
    ``wave``: a session probe begins when all of earlier waves have ended.
    ``wanted``: whether the plan asks for it; one that is not wanted leaves no trace.
    ``rescues``: whether it could tell more about the failure of an approach; then it need not be wanted.
    """

    id: str
    stage: Literal["approach", "session"]
    order: int
    ask: Callable[[Context], Awaitable[Outcome]]
    order_implicit: int | None = None
    mode: Mode | None = None
    wave: int = 1
    wanted: Callable[[Context], bool] = lambda _: True
    rescues: Callable[[Context], bool] = lambda _: False


@cache
def discover() -> tuple[Probe, ...]:
    """Return the probes of all modules in this package, in order."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").PROBE
        for module in pkgutil.iter_modules(__path__)
    ]
    return tuple(sorted(found, key=lambda probe: (probe.stage, probe.order, probe.id)))
