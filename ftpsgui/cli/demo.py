"""``ftpsgui demo``: the window on a server and a network that exist only in memory."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from typing import TYPE_CHECKING

from ftpsgui.cli.errors import OK, CommandError
from ftpsgui.cli.output import print_text
from ftpsgui.model.message import msg
from ftpsgui.model.phrases import listing
from ftpsgui.texts.translate import Translator

if TYPE_CHECKING:
    from ftpsgui.demo.scenario import Scenario


def scenario_names() -> tuple[str, ...]:
    """Return the module names of all scenarios, sorted."""
    from ftpsgui.demo import scenarios

    return tuple(sorted(info.name for info in pkgutil.iter_modules(scenarios.__path__)))


def load_scenarios() -> tuple[Scenario, ...]:
    """Return all scenarios in the order in which they are shown."""
    found = [importlib.import_module(f"ftpsgui.demo.scenarios.{name}").SCENARIO for name in scenario_names()]
    return tuple(sorted(found, key=lambda scenario: (scenario.order, scenario.id)))


def run_demo(options: argparse.Namespace, translate: Translator) -> int:
    """List the cases, or open the window on one."""
    if options.list:
        scenarios = load_scenarios()
        wide = max((len(scenario.id) for scenario in scenarios), default=0)
        for scenario in scenarios:
            print_text(f"{scenario.id:<{wide}}  {translate(scenario.title)}\n")
        return OK
    name = options.name
    if name is not None:
        known = [scenario.id for scenario in load_scenarios()]
        if name not in known:
            raise CommandError(
                msg("There is no demo “{name}”. There are: {names}.", name=name[:40], names=listing(known))
            )
    from ftpsgui.cli.window import open_window

    return open_window(demo=name or "", language=getattr(options, "lang", None))
