"""Which network addresses may be connected to."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.network.addresses import first_refusal, refusal


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("::", "unspecified"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("fd00::1", "private"),
        ("fec0::1", "private"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("100.64.0.1", "carrier-grade NAT"),
        ("100.127.255.255", "carrier-grade NAT"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.250", "multicast"),
        ("ff02::1", "multicast"),
        ("ff0e::1", "multicast"),
        ("::ffff:10.0.0.1", "IPv4-mapped"),
        ("::ffff:93.184.216.34", "IPv4-mapped"),
        ("::10.0.0.1", "IPv4-compatible"),
        ("64:ff9b::7f00:1", "NAT64"),
        ("64:ff9b:1::a00:1", "NAT64"),
        ("2002:7f00:1::", "6to4"),
        ("2001::1", "Teredo"),
        ("198.18.0.1", "reserved"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("168.63.129.16", "metadata service"),
        ("100.100.100.200", "carrier-grade NAT"),
        ("fd00:ec2::254", "private"),
        ("192.0.0.192", "reserved"),
        ("192.0.2.1", "not public"),
        ("2001:db8::1", "not public"),
    ],
)
def test_refused(address: str, reason: str) -> None:
    """Each special range is refused under its own name, those that `ipaddress` lets through too."""
    assert refusal(ip_address(address)) == reason


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"]
)
def test_public_addresses_pass(address: str) -> None:
    """Neighbours of the special ranges are ordinary addresses."""
    assert refusal(ip_address(address)) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_loopback_passes_where_it_is_allowed(address: str) -> None:
    """The setting opens this machine..."""
    assert refusal(ip_address(address), allow_loopback=True) is None


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "169.254.169.254", "0.0.0.0", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]
)
def test_allowing_loopback_opens_nothing_else(address: str) -> None:
    """...and not its neighbours, nor itself under a disguise."""
    assert refusal(ip_address(address), allow_loopback=True) is not None


@pytest.mark.parametrize(
    ("address", "passes"),
    [
        ("10.20.3.4", True),
        ("10.21.0.1", False),
        ("fd12::9", True),
        ("fd13::9", False),
        ("::ffff:10.20.3.4", False),
        ("127.0.0.1", False),
    ],
)
def test_networks_that_are_named_pass(address: str, passes: bool) -> None:
    """They alone, and in no other form."""
    allowed = (ip_network("10.20.0.0/16"), ip_network("fd12::/16"))
    assert (refusal(ip_address(address), allowed=allowed) is None) is passes
    assert (first_refusal([address], allowed=allowed) is None) is passes


@given(st.ip_addresses())
def test_what_python_calls_special_is_never_let_through(
    address: IPv4Address | IPv6Address,
) -> None:
    """The table only ever adds to the flags of `ipaddress`."""
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    )
    assert not special or refusal(address)


def test_one_refused_address_condemns_the_host() -> None:
    """A mixed answer is no way past the check."""
    assert first_refusal(["1.1.1.1", "10.0.0.1"]) == ("10.0.0.1", "private")
    assert first_refusal(["1.1.1.1", "8.8.8.8"]) is None
