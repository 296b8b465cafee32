"""The one table of address classes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftpsgui.model.addresses import (
    HostPort,
    classify,
    in_network,
    is_ipv6,
    is_private,
    is_public,
    normalise,
    same_address,
)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("8.8.8.8", "public"),
        ("10.20.30.2", "rfc1918"),
        ("172.16.0.1", "rfc1918"),
        ("172.32.0.1", "public"),
        ("192.168.1.1", "rfc1918"),
        ("100.64.0.1", "carrier-grade"),
        ("100.128.0.1", "public"),
        ("127.0.0.1", "loopback"),
        ("169.254.1.1", "link-local"),
        ("0.0.0.0", "unspecified"),
        ("203.0.113.1", "documentation"),
        ("198.51.100.1", "documentation"),
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "broadcast"),
        ("::ffff:10.0.0.1", "rfc1918"),
        ("fd00::1", "ula"),
        ("fe80::1%eth0", "link-local"),
        ("2001:db8::1", "documentation"),
        ("2606:4700::1111", "public"),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("ftp.example.com", "not-an-address"),
        ("", "not-an-address"),
    ],
)
def test_classes(address: str, kind: str) -> None:
    assert classify(address) == kind


def test_documentation_counts_as_public() -> None:
    assert is_public("203.0.113.1")
    assert not is_private("203.0.113.1")
    assert is_private("100.64.0.1")


@given(st.ip_addresses())
def test_every_address_has_one_class_and_is_public_or_private_or_special(address: object) -> None:
    text = str(address)
    assert classify(text) != "not-an-address"
    assert not (is_public(text) and is_private(text))
    assert normalise(text) is not None


def test_spelling_does_not_matter() -> None:
    assert same_address("2001:db8:0::1", "2001:DB8::1")
    assert same_address("::ffff:192.0.2.1", "192.0.2.1")
    assert not same_address("name", "name")
    assert is_ipv6("[2001:db8::1]")
    assert not is_ipv6("::ffff:192.0.2.1")


def test_networks() -> None:
    assert in_network("10.0.0.7", "10.0.0.99/24")
    assert not in_network("10.0.1.7", "10.0.0.99/24")
    assert not in_network("fd00::1", "10.0.0.0/8")
    assert not in_network("10.0.0.7", "nonsense")


def test_endpoints_are_shown_with_brackets_for_ipv6() -> None:
    assert str(HostPort(host="10.0.0.1", port=21)) == "10.0.0.1:21"
    assert str(HostPort(host="::1", port=21)) == "[::1]:21"
