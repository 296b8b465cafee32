"""Reading handshake messages that are not what they should be."""

from __future__ import annotations

import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.wire.transport.handshake import Witness, alert_name, watch


@given(st.integers(0, 255), st.integers(0, 255), st.sampled_from([771, 772]), st.binary(max_size=300))
def test_nothing_that_a_peer_sends_makes_the_witness_fail(
    content: int, message: int, version: int, data: bytes
) -> None:
    Witness().saw("read", version, content, message, data)


@given(st.sampled_from([2, 11, 13]), st.sampled_from([771, 772]), st.binary(max_size=300))
def test_nor_do_broken_handshake_messages(message: int, version: int, data: bytes) -> None:
    Witness().saw("read", version, 22, message, bytes([message]) + data)


def test_what_we_send_is_not_taken_for_the_peers() -> None:
    witness = Witness()
    witness.saw("write", 772, 22, 13, b"\x0d\0\0\0")
    assert witness.certificate_asked is None


@pytest.mark.parametrize(
    ("number", "name"),
    [(0, "close_notify"), (40, "handshake_failure"), (48, "unknown_ca"), (70, "protocol_version"),
     (112, "unrecognized_name"), (116, "certificate_required"), (250, "alert-250")],
)  # fmt: skip
def test_alerts_have_names(number: int, name: str) -> None:
    assert alert_name(number) == name


def test_a_python_without_the_callback_is_left_alone() -> None:
    class Bare:
        __slots__ = ()

    watch(Bare())  # type: ignore[arg-type]
    assert isinstance(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext)
