"""Addresses of the internet and the networks that people sit in. PURE."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

UNKNOWN = "unknown"
# What a household or an office is given: its members change within it, strangers do not.
IPV4_PREFIX, IPV6_PREFIX = 24, 48
NAT64 = ip_network("64:ff9b::/96")


def plain_address(text: str) -> str:
    """The address alone, as it is written shortest, or `unknown`.

    A port, brackets and an interface go; an IPv4 address written as IPv6 is read as IPv4.
    """
    address = _parse(text)
    return UNKNOWN if address is None else str(address)


def network_of(address: str) -> str:
    """`203.0.113.0/24` or `2001:db8:7::/48`, or `unknown` for what is no address."""
    parsed = _parse(address)
    if parsed is None:
        return UNKNOWN
    prefix = IPV4_PREFIX if parsed.version == 4 else IPV6_PREFIX
    return str(ip_network(f"{parsed}/{prefix}", strict=False))


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    host = text.strip().strip('"')
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def is_public(text: str) -> bool:
    """Whether an address belongs to a host of the internet: none of a private network, of this
    machine or of a group, also where an IPv6 address only wraps such an IPv4 address."""
    address = _parse(text)
    if address is None:
        return False
    wrapped = _wrapped(address) if isinstance(address, IPv6Address) else None
    return all(_is_of_a_host(each) for each in (address, wrapped) if each is not None)


def _is_of_a_host(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a gateway would turn it into."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or (address.teredo[1] if address.teredo else None)
