"""Whom we talk to: one run's trust in certificates, and the handshakes that it allows.

The first handshake verifies. When that fails the user (or the policy) is asked before anything secret is sent, and
a yes pins the fingerprint: from then on handshakes accept any chain and compare the fingerprint instead — before
USER on a control connection, before data on a data connection. A difference ends the run.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Literal

from msgspec.structs import replace

from ftpsgui.model.facts import Observation, Outcome, Step, TlsHandshake, TrustDecision, VerifyProblem
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import Clock, NetworkError
from ftpsgui.protocol.escape import escape
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.transport.tls import TlsError, TlsStream
from ftpsgui.wire.transport.trust import TrustStore, further_problems, prefer_group, read_certificate


class CertificateChanged(Exception):  # noqa: N818 (an event of the run, not a mistake)
    """A handshake showed another certificate than the one that was agreed to; the run must stop."""


class Identity:
    """The trust of one run. All control connections share a context, so that each session fits its data connections."""

    def __init__(self, plan: Plan, clock: Clock) -> None:
        self._plan = plan
        self._clock = clock
        self._store = TrustStore(plan.trust)
        self._contexts: dict[tuple[bool, str | None, str | None], asyncio.Task[ssl.SSLContext]] = {}
        self._group: str | None = None
        self.server_name = plan.endpoint.sni or plan.endpoint.host.strip("[]").split("%", 1)[0]
        self._pinned: set[str] = set(plan.trust.pinned)
        self._pin: str | None = plan.trust.pinned[0] if plan.trust.pinned else None
        self._decided: set[str] = set()
        self.relaxed = bool(plan.trust.pinned) or plan.trust.mode == "insecure"
        """Whether handshakes compare fingerprints instead of verifying."""

    def prepare(self) -> None:
        """Begin to load the trust store, in a thread, while the network is slow anyway."""
        self._context_task(strict=not self.relaxed)

    def _context_task(
        self, *, strict: bool, only: str | None = None, version: str | None = None
    ) -> asyncio.Task[ssl.SSLContext]:
        task = self._contexts.get((strict, only, version))
        if task is None:
            task = asyncio.get_running_loop().create_task(
                asyncio.to_thread(self._store.context, strict=strict, only=only, version=version),
                name="trust store",
            )
            self._contexts[strict, only, version] = task
        return task

    async def close(self) -> None:
        """Wait for a store that is still being read."""
        for task in self._contexts.values():
            await asyncio.wait({task})
            if not task.cancelled():
                task.exception()
        self._contexts.clear()

    def pin(self, sha256: str) -> None:
        """From now on accept exactly this certificate."""
        self._pinned.add(sha256)
        self._pin = sha256
        self._decided.add(sha256)
        self.relaxed = True

    async def handshake(
        self,
        control: ControlConnection,
        mode: Literal["explicit", "implicit"],
        *,
        strict: bool | None = None,
        look_only: bool = False,
        only: str | None = None,
        version: str | None = None,
        patience: float | None = None,
    ) -> Observation:
        """Put TLS on ``control`` and record how that went; the fact's ``step`` tells.

        ``strict`` None means: as this run has it. ``look_only``: the connection is for looking at, nothing secret will
        be said on it; then a pin is not compared. ``only``: the same, and this TLS version
        is offered alone (see :meth:`TrustStore.context`). ``version``: this one alone, for a login like any other.
        ``patience``: seconds that it may take, no more than any other reply. Raises CertificateChanged (recorded) before
        anything is sent.
        """
        strict = False if only else not self.relaxed if strict is None else strict
        started = self._clock.ticks()
        step: Step
        tls: TlsStream | None = None
        problem: VerifyProblem | None = None
        alert: str | None = None
        first = b""

        def ended(outcome: Outcome, error: str | None = None) -> Step:
            return Step(outcome=outcome, seconds=self._clock.ticks() - started, error=error)

        try:
            context = await asyncio.shield(self._context_task(strict=strict, only=only, version=version))
            if self._group is not None:
                prefer_group(context, self._group)
            started = self._clock.ticks()
            tls = TlsStream(control.raw_stream, context, server_name=self.server_name)
            longest = self._plan.timeouts.reply
            async with asyncio.timeout(longest if patience is None else min(patience, longest)):
                await tls.handshake()
            step = ended("ok")
        except TimeoutError:
            step = ended("timeout")
        except TlsError as error:
            step = ended(error.outcome, error.error)
            alert, first = error.alert, error.first_bytes
            if error.verify_code is not None:
                problem = VerifyProblem(code=error.verify_code, text=error.verify_text)
        except NetworkError as error:
            step = ended(error.outcome, error.error)
        except ValueError as error:
            step = ended(
                "error", f"SERVER_NAME_{type(error).__name__}"
            )  # a name that no ClientHello can hold
        except asyncio.CancelledError:
            step = ended("cancelled")
            control.record(TlsHandshake(mode=mode, server_name=self.server_name, step=step, offered=only))
            raise
        fact = self._fact(tls, mode, step, strict=strict, problem=problem, alert=alert, first=first)
        # A version that was to be used and is not spoken: an answer about versions, no broken handshake.
        offered = only or (version if step.outcome != "ok" and fact.verified is None else None)
        observation = control.record(replace(fact, offered=offered))
        if tls is not None and step.outcome == "ok":
            if only is None:
                self._learn(tls)
            if not strict and only is None and not look_only:
                self._compare(control, fact.chain[0].sha256 if fact.chain else "", observation)
            control.secured(tls)
        return observation

    def _fact(
        self,
        tls: TlsStream | None,
        mode: Literal["explicit", "implicit"],
        step: Step,
        *,
        strict: bool,
        problem: VerifyProblem | None,
        alert: str | None,
        first: bytes,
    ) -> TlsHandshake:
        chain = tuple(read_certificate(der) for der in tls.chain) if tls is not None else ()
        verified: bool | None = None
        problems: tuple[VerifyProblem, ...] = ()
        if strict and step.outcome == "ok":
            verified = True
        elif problem is not None:
            verified = False
            problems = further_problems(problem, chain, self.server_name, self._clock.wall())
        done = step.outcome == "ok" and tls is not None
        return TlsHandshake(
            mode=mode,
            server_name=self.server_name,
            step=step,
            version=tls.version if tls is not None and done else None,
            cipher=tls.cipher if tls is not None and done else None,
            verified=verified,
            problems=problems,
            chain=chain,
            trust_store=self._store.name if strict else "",
            alert=alert,
            client_certificate_asked=tls.witness.certificate_asked if tls is not None else None,
            client_certificate_sent=tls.witness.certificate_sent if tls is not None else None,
            trust_authorities=self._store.authorities(tls.context) if strict and tls is not None else None,
            first_bytes=escape(first),
        )

    def _learn(self, tls: TlsStream) -> None:
        """Begin further handshakes with the group that the server insisted on."""
        if tls.witness.retried and tls.witness.group_name and self._group is None:
            self._group = tls.witness.group_name
            prefer_group(tls.context, self._group)

    def _compare(self, control: ControlConnection, sha256: str, because: Observation) -> None:
        if sha256 in self._pinned:
            if sha256 not in self._decided:
                self._decided.add(sha256)
                self._pin = sha256
                control.record(TrustDecision(sha256=sha256, decision="already-pinned"), caused_by=because.id)
        elif self._pin is None and self._plan.trust.mode == "insecure":
            self.pin(sha256)
            control.record(TrustDecision(sha256=sha256, decision="insecure"), caused_by=because.id)
        else:
            self._changed(control, sha256, because.id)

    def check_data(self, control: ControlConnection, sha256: str | None) -> None:
        """Compare the certificate of a data connection, before a byte of data is read from or sent to it."""
        if self.relaxed and sha256 not in self._pinned:
            self._changed(control, sha256 or "", None)

    def _changed(self, control: ControlConnection, sha256: str, because: str | None) -> None:
        control.record(
            TrustDecision(sha256=sha256, decision="mismatch", expected=self._pin), caused_by=because
        )
        control.abandon()
        raise CertificateChanged
