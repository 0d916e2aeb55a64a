"""Which network addresses may be connected to: the public internet and nothing behind it.

The flags of `ipaddress` alone let shared, translated and multicast addresses through, so the
special ranges are named here; what is left must still be global.
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

# https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sibling.
_SPECIAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("loopback", ("127.0.0.0/8", "::1/128")),
    ("unspecified", ("0.0.0.0/8", "::/128")),
    ("private", ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10")),
    ("link-local", ("169.254.0.0/16", "fe80::/10")),
    ("carrier-grade NAT", ("100.64.0.0/10",)),
    ("multicast", ("224.0.0.0/4", "ff00::/8")),
    ("IPv4-compatible", ("::/96",)),
    ("IPv4-mapped", ("::ffff:0:0/96",)),
    ("NAT64", ("64:ff9b::/96", "64:ff9b:1::/48")),
    ("6to4", ("192.88.99.0/24", "2002::/16")),
    ("Teredo", ("2001::/32",)),
    ("reserved", ("192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4", "100::/64")),
    # Clouds tell their machines' secrets at link-local, shared and unique local addresses, which
    # stand above, and Azure at one that looks public.
    ("metadata service", ("168.63.129.16/32",)),
)
_RANGES: tuple[tuple[str, Network], ...] = tuple(
    (name, ip_network(text)) for name, texts in _SPECIAL for text in texts
)


def refusal(
    address: Address, *, allow_loopback: bool = False, allowed: Sequence[Network] = ()
) -> str | None:
    """Why `address` must not be connected to ("private", "loopback", ...), None where it may.

    `allowed` are networks that may be connected to whatever they are.
    """
    if allow_loopback and address.is_loopback:
        return None
    if any(address in network for network in allowed):
        return None
    for name, network in _RANGES:
        if address in network:
            return name
    return None if address.is_global else "not public"


def first_refusal(
    found: Iterable[str], *, allow_loopback: bool = False, allowed: Sequence[Network] = ()
) -> tuple[str, str] | None:
    """The first of a host's addresses that is refused, with the reason; None where all may be used.

    One refused address condemns the host: an answer that mixes public and private addresses is
    either a mistake or an attempt to get past this check.
    """
    for text in found:
        reason = refusal(ip_address(text), allow_loopback=allow_loopback, allowed=allowed)
        if reason:
            return text, reason
    return None
