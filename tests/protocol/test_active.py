"""PORT and EPRT, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.addresses import HostPort
from ftpsgui.protocol.active import format_eprt, format_port, parse_eprt, parse_port


@given(st.ip_addresses(v=4), st.integers(0, 65535))
def test_port_round_trip(address: object, port: int) -> None:
    endpoint = HostPort(host=str(address), port=port)
    assert parse_port(format_port(endpoint)) == endpoint


@given(st.ip_addresses(), st.integers(0, 65535))
def test_eprt_round_trip(address: object, port: int) -> None:
    endpoint = HostPort(host=str(address), port=port)
    back = parse_eprt(format_eprt(endpoint))
    assert back is not None
    assert format_eprt(back) == format_eprt(endpoint)


def test_port_cannot_name_ipv6_or_a_name() -> None:
    for host in ("2001:db8::1", "ftp.example.com"):
        with pytest.raises(ValueError, match="IPv4"):
            format_port(HostPort(host=host, port=1))


@pytest.mark.parametrize("argument", ["", "1,2,3", "256,0,0,1,1,1", "1,2,3,4,5,6,7"])
def test_port_arguments_that_are_none(argument: str) -> None:
    assert parse_port(argument) is None


@pytest.mark.parametrize(
    "argument", ["", "|1|1.2.3.4|x|", "|2|1.2.3.4|5|", "|1|1.2.3.4|70000|", "|1|name|5|"]
)
def test_eprt_arguments_that_are_none(argument: str) -> None:
    assert parse_eprt(argument) is None


@given(st.text(max_size=40))
def test_nothing_raises(text: str) -> None:
    parse_port(text)
    parse_eprt(text)
