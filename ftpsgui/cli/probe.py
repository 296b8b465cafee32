"""``ftpsgui probe HOST``: the engine with a printer."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ftpsgui.cli.delivery import check_output, deliver
from ftpsgui.cli.errors import CommandError
from ftpsgui.cli.output import complain
from ftpsgui.cli.passwords import find_password
from ftpsgui.cli.progress import Progress
from ftpsgui.cli.public_address import TerminalAddress
from ftpsgui.cli.target import Target, parse_target
from ftpsgui.cli.trust import TerminalTrust, can_ask
from ftpsgui.cli.warm import preload
from ftpsgui.model.addresses import classify, is_ipv6, normalise
from ftpsgui.model.message import msg
from ftpsgui.model.plan import THOROUGH, Active, Budget, Consents, Endpoint, Family, Plan, Timeouts, Trust
from ftpsgui.model.secret import Credentials, Secret
from ftpsgui.protocol.escape import escape_text
from ftpsgui.texts.translate import Translator
from ftpsgui.wire.transport.local import bind_problem, trust_problems

if TYPE_CHECKING:
    from ftpsgui.session.journal import Journal
    from ftpsgui.wire.runner import Runner

ON_REQUEST: dict[str, str] = {
    "thorough": "passive-range",
    "write_test": "round-trip",
    "compare_plaintext": "plaintext-comparison",
    "idle_test": "control-idle",
    "ccc": "ccc",
    "stun": "public-address",
}
"""Options that ask for a probe of their own."""


def run_probe(options: argparse.Namespace, translate: Translator) -> int:
    """Test a server and report; return the exit status."""
    target = parse_target(options.host)
    plan = make_plan(options, target)
    check_output(options)
    _check_files(plan)
    _check_bind(plan)
    secret = find_password(
        plan.user,
        target.host,
        from_stdin=options.password_stdin,
        variable=options.password_env,
        translate=translate,
    )
    delivered: list[int] = []
    try:
        return asyncio.run(_run(plan, Credentials(plan.user, secret), secret, options, translate, delivered))
    except KeyboardInterrupt:
        # A Ctrl-C that comes when the report is out already interrupts nothing.
        if not delivered:
            raise
        return delivered[0]


def make_plan(options: argparse.Namespace, target: Target) -> Plan:
    """Return the plan that the options and the target ask for."""
    timeouts = Timeouts()
    user = options.user if options.user is not None else target.user or "anonymous"
    if not user or any(not character.isprintable() for character in user):
        raise CommandError(msg("The user name is empty, or holds a character that cannot be sent."))
    for text in (options.ca_file, options.client_cert, options.write_test):
        if text is not None and any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
            raise CommandError(
                msg("“{text}” holds a character that cannot be written down.", text=escape_text(text))
            )
    if options.write_test is not None and not options.write_test.strip():
        raise CommandError(
            msg("--write-test needs a directory of the server; the one after the login is “.”.")
        )
    if ":" in (options.user or "").partition("@")[0]:
        raise CommandError(
            msg(
                "--user holds a colon: a password does not belong there, it would stay in the shell's history and in the "
                "list of processes. A colon in the name itself is written %3A in front of the host: name%3Amore@host."
            )
        )
    public = options.public_address
    if public is not None and classify(public) in ("unspecified", "multicast", "broadcast"):
        raise CommandError(msg("{address} is not the address of one computer.", address=public))
    return Plan(
        input=target.shown,
        endpoint=Endpoint(
            host=target.host,
            port=options.port or target.port,
            tls=options.tls or target.tls,
            family=_family(options.family, target.host, options.bind),
        ),
        user=user,
        thorough=options.thorough,
        budget=_budget(options),
        idle=options.idle_test,
        stun=options.stun,
        timeouts=Timeouts(
            connect=options.timeout or timeouts.connect,
            reply=options.timeout or timeouts.reply,
            data=options.data_timeout or timeouts.data,
        ),
        trust=Trust(
            mode="insecure" if options.insecure else "ask",
            ca_file=options.ca_file,
            client_certificate=options.client_cert,
        ),
        consents=Consents(
            advertised_address=options.dial_advertised,
            plaintext=options.compare_plaintext,
            write_directory=options.write_test,
            ccc=options.ccc,
            contradicted_address=options.insist_public_address,
        ),
        active=Active(public_address=options.public_address, ports=options.active_ports, bind=options.bind),
    )


def _family(asked: Family, host: str, bind: str | None) -> Family:
    """Return the family to use: as asked for, or that of ``bind``; CommandError when what was given contradicts it."""
    family = asked
    for address in (bind, host):
        if address is None or normalise(address) is None:
            continue
        own: Family = "ipv6" if is_ipv6(address) else "ipv4"
        if family not in ("any", own):
            raise CommandError(
                msg(
                    "{address} is an IPv6 address, and everything else on the command line asks for IPv4.",
                    address=address,
                )
                if own == "ipv6"
                else msg(
                    "{address} is an IPv4 address, and everything else on the command line asks for IPv6.",
                    address=address,
                )
            )
        if address is bind:
            family = own
    return family


def _budget(options: argparse.Namespace) -> Budget:
    """Return what the run may take; longer waits and the silence that were asked for come on top."""
    usual, waits = THOROUGH if options.thorough else Budget(), Timeouts()
    longer = max(0.0, (options.timeout or 0.0) - waits.connect) * 2
    longer += max(0.0, (options.data_timeout or 0.0) - waits.data) * 6
    return replace(usual, seconds=usual.seconds + longer + (options.idle_test or 0.0))


def _check_files(plan: Plan) -> None:
    for _file, problem in trust_problems(plan.trust):
        raise CommandError(problem)


def _check_bind(plan: Plan) -> None:
    """Refuse an address to send from that this computer does not have: every connection would fail for it."""
    problem = bind_problem(plan.active.bind) if plan.active.bind is not None else None
    if problem is not None:
        raise CommandError(problem)


async def _run(
    plan: Plan,
    credentials: Credentials,
    secret: Secret,
    options: argparse.Namespace,
    translate: Translator,
    delivered: list[int],
) -> int:
    """Run, deliver, and return the exit status; it is in ``delivered`` as soon as the report is out."""
    from ftpsgui.session.fold import fold
    from ftpsgui.session.journal import Journal
    from ftpsgui.wire.runner import Runner
    from ftpsgui.wire.transport.clock import SystemClock
    from ftpsgui.wire.transport.tcp import SystemNetwork

    clock = SystemClock()
    journal = Journal(plan, clock, [secret])
    progress = Progress(translate, host=plan.endpoint.host)
    journal.subscribe(progress)
    trust = TerminalTrust(translate)
    runner = Runner(
        plan,
        credentials,
        network=SystemNetwork(),
        clock=clock,
        recorder=journal,
        ask_trust=trust,
        ask_address=TerminalAddress(translate) if can_ask() else None,
    )
    fault: Exception | None = None
    interrupted = False
    _name_missing_probes(journal, options)
    asyncio.get_running_loop().run_in_executor(None, preload, options.format)
    # Until the report is out: an impatient second Ctrl-C must not take it away.
    with _stop_on_signal(runner, progress):
        try:
            await runner.run()
        except asyncio.CancelledError:
            interrupted = True
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
        except Exception as error:  # noqa: BLE001 (what was observed until then is still reported)
            fault = error
        finally:
            progress.clear()
        if options.save is not None:
            _save(journal, Path(options.save), translate)
            if options.redact != "none":
                complain(
                    translate(msg("--redact is for the report: the session holds every address and name."))
                )
        state = fold(plan, journal.observations, journal.started)
        status = deliver(state, options, translate, interrupted=interrupted)
        if fault is None:
            delivered.append(status)
        if trust.refused_unasked:
            complain(
                translate(
                    msg(
                        "The certificate is not trusted, and there is no terminal to ask on. Give its authority with "
                        "--ca-file, or accept it for one run with --insecure."
                    )
                )
            )
    if fault is not None:
        raise fault
    return status


def _name_missing_probes(journal: Journal, options: argparse.Namespace) -> None:
    """Say in the session itself when this version has no probe for what was asked: nothing is ignored silently."""
    from ftpsgui.model.facts import ProbeOutcome
    from ftpsgui.wire.probes import discover

    known = {probe.id for probe in discover()}
    for option, probe in ON_REQUEST.items():
        if getattr(options, option) and probe not in known:
            journal.record(ProbeOutcome(status="skipped", reason="not-built"), probe=probe)


def _save(journal: Journal, path: Path, translate: Translator) -> None:
    from ftpsgui.session.errors import SessionError
    from ftpsgui.session.files import save

    try:
        save(journal.session(), path)
    except SessionError as error:
        complain(f"ftpsgui: {translate(error.message)}")
    else:
        complain(translate(msg("The session is in {path}.", path=str(path))))


@contextlib.contextmanager
def _stop_on_signal(runner: Runner, progress: Progress) -> Iterator[None]:
    """Make Ctrl-C (and a polite kill) stop the run, so that its report is still written."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        progress.stop()
        runner.stop()

    numbers = [signal.SIGINT, signal.SIGTERM]
    installed = []
    for number in numbers:
        try:
            loop.add_signal_handler(number, stop)
        except (NotImplementedError, RuntimeError, ValueError):
            # Windows: asyncio.run turns Ctrl-C into a cancellation of its own.
            continue
        installed.append(number)
    try:
        yield
    finally:
        for number in installed:
            loop.remove_signal_handler(number)
