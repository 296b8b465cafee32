"""What the demo's data connections do where pyftpdlib's own would leave something open."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pytest

from ftpsgui.demo.data import PassiveListener


def test_a_connection_that_comes_after_the_control_connection_has_gone_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed: list[PassiveListener] = []

    def close(self: PassiveListener) -> None:
        closed.append(self)

    monkeypatch.setattr(PassiveListener, "close", close)
    listener = object.__new__(PassiveListener)
    listener.cmd_channel = SimpleNamespace(connected=False)
    ours, theirs = socket.socketpair()
    with theirs:
        listener.handle_accepted(ours, ("127.0.0.1", 40000))
        assert ours.fileno() == -1
        assert theirs.recv(1) == b""
    assert closed == [listener]
