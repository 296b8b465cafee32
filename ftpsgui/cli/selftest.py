"""``ftpsgui --selftest``: is this installation whole, and does the engine work here? No window, no network but loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ftpsgui import __version__
from ftpsgui.cli.errors import OK, OUR_ERROR
from ftpsgui.cli.output import print_text
from ftpsgui.model.message import Message, msg
from ftpsgui.texts.translate import LANGUAGES, Translator


def run_selftest(translate: Translator) -> int:
    """Check one thing after another, a line each; return 0, or 70 when one failed."""
    checks: tuple[tuple[Message, Callable[[], str]], ...] = (
        (msg("resources"), _resources),
        (msg("products and routers"), _knowledge),
        (msg("translations"), _translations),
        (msg("schemas"), _schemas),
        (msg("TLS library"), _tls),
        (msg("demo server, tested by the real engine"), _demo),
    )
    failed = 0
    print_text(f"ftpsgui {__version__}\n")
    for name, check in checks:
        try:
            detail = check()
        except Exception as error:  # noqa: BLE001 (every fault is a line, whatever it is)
            failed += 1
            print_text(f"FAILED  {translate(name)}: {type(error).__name__}: {error}\n")
        else:
            print_text(f"ok      {translate(name)}: {detail}\n")
    return OUR_ERROR if failed else OK


def _resources() -> str:
    from ftpsgui.resources import resource_root

    root = resource_root()
    for folder in ("products", "routers", "translations", "schema"):
        if not any((root / folder).iterdir()):
            raise FileNotFoundError(f"{folder} is empty")
    return str(root)


def _knowledge() -> str:
    from ftpsgui.knowledge import load

    knowledge = load()
    for name in knowledge.products:
        knowledge.products[name]
    for name in knowledge.routers:
        knowledge.routers[name]
    if not knowledge.products or not knowledge.routers:
        raise FileNotFoundError("no products or routers")
    return f"{len(knowledge.products)}, {len(knowledge.routers)}"


def _translations() -> str:
    sample = msg("Findings")
    for language in LANGUAGES:
        text = Translator(language)(sample)
        if (text == sample.id) != (language == "en"):
            raise LookupError(f"{language} is not translated")
    return ", ".join(LANGUAGES)


def _schemas() -> str:
    from ftpsgui.reports import schema
    from ftpsgui.resources import resource

    names = []
    for name, text in schema.documents().items():
        if resource("schema", name).read_text(encoding="utf-8") != text:
            raise ValueError(f"{name} belongs to another version")
        names.append(name)
    return ", ".join(names)


def _tls() -> str:
    import ssl

    ssl.create_default_context()
    return ssl.OPENSSL_VERSION


def _demo() -> str:
    return asyncio.run(_play())


async def _play() -> str:
    """Run the first demo case with the engine, save and read its session, render every report."""
    from ftpsgui.cli.demo import load_scenarios
    from ftpsgui.demo.stage import Stage
    from ftpsgui.diagnosis.engine import diagnose
    from ftpsgui.knowledge import load
    from ftpsgui.reports import formats, render
    from ftpsgui.reports.report import build_report
    from ftpsgui.session.codec import decode, encode
    from ftpsgui.session.fold import fold
    from ftpsgui.session.journal import Journal
    from ftpsgui.wire.runner import Runner
    from ftpsgui.wire.transport.clock import SystemClock

    scenario = load_scenarios()[0]
    async with Stage(scenario, latency=0.0) as stage:
        clock = SystemClock()
        journal = Journal(stage.plan, clock, [stage.credentials.password])
        runner = Runner(
            stage.plan,
            stage.credentials,
            network=stage.network,
            clock=clock,
            recorder=journal,
            ask_trust=stage.ask_trust,
        )
        await runner.run()
    session = decode(encode(journal.session()))
    state = fold(session.plan, session.observations, session.started)
    diagnosis = diagnose(state, load())
    if not state.logged_in:
        raise RuntimeError("the login on the demo server failed")
    if not any(row.certainty == "proven" for row in diagnosis.modes):
        raise RuntimeError("no data mode was tried on the demo server")
    report = build_report(state, diagnosis, tool_version=__version__)
    translators = [Translator(language) for language in LANGUAGES]
    for name in formats():
        for translator in translators:
            render(report, name, translator)
    worked = sum(row.result == "works" for row in diagnosis.modes)
    return f"{scenario.id}, {len(session.observations)} observations, {worked} of {len(diagnosis.modes)} data modes work"
