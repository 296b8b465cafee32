"""From the events of a log to the facts of a session. The same for every client; it never opens a file.

What is inferred, and from what: TLS stands on the control connection when the client goes on after 234; a data
connection stood (and was protected, after PROT P) when the server reports a complete transfer; a private address in
PORT or EPRT is the client's own. Everything else is in the log, or it is not in the facts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Literal

from ftpsgui.model.addresses import HostPort, normalise
from ftpsgui.model.facts import (
    ClientRemark,
    ConnectionEnded,
    Exchange,
    LogRead,
    Observation,
    Reply,
    RunEnded,
    Step,
    TcpConnect,
)
from ftpsgui.model.plan import UNKNOWN_HOST, Endpoint, Plan
from ftpsgui.session.redaction import Redactor
from ftpsgui.transcripts import events as e
from ftpsgui.transcripts.attempt import MODES, TRANSFERS, Habit, Try, named_address
from ftpsgui.transcripts.recording import Recording, printable, probe_of, visible_event
from ftpsgui.transcripts.replies import Replies
from ftpsgui.transcripts.secure import Secure

_ENDS_OF_TRANSFERS = frozenset({226, 250, 421, 425, 426, 450, 451, 452, 522, 550, 551, 552, 553})
"""What a server may answer late to a transfer whose data connection never came about."""

Timed = tuple[float, e.Event]


class Assembler:
    """Takes events in the order of the log. ``peer``: the address that the user says the client had dialled."""

    def __init__(self, timed: Sequence[Timed], *, peer: str | None, habit: Habit, redactor: Redactor) -> None:
        self._recording = Recording(redactor)
        self.user = ""
        self.host: str | None = None
        self.implicit = False
        self.secured = False
        self.cut_off = False
        """Whether the log ends in the middle of a reply; said before the events are taken."""
        self._habit = habit
        self._local = next(
            (named for _, one in timed if isinstance(one, e.Said) and (named := named_address(one.command))),
            None,
        )
        self._protections = any(
            isinstance(one, e.Said) and one.command.upper().startswith(("PBSZ", "PROT")) for _, one in timed
        )
        self._given = peer
        self._target: HostPort | None = None
        self._asked_for_tls = False
        self._unaddressed = False
        self._new_connection()

    def _new_connection(self) -> None:
        self._recording.connections += 1
        self._dial: e.Dial | None = None
        self._address: str | None = None
        self._port: int | None = None
        self._dialled = False
        self._stands = False
        self._sent: deque[tuple[str, float]] = deque()
        self._replies = Replies(lenient=self._habit == "unknown")
        self._tls = Secure(implicit=self.implicit)
        self._try: Try | None = None

    @property
    def peer(self) -> HostPort:
        """The control connection's other end, as far as the log (or the user) says it."""
        host = self._address or self._given or self.host or UNKNOWN_HOST
        return HostPort(host=host, port=self._port or (990 if self.implicit else 21))

    @property
    def observations(self) -> list[Observation]:
        """What was recorded so far."""
        return self._recording.observations

    @property
    def needs_peer(self) -> bool:
        """Whether neither the log nor the user says which address the client had dialled."""
        return self._unaddressed

    def log(self, fact: LogRead) -> None:
        """Record what was read; the first of all facts."""
        self._recording.record(fact, "log", connected=False)

    def take(self, timed: Iterable[Timed]) -> None:
        """Take all events, and end."""
        end = 0.0
        for at, event in timed:
            self._recording.now = at
            end = max(end, at)
            self._one(visible_event(event))
        self._close(None)
        self._recording.in_order()
        self._recording.now = end
        if self.cut_off:
            self._recording.record(ClientRemark(remark="cut-off"), "log", connected=False)
        self._recording.record(
            RunEnded(reason="finished", seconds=self._recording.now), "log", connected=False
        )

    def plan(self, given: str) -> Plan:
        """Return the plan that the log amounts to. ``given``: what stands for the target when the log has no name."""
        target = self._target or self.peer
        host = self.host or target.host
        wanted = self.secured or self._asked_for_tls
        tls: Literal["implicit", "explicit", "none"] = (
            "implicit" if self.implicit else "explicit" if wanted else "none"
        )
        port = target.port if target.port != (990 if self.implicit else 21) else None
        endpoint = Endpoint(host=host, port=port, tls=tls)
        return Plan(
            input=host if host != UNKNOWN_HOST else printable(given),
            endpoint=endpoint,
            user=self.user or "anonymous",
        )

    # Events

    def _one(self, event: e.Event) -> None:
        if not isinstance(event, e.Heard):
            reply = self._replies.finish()
            if reply is not None:
                self._reply(reply)
        match event:
            case e.Dial():
                self._begin(event)
            case e.Another():
                self._close(None)
                self._new_connection()
            case e.Connected():
                self.host = self.host or event.host
                self._address = event.address or self._address
                self._port = event.port or self._port
                self._stand()
            case e.ConnectFailed():
                self._connect(Step(outcome=event.outcome, seconds=0.0, error=event.error))
            case e.Said():
                self._say(event.command)
            case e.Heard():
                self._hear(event.line)
            case e.TlsEstablished():
                self._established(event)
            case e.TlsFailed():
                self._tls_failed(event.error)
            case e.Verified():
                self._verified(event)
            case e.LoggedIn():
                self._settle()
                self._recording.record(ClientRemark(remark="logged-in"), "login")
            case e.Transferred():
                if self._try is None:  # else the dialogue shows it
                    self._settle()
                    self._recording.record(ClientRemark(remark="transferred"), "log")
            case e.Silence():
                self._silence()
            case e.Dropped():
                self._close(event.how)
            case e.User():
                self.user = self.user or event.name
            case e.ClientName():
                pass
            case _:
                self._data(event)

    def _begin(self, dial: e.Dial) -> None:
        if self._stands or self._dialled or self._try is not None:
            self._close(None)
            self._new_connection()
        self._dial = dial
        self.host = dial.host or self.host
        self.implicit = self.implicit or dial.implicit or dial.port == 990
        self._tls.implicit = self.implicit
        self._address = dial.address or self._address
        self._port = dial.port or self._port

    def _stand(self) -> None:
        """The control connection stands: recorded once, and only when it is known to where it goes."""
        if not self._stands:
            self._stands = True
            self._connect(Step(outcome="ok", seconds=0.0))

    def _connect(self, step: Step) -> None:
        if self._dialled:
            return
        self._dialled = True
        if normalise(self.peer.host) is None:
            self._unaddressed = True
            return
        self._target = self._target or self.peer
        local = HostPort(host=self._local, port=0) if self._local is not None else None
        self._recording.record(TcpConnect(remote=self.peer, local=local, step=step), "connect")

    def _say(self, command: str) -> None:
        self._stand()
        verb, _, argument = command.partition(" ")
        verb = verb.upper()
        if self._tls.stage == "due":  # it goes on after 234, so TLS stands
            self._established(e.TlsEstablished())
        self._asked_for_tls = self._asked_for_tls or verb == "AUTH"
        if verb == "USER":
            self.user = self.user or argument
        if verb in MODES:
            self._end_try()
            self._try = Try(
                mode=MODES[verb],
                argument=argument,
                begun=self._recording.now,
                protection=self._tls.protection(shown=self._protections),
                peer=self.peer,
                habit=self._habit,
            )
        elif verb in TRANSFERS and self._try is not None and not self._try.transfer:
            self._try.transfer = verb
        elif self._try is not None and self._try.final is not None:
            self._end_try()
        self._sent.append((command, self._recording.now))

    def _hear(self, line: str) -> None:
        self._stand()
        self._settle()
        for reply in self._replies.feed(line):
            self._reply(reply)

    def _reply(self, reply: Reply) -> None:
        self._drop_abandoned(reply)
        command, sent = self._sent[0] if self._sent else (None, None)
        verb = (command or "").split(" ", 1)[0].upper()
        current = self._try
        if current is not None:
            current.last = self._recording.now
        if 100 <= reply.code < 200 and verb in TRANSFERS:
            if current is not None:
                current.preliminary = reply
            return
        if self._sent:
            self._sent.popleft()
        if current is not None and verb in MODES and current.setup is None:
            current.setup = reply
            return
        if current is not None and verb in TRANSFERS and current.transfer == verb:
            current.final = reply
            return
        exchange = Exchange(
            command=command,
            reply=reply,
            sent=sent,
            replied=self._recording.now,
            ending="replied",
            protected=self._tls.protected,
        )
        self._recording.record(exchange, probe_of(verb) if command else "greeting")
        if verb == "AUTH" and reply.code in (234, 334):
            self._tls.stage = "due"
        elif verb == "PROT" and reply.positive and command is not None:
            self._tls.private = command.upper().endswith(" P")

    def _drop_abandoned(self, reply: Reply) -> None:
        """Forget a transfer that the client has given up, when ``reply`` cannot be the late answer to it."""
        if len(self._sent) < 2 or reply.code in _ENDS_OF_TRANSFERS:
            return
        verb = self._sent[0][0].split(" ", 1)[0].upper()
        if verb in TRANSFERS and (self._try is None or self._try.transfer != verb):
            self._sent.popleft()

    # TLS

    @property
    def _at_data(self) -> Try | None:
        """The data connection that is being used, if one is."""
        current = self._try
        return current if current is not None and current.under_way else None

    def _established(self, event: e.TlsEstablished) -> None:
        current = self._at_data
        if current is not None:
            current.tls = Step(outcome="ok", seconds=0.0)
            current.version = event.version or current.version
            return
        self._stand()
        self._tls.implicit = self._tls.implicit or self._port == 990
        self._tls.stand(self.host, event.version, event.cipher)
        self.secured = True

    def _tls_failed(self, error: str) -> None:
        current = self._at_data
        if current is not None:
            current.tcp = current.tcp or Step(outcome="ok", seconds=0.0)
            current.tls = Step(outcome="error", seconds=0.0, error=error)
            return
        self._stand()
        failed = self._tls.fail(self.host, error)
        self.implicit = self.implicit or failed.mode == "implicit"
        self._recording.record(failed, "tls")

    def _verified(self, event: e.Verified) -> None:
        if self._at_data is not None:
            return
        ended = self._tls.verify(self.host, event)
        self.secured = True
        if ended is not None:
            self._recording.record(ended, "tls")

    def _settle(self) -> None:
        """Record a handshake once everything that belongs to it has been said."""
        held = self._tls.settle()
        if held is not None:
            self._recording.record(held, "tls")

    # Data connections

    def _data(self, event: e.Event) -> None:
        if self._try is None and isinstance(event, e.AddressReplaced):
            self._begin_hidden()
        current = self._try
        if current is None:
            return
        current.last = self._recording.now
        current.learn(event, self.peer)

    def _begin_hidden(self) -> None:
        """A log that shows no PASV and no 227 still tells that the client did not use the address in it."""
        self._recording.record(ClientRemark(remark="unroutable-reply"), "pasv")
        self._try = Try(
            mode="pasv",
            argument="",
            begun=self._recording.now,
            protection=self._tls.protection(shown=self._protections),
            peer=self.peer,
            habit=self._habit,
        )

    def _silence(self) -> None:
        if self._try is not None and self._try.final is None:
            self._try.give_up()
            self._try.last = self._recording.now
        elif self._sent:
            command, sent = self._sent.popleft()
            verb = command.split(" ", 1)[0].upper()
            exchange = Exchange(
                command=command,
                reply=None,
                sent=sent,
                replied=None,
                ending="timeout",
                protected=self._tls.protected,
            )
            self._recording.record(exchange, probe_of(verb))

    def _end_try(self) -> None:
        current, self._try = self._try, None
        if current is None:
            return
        fact = current.fact()
        if fact is not None:
            self._recording.record(fact, current.mode)

    def _close(self, how: Literal["quit", "closed-by-peer", "reset", "aborted", "timeout"] | None) -> None:
        self._settle()
        if (
            self._try is not None
            and self._try.final is None
            and self._try.ended is None
            and how in ("closed-by-peer", "reset")
        ):
            self._try.ended = "closed" if how == "closed-by-peer" else "reset"
        self._end_try()
        if how is not None and self._stands:
            self._recording.record(ConnectionEnded(how=how), "log")
            self._stands = False
            self._new_connection()
