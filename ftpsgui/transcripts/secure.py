"""TLS on one control connection, as far as a log shows it: whether it stands, and what was said of the certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from ftpsgui.model.facts import Step, TlsHandshake, VerifyProblem
from ftpsgui.model.plan import Protection
from ftpsgui.transcripts.events import Verified

HandshakeMode = Literal["explicit", "implicit"]


@dataclass(slots=True)
class Secure:
    """The state of one connection. A handshake is kept back until all that belongs to it has been said."""

    implicit: bool = False
    """Whether TLS comes before the greeting here, as far as the port tells (a log may hide AUTH)."""
    stage: Literal["none", "due", "stands"] = "none"
    private: bool = False
    """Whether PROT P was accepted."""
    held: TlsHandshake | None = None

    @property
    def protected(self) -> bool:
        """Whether commands go over TLS now."""
        return self.stage == "stands"

    @property
    def mode(self) -> HandshakeMode:
        """How TLS begins here."""
        return "implicit" if self.implicit and self.stage != "due" else "explicit"

    def protection(self, *, shown: bool) -> Protection:
        """Return how data connections are protected. ``shown``: the log shows PBSZ or PROT at all."""
        if not self.protected:
            return "clear"
        return "private" if self.private or not shown else "clear"

    def stand(self, host: str | None, version: str | None = None, cipher: str | None = None) -> None:
        """TLS stands; said again it adds nothing."""
        if self.stage == "stands":
            return
        self.held = TlsHandshake(
            mode=self.mode,
            server_name=host,
            step=Step(outcome="ok", seconds=0.0),
            version=version,
            cipher=cipher,
        )
        self.stage = "stands"

    def fail(self, host: str | None, error: str) -> TlsHandshake:
        """The handshake failed; return it. TLS that nobody asked for by AUTH was implicit."""
        mode: HandshakeMode = "explicit" if self.stage == "due" else "implicit"
        self.stage = "none"
        step = Step(outcome="error", seconds=0.0, error=error)
        return TlsHandshake(mode=mode, server_name=host, step=step)

    def verify(self, host: str | None, event: Verified) -> TlsHandshake | None:
        """The client says what it thinks of the certificate; return a handshake that ended there."""
        if self.held is None:
            self.stage = "due" if self.stage == "none" and not self.implicit else self.stage
            if self.stage == "stands":
                return None  # it was said, and recorded, before
            self.stand(host)
        assert self.held is not None
        problems = () if event.ok else (VerifyProblem(code=event.code, text=event.text),)
        self.held = msgspec.structs.replace(self.held, verified=event.ok, problems=problems)
        if not event.fatal:
            return None
        ended = msgspec.structs.replace(
            self.held, step=Step(outcome="error", seconds=0.0, error="CERTIFICATE_VERIFY_FAILED")
        )
        self.held, self.stage = None, "none"
        return ended

    def settle(self) -> TlsHandshake | None:
        """Return the handshake that was kept back, once."""
        held, self.held = self.held, None
        return held
