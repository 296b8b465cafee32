"""STUN by the RFC's own test vectors, and by whatever else may come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.addresses import HostPort
from ftpsgui.protocol.stun import TRANSACTION, StunAnswer, answers, binding_request, parse_answer

ID = bytes.fromhex("b7e7a701bc34d686fa87dfae")
# RFC 5769 §2.2 and §2.3: sample responses, IPv4 and IPv6
IPV4 = bytes.fromhex(
    "0101003c2112a442b7e7a701bc34d686fa87dfae"
    "8022000b7465737420766563746f7220"
    "002000080001a147e112a643"
    "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
    "80280004c07d4c96"
)
IPV6 = bytes.fromhex(
    "010100482112a442b7e7a701bc34d686fa87dfae"
    "8022000b7465737420766563746f7220"
    "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
    "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
    "80280004c8fb0b4c"
)


def test_the_request_is_a_header_and_nothing_more():
    assert binding_request(ID) == bytes.fromhex("000100002112a442") + ID
    with pytest.raises(ValueError, match="12 bytes"):
        binding_request(b"short")


def test_the_vectors_of_rfc_5769():
    assert parse_answer(IPV4, ID) == StunAnswer(HostPort(host="192.0.2.1", port=32853))
    assert parse_answer(IPV6, ID) == StunAnswer(
        HostPort(host="2001:db8:1234:5678:11:2233:4455:6677", port=32853)
    )


def response(kind, *attributes):
    body = b""
    for number, value in attributes:
        body += number.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value + bytes(-len(value) % 4)
    return kind.to_bytes(2, "big") + len(body).to_bytes(2, "big") + bytes.fromhex("2112a442") + ID + body


def test_an_old_server_says_it_plainly():
    plain = bytes([0, 1]) + (5000).to_bytes(2, "big") + bytes([198, 51, 100, 7])
    assert parse_answer(response(0x0101, (1, plain)), ID) == StunAnswer(
        HostPort(host="198.51.100.7", port=5000)
    )


def test_an_error_keeps_its_code():
    assert parse_answer(response(0x0111, (9, bytes([0, 0, 4, 20]) + b"Unknown")), ID) == StunAnswer(None, 420)


@pytest.mark.parametrize(
    "data",
    [b"", IPV4[:19], b"\x00\x01" + IPV4[2:], IPV4[:4] + bytes(4) + IPV4[8:], response(0x0101)],
)
def test_no_answer(data):
    assert parse_answer(data, ID) is None


def test_an_answer_to_somebody_else_is_none():
    assert not answers(IPV4, bytes(TRANSACTION))
    assert parse_answer(IPV4, bytes(TRANSACTION)) is None


@given(st.binary(max_size=80))
def test_any_attributes_end_in_an_answer_or_none(body):
    answer = parse_answer(IPV4[:2] + len(body).to_bytes(2, "big") + IPV4[4:20] + body, ID)
    assert answer is None or answer.address is not None


@given(st.integers(0, len(IPV4)))
def test_cut_off_anywhere(length):
    answer = parse_answer(IPV4[:length], ID)
    assert answer is None or answer.address == HostPort(host="192.0.2.1", port=32853)
