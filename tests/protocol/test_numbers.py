import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.protocol.numbers import LARGEST_PORT, LARGEST_SIZE, whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        (" 21 ", 21),
        ("65535", 65535),
        ("65536", None),
        ("0" * 5000 + "21", 21),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("²", None),
        ("١٢", None),
        ("1_0", None),
        ("0x15", None),
    ],
)
def test_what_is_a_port(text, number):
    assert whole(text, LARGEST_PORT) == number


@given(st.text(alphabet="0123456789 -+.²١_"), st.integers(0, LARGEST_SIZE))
def test_whatever_it_is_it_is_in_range_or_none(text, most):
    number = whole(text, most)
    assert number is None or 0 <= number <= most


@given(st.integers(0, LARGEST_SIZE))
def test_every_number_comes_back(number):
    assert whole(str(number), LARGEST_SIZE) == number
