"""How a control connection is opened: TCP, greeting, TLS, login, data protection; one method for each step.

The first connection takes the steps one by one, each asked by its own probe; further ones take them all in
:meth:`Opener.open`, on behalf of the probe that needs them.
"""

from __future__ import annotations

import asyncio
from typing import Literal, NamedTuple

from ftpsgui.model.addresses import HostPort
from ftpsgui.model.facts import Observation, Reply, Step, StrayBytes, TcpConnect, TlsHandshake
from ftpsgui.model.plan import Plan
from ftpsgui.model.seams import Clock, Network, NetworkError, Recorder, Stream
from ftpsgui.model.secret import Credentials
from ftpsgui.protocol.escape import escape
from ftpsgui.wire.client.control import Answer, ControlConnection
from ftpsgui.wire.client.identity import Identity

RouteMode = Literal["explicit", "implicit", "none"]
Stage = Literal["connect", "greeting", "tls", "login", "protection", "budget"]


class Route(NamedTuple):
    """Where to dial and how TLS begins there."""

    address: str
    port: int
    mode: RouteMode


class OpenFailed(Exception):  # noqa: N818 (an outcome, not a mistake)
    """A step did not succeed. ``reason`` is symbolic; what happened has been recorded; ``handshake``: one that failed."""

    def __init__(
        self,
        stage: Stage,
        reason: str,
        reply: Reply | None = None,
        *,
        handshake: TlsHandshake | None = None,
    ) -> None:
        super().__init__(f"{stage}: {reason}")
        self.stage = stage
        self.reason = reason
        self.reply = reply
        self.handshake = handshake


class Opener:
    """Opens control connections and knows all that are open, so that Stop can close them."""

    def __init__(
        self,
        plan: Plan,
        credentials: Credentials,
        *,
        network: Network,
        clock: Clock,
        recorder: Recorder,
        identity: Identity,
    ) -> None:
        self.plan = plan
        self.identity = identity
        self.logins = 0
        self.connections: list[ControlConnection] = []
        self._credentials = credentials
        self._network = network
        self._clock = clock
        self._recorder = recorder
        self._dialled = 0
        self._prepared: dict[str, asyncio.Task[ControlConnection]] = {}

    async def dial(self, route: Route, probe: str, *, timeout: float | None = None) -> ControlConnection:
        """Open TCP within ``timeout`` seconds (None: the plan's). Raises OpenFailed ``connect``."""
        self._dialled += 1
        name = f"c{self._dialled}"
        remote = HostPort(host=route.address, port=route.port)
        started = self._clock.ticks()
        stream: Stream | None = None
        step = Step(outcome="error", seconds=0.0)  # for what is nobody's foreseen error: it is told as it is
        try:
            stream = await self._network.connect(
                remote, timeout=timeout or self.plan.timeouts.connect, bind=self.plan.active.bind
            )
            step = Step(outcome="ok", seconds=self._clock.ticks() - started)
        except NetworkError as error:
            step = Step(outcome=error.outcome, seconds=self._clock.ticks() - started, error=error.error)
        except asyncio.CancelledError:
            step = Step(outcome="cancelled", seconds=self._clock.ticks() - started)
            raise
        finally:
            self._recorder.record(
                TcpConnect(remote=remote, local=stream.local if stream else None, step=step),
                probe=probe,
                connection=name,
            )
        if stream is None:
            raise OpenFailed("connect", step.outcome)
        control = ControlConnection(name, stream, probe=probe, clock=self._clock, recorder=self._recorder)
        self.connections.append(control)
        return control

    async def greet(self, control: ControlConnection, timeout: float | None = None) -> Reply:
        """Wait for the greeting. Raises OpenFailed ``greeting``: ``timeout``, ``closed``, ``not-ftp``, ``refused``, …."""
        longest = self.plan.timeouts.reply
        first = longest if timeout is None else min(timeout, longest)
        answer = await control.greet(first, begun=longest - first)
        if answer.reply is None:
            raise OpenFailed("greeting", "not-ftp" if answer.ending == "replied" else answer.ending)
        if answer.reply.code < 200:
            # 120: "service ready in nnn minutes" comes before the real greeting (RFC 959 §5.4).
            answer = await control.greet(self.plan.timeouts.reply)
        return self._need(answer, "greeting", "refused")

    async def dial_and_greet(self, route: Route, probe: str) -> ControlConnection:
        """Open TCP and wait for the greeting. Raises OpenFailed; the connection is closed then."""
        control = await self.dial(route, probe)
        try:
            await self.greet(control)
        except OpenFailed:
            await control.quit(0.0)
            raise
        except BaseException:
            control.abandon()
            raise
        return control

    async def authenticate(self, control: ControlConnection) -> None:
        """Say AUTH TLS (RFC 4217 §4). Raises OpenFailed ``tls``: ``auth-refused``, ``plaintext-injected``, …."""
        answer = await control.command("AUTH TLS", self.plan.timeouts.reply)
        self._need(answer, "tls", "auth-refused")
        injected = control.injected()
        if injected:
            control.record(
                StrayBytes(where="before-tls", raw=escape(injected)), caused_by=answer.observation.id
            )
            control.abandon()
            raise OpenFailed("tls", "plaintext-injected")

    async def handshake(
        self,
        control: ControlConnection,
        route: Route,
        *,
        strict: bool | None = None,
        look_only: bool = False,
        only: str | None = None,
        version: str | None = None,
        patience: float | None = None,
    ) -> Observation:
        """Put TLS on the connection. Raises OpenFailed ``tls``, reason ``certificate`` when only trust was missing.

        The observation of a failed handshake is in :attr:`last_handshake`.
        """
        mode: Literal["explicit", "implicit"] = "implicit" if route.mode == "implicit" else "explicit"
        observation = await self.identity.handshake(
            control,
            mode,
            strict=strict,
            look_only=look_only,
            only=only,
            version=version,
            patience=patience,
        )
        self.last_handshake = observation
        fact = observation.fact
        assert isinstance(fact, TlsHandshake)
        if fact.step.outcome != "ok":
            control.abandon("reset" if fact.step.outcome == "reset" else "aborted")
            reason = "certificate" if fact.verified is False else "handshake-failed"
            raise OpenFailed("tls", reason, handshake=fact)
        return observation

    last_handshake: Observation | None = None

    async def secure(
        self,
        control: ControlConnection,
        route: Route,
        *,
        strict: bool | None = None,
        look_only: bool = False,
        version: str | None = None,
    ) -> None:
        """Take a fresh TCP connection to where USER may be said: greeting and TLS in the route's order."""
        if route.mode == "implicit":
            await self.handshake(control, route, strict=strict, look_only=look_only, version=version)
            await self.greet(control)
            return
        await self.greet(control)
        if route.mode == "explicit":
            await self.authenticate(control)
            await self.handshake(control, route, strict=strict, look_only=look_only, version=version)

    async def login(self, control: ControlConnection) -> None:
        """Say USER and PASS. Raises OpenFailed ``login``, or ``budget`` before anything is sent."""
        if self.logins >= self.plan.budget.logins:
            raise OpenFailed("budget", "budget")
        self.logins += 1
        timeout = self.plan.timeouts.reply
        try:
            answer = await control.command(f"USER {self._credentials.user}", timeout)
            if answer.reply is not None and answer.reply.code == 331:
                password = self._credentials.password.reveal()
                answer = await control.command(f"PASS {password}", timeout)
        except ValueError as error:  # CR, LF or NUL in the name or the password
            raise OpenFailed("login", "bad-credentials") from error
        self._need(
            answer, "login", "account-wanted" if answer.reply and answer.reply.code == 332 else "refused"
        )
        control.logged_in = True

    async def protect(self, control: ControlConnection) -> None:
        """Say PBSZ 0 and PROT P (RFC 4217 §8, §9). Raises OpenFailed ``protection``."""
        if control.tls is None or control.data_protected:
            return
        timeout = self.plan.timeouts.reply
        # Some servers refuse PBSZ and take PROT all the same, so its reply decides nothing.
        answer = await control.command("PBSZ 0", timeout)
        if answer.reply is not None:
            answer = await control.command("PROT P", timeout)
        self._need(answer, "protection", "refused")
        control.data_protected = True

    async def _reach(self, route: Route, probe: str, version: str | None = None) -> ControlConnection:
        """Open a connection up to where USER may be said."""
        control = await self.dial(route, probe)
        try:
            await self.secure(control, route, version=version)
        except OpenFailed:
            await control.quit(0.0)
            raise
        except BaseException:
            control.abandon()
            raise
        return control

    def prepare(self, route: Route, probe: str) -> None:
        """Begin to open the connection that ``probe`` will need, up to the login, which waits for the first one's."""
        task = asyncio.get_running_loop().create_task(self._reach(route, probe), name=f"prepare {probe}")
        # Nobody may ever ask for it; then its failure, which is recorded, concerns nobody.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._prepared[probe] = task

    async def open(self, route: Route, probe: str, *, version: str | None = None) -> ControlConnection:
        """Open a connection that is logged in and protected. Raises OpenFailed; CertificateChanged.

        ``version``: offer this TLS version alone.
        """
        if self.logins >= self.plan.budget.logins:
            raise OpenFailed("budget", "budget")
        prepared = self._prepared.pop(probe, None)
        control = await (self._reach(route, probe, version) if prepared is None else prepared)
        try:
            await self.login(control)
            await self.protect(control)
        except OpenFailed:
            await control.quit(0.0)
            raise
        except BaseException:
            control.abandon()
            raise
        return control

    def _need(self, answer: Answer, stage: Stage, refused: str) -> Reply:
        """Return the reply when it is a 2xx; raise OpenFailed otherwise."""
        if answer.reply is None:
            raise OpenFailed(stage, answer.ending)
        if not answer.reply.positive:
            raise OpenFailed(stage, refused, answer.reply)
        return answer.reply

    async def quit_all(self, patience: float) -> None:
        """Say goodbye on everything that is open, all at once, within ``patience`` seconds."""
        for task in self._prepared.values():
            task.cancel()
        await asyncio.gather(*(control.quit(patience) for control in self.connections))

    async def close_all(self) -> None:
        """Drop everything that is open, and what is being opened."""
        for task in self._prepared.values():
            task.cancel()
        if self._prepared:
            await asyncio.wait(self._prepared.values())
        for control in self.connections:
            control.abandon()
        await asyncio.gather(*(control.close() for control in self.connections))
