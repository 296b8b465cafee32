"""What the probes of one run share: the plan, the seams, what was found so far, and the helpers to ask with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal

from msgspec.structs import replace

from ftpsgui.model.addresses import classify, is_ipv6, is_public, same_address
from ftpsgui.model.facts import DataAttempt, Fact, Observation, Reply
from ftpsgui.model.plan import Mode, Plan, Target
from ftpsgui.model.seams import AddressQuestion, AskAddress, AskTrust, Clock, Network, Recorder
from ftpsgui.protocol.reflection import revealed
from ftpsgui.wire.client.control import ControlConnection
from ftpsgui.wire.client.data import Attempt
from ftpsgui.wire.client.ending import to_the_end
from ftpsgui.wire.client.identity import Identity
from ftpsgui.wire.client.listing import Listing
from ftpsgui.wire.client.opening import Opener, OpenFailed, Route
from ftpsgui.wire.client.pool import Pool

BREATH = 0.5
"""Seconds that a server with too many connections gets before it is asked again."""
UNDIALLABLE = frozenset({"unspecified", "loopback", "multicast", "broadcast", "not-an-address"})
"""Dialling these would reach this computer or nobody, never a server that is elsewhere."""


@dataclass
class Context:
    """Shared by the probes of one run. What a probe finds for others it leaves here."""

    plan: Plan
    network: Network
    clock: Clock
    recorder: Recorder
    identity: Identity
    opener: Opener
    pool: Pool
    ask_trust: AskTrust
    ask_address: AskAddress | None = None
    """Whom to ask about a public address that the server contradicts; None: it is not named without consent."""
    addresses: list[str] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    """Where the first connection may still be tried, best first."""
    route: Route | None = None
    greets_late: bool = False
    """Whether the server was taken for a silent one and then greeted after all."""
    guessing: bool = False
    """Whether TLS at once is only a guess, because no greeting came."""
    control: ControlConnection | None = None
    """The first connection, until it is given to the pool."""
    attempts: list[DataAttempt] = field(default_factory=list)
    modes_running: set[Mode] = field(default_factory=set)
    _contradicting: dict[Mode, int] = field(default_factory=dict)
    """The modes that would name a public address which the server contradicts, and how urgent they are."""
    _ports: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    auth_refused: bool = False
    """Whether AUTH TLS was refused, or the connection ended instead of an answer."""
    had_enough: bool = False
    """Whether the server answered a connection of a thorough run with 421: no more are opened without need."""
    left_behind: dict[str, str] = field(default_factory=dict)
    """By probe: what it could not take away from the server any more when the run was stopped."""
    features: frozenset[str] = frozenset()
    """What FEAT listed, once it was asked."""
    seen_as: list[str] = field(default_factory=list)
    """This client's addresses as the server said that it sees them, the most telling reply first."""
    unreachable: set[str] = field(default_factory=set)
    """Addresses that did not answer on the control port."""
    _status_asked: bool = False
    _asking_status: asyncio.Lock = field(default_factory=asyncio.Lock)
    _login: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    _background: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def first(self) -> ControlConnection:
        """The first connection, which must stand."""
        assert self.control is not None
        return self.control

    @property
    def here(self) -> Route:
        """The route that was taken, which must be known."""
        assert self.route is not None
        return self.route

    @property
    def over_ipv6(self) -> bool:
        """Whether the control connections run over IPv6, where PORT and PASV cannot say an address."""
        return is_ipv6(self.here.address)

    def record(self, fact: Fact, probe: str, *, caused_by: str | None = None) -> Observation:
        """Record a fact that belongs to no connection."""
        return self.recorder.record(fact, probe=probe, caused_by=caused_by)

    def port_left(self) -> bool:
        """Take one data port from the budget; False when none is left."""
        if self._ports >= self.plan.budget.ports:
            return False
        self._ports += 1
        return True

    def may_try(self, control: ControlConnection) -> bool:
        """Whether ``control`` can take another try; takes one data port from the budget if so."""
        return control.usable and self.port_left()

    def login_decided(self, succeeded: bool) -> None:
        """Say how the first login ended, for those that wait for it in the background."""
        self._login.set_result(succeeded)

    async def logged_in(self) -> bool:
        """Wait for the first login and return whether it succeeded."""
        return await asyncio.shield(self._login)

    async def fresh(
        self, probe: str, opening: Callable[[], Awaitable[ControlConnection]]
    ) -> ControlConnection:
        """Open a connection that is not the pool's, by ``opening``; once more when the server has too many (421).

        It may not have noticed yet that another was closed for this one. Raises OpenFailed.
        """
        try:
            return await opening()
        except OpenFailed as failure:
            if failure.stage != "greeting" or failure.reply is None or failure.reply.code != 421:
                raise
            await self.pool.shrink(probe, failure.reply)
        await asyncio.sleep(BREATH)
        return await opening()

    def learn(self, verb: str, reply: Reply | None) -> None:
        """Take note of the addresses of ours that a reply to ``verb`` reveals."""
        if reply is None:
            return
        for each in revealed(verb, reply):
            if each.kind == "client" and each.address not in self.seen_as:
                # A refused PORT says which address the server would take; STAT only which one it shows.
                self.seen_as.insert(0 if each.source == "port-refusal" else len(self.seen_as), each.address)

    async def ask_status(self, priority: int) -> None:
        """Ask for the status (STAT), once in a run: some servers tell in it which address of ours they see."""
        async with self._asking_status:
            if self._status_asked:
                return
            async with self.pool.lease("reflection", priority, patient=True) as control:
                answer = await control.command("STAT", self.plan.timeouts.reply)
            self._status_asked = True
            self.learn("STAT", answer.reply)

    async def list_over(
        self,
        control: ControlConnection,
        listing: Listing,
        *,
        remember: bool = True,
        kind: type[Attempt] = Attempt,
    ) -> DataAttempt:
        """Try a listing and ``remember`` what came of it, for the probes that go by what has worked."""
        observation = await kind(control, listing, self.plan, self.network, self.clock, self.identity).run()
        assert isinstance(observation.fact, DataAttempt)
        self.learn(listing.mode.upper(), observation.fact.setup)
        if remember:
            self.attempts.append(observation.fact)
            self.changed()
        return observation.fact

    def not_tried(self, mode: Mode, address: Target, reason: Literal["no-consent", "not-applicable"]) -> None:
        """Record why a mode was not asked for with an address of this kind (PORT and PASV over IPv6: not applicable)."""
        self.record(
            DataAttempt(
                mode=mode,
                address=address,
                protection="clear" if self.plan.endpoint.tls == "none" else "private",
                control_peer=self.first.remote,
                not_dialled=reason,
            ),
            mode,
        )

    def why_not_dialled(self, host: str) -> Literal["no-consent", "not-applicable"] | None:
        """Say why an advertised address other than the target's is not dialled; None when it may be."""
        if classify(host) in UNDIALLABLE:
            return "not-applicable"
        return None if self.plan.consents.advertised_address else "no-consent"

    def advertises_another(self, control: ControlConnection, so_far: DataAttempt) -> bool:
        """Return whether a 227 names another address than the peer's, and it may be dialled.

        One that may not be dialled is recorded as such.
        """
        host = so_far.advertised.host if so_far.advertised else ""
        if same_address(host, control.remote.host):
            return False
        reason = self.why_not_dialled(host)
        if reason is not None:
            control.record(replace(so_far, address="advertised", not_dialled=reason))
        return reason is None

    async def list_active(self, mode: Mode, priority: int) -> None:
        """Have the server connect to the control connection's local address."""
        async with self.pool.lease(mode, priority) as control:
            await self.list_over(control, Listing(mode=mode, address="local"))

    async def list_active_public(self, mode: Mode, priority: int) -> None:
        """Have the server connect to the public address that the user gave, when there is one and it is another.

        One that contradicts what the server sees may be somebody else's: it is named with the user's consent only, and
        recorded as not tried otherwise. Where there is somebody to ask, :meth:`ask_about_address` does so later.
        """
        public = self.plan.active.public_address
        usual = self.plan.active.bind or self.first.local.host
        if public is None or same_address(public, usual) or is_ipv6(public) != self.over_ipv6:
            return
        if not self.plan.consents.contradicted_address and await self._contradicted(public, mode, priority):
            if self.ask_address is None:
                self.not_tried(mode, "public", "no-consent")
            else:
                self._contradicting[mode] = priority
            return
        await self._list_public(mode, priority, public)

    async def ask_about_address(self) -> None:
        """Ask once whether a contradicted public address is to be named all the same, and do so with a yes.

        Nothing else may run meanwhile: the run's time stands still until there is an answer.
        """
        public, modes = self.plan.active.public_address, self._contradicting
        if self.ask_address is None or public is None or not modes:
            return
        question = AddressQuestion(
            given=public,
            seen=self._public_seen_as()[0],
            commands=tuple(sorted((mode.upper() for mode in modes), reverse=True)),
            ports=self.plan.active.ports,
        )
        with self.clock.paused():
            agreed = await self.ask_address(question)
        if agreed:
            await together(*(self._list_public(mode, priority, public) for mode, priority in modes.items()))
        else:
            for mode in modes:
                self.not_tried(mode, "public", "no-consent")
        modes.clear()

    async def _list_public(self, mode: Mode, priority: int, public: str) -> None:
        if not self.port_left():
            return
        async with self.pool.lease(mode, priority + 5) as control:
            await self.list_over(control, Listing(mode=mode, address="public", public=public))

    async def _contradicted(self, public: str, mode: Mode, priority: int) -> bool:
        """Whether the server sees this client come from another public address; asks until that is known."""
        if not self._public_seen_as():
            await self.ask_status(priority)
        if not self._public_seen_as():
            # The refusal of the local address may still tell.
            await self.find_attempt(lambda each: each.mode == mode and each.address == "local")
        seen = self._public_seen_as()
        return bool(seen) and not any(same_address(public, each) for each in seen)

    def _public_seen_as(self) -> list[str]:
        return [each for each in self.seen_as if is_public(each) and is_ipv6(each) == self.over_ipv6]

    def changed(self) -> None:
        """Wake those who wait for an attempt or for the end of the modes."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def find_attempt(
        self, wanted: Callable[[DataAttempt], bool], *, after: int = 0
    ) -> DataAttempt | None:
        """Wait for an attempt that is ``wanted``, passing over the first ``after``.

        None once all modes are through without one.
        """
        while True:
            found = next((each for each in self.attempts[after:] if wanted(each)), None)
            if found is not None or not self.modes_running:
                return found
            await self._changed.wait()

    def in_background(self, action: Coroutine[Any, Any, None], name: str) -> None:
        """Run ``action`` beside everything else; the runner waits for it before it ends the run."""
        task = asyncio.get_running_loop().create_task(action, name=name)
        self._background.add(task)

    @property
    def background(self) -> set[asyncio.Task[None]]:
        """The tasks that :meth:`in_background` began."""
        return self._background


def worked(listing: DataAttempt) -> bool:
    """Whether the listing ended as it should: a 2xx and, over TLS, a clean end."""
    return (
        listing.final is not None
        and listing.final.positive
        and listing.ending == ("close_notify" if listing.protection == "private" else "eof")
    )


async def together(*actions: Coroutine[Any, Any, Any]) -> None:
    """Run ``actions`` side by side; the first exception cancels the others and is raised as it is."""
    tasks = [asyncio.get_running_loop().create_task(action) for action in actions]
    if not tasks:
        return
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await to_the_end(asyncio.wait(tasks))
    for task in tasks:
        if not task.cancelled():
            task.result()
