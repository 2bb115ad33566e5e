"""Network addresses: one spelling for each, and the blocks in which they are counted."""

import ipaddress

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What one household, office or shared exit of a provider has at least.
_IPV4_BLOCK, _IPV6_BLOCK = 24, 64


def plain_address(text: str) -> str | None:
    """Return the one spelling of an address; None for what is none.

    An IPv4 address inside an IPv6 one (``::ffff:192.0.2.1``) is that IPv4 address.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address).partition("%")[0]


def address_network(ip: str) -> Network:
    """Return the network around ``ip``: IPv4 /24, IPv6 /64.

    Raises:
        ValueError: ``ip`` is no address.
    """
    address = ipaddress.ip_address(plain_address(ip) or ip)
    length = _IPV4_BLOCK if address.version == 4 else _IPV6_BLOCK
    return ipaddress.ip_network(f"{address}/{length}", strict=False)


def address_block(ip: str | None) -> str:
    """Return the network around ``ip`` as a text; empty for an unknown address."""
    return str(address_network(ip)) if ip else ""


def subscriber(ip: str | None) -> str:
    """Return what one customer of a provider has: an IPv4 address, or an IPv6 /64."""
    if ip is None:
        return "unknown"
    plain = plain_address(ip) or ip
    return address_block(plain) if ":" in plain else plain
