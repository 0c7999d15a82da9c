"""Which addresses may be asked, and which a name may lead to.

A portal's address comes from a person, a link or a redirect; none of them may lead us inside. What
counts is the address that the socket is connected to, so that is what is checked.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

#: The only authorities that may lie on loopback, with where their sockets go.
Loopback = Mapping[str, tuple[str, int]]
#: Names to addresses: socket.getaddrinfo, or a test's own.
Resolver = Callable[[str, int], list[str]]

DEFAULT_PORTS = {"http": 80, "https": 443}
#: Prefixes that carry an IPv4 address inside, by which a packet could be led to a private one.
_TRANSLATED = tuple(
    ipaddress.ip_network(network)
    for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)


class AddressRefused(ValueError):
    """This address may not be asked. The message says why, for the one who entered it."""


def check_url(url: str) -> None:
    """Refuse what no connection is needed to refuse."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(f"“{url}” is no web address.") from None
    if parts.scheme.lower() not in DEFAULT_PORTS:
        raise AddressRefused(
            f"Only http and https addresses are asked, not {parts.scheme or 'this'}."
        )
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("The address carries a user name or password.")
    if not parts.hostname:
        raise AddressRefused(f"“{url}” names no host.")
    if port == 0:
        raise AddressRefused("Port 0 is no port.")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them. Raises socket.gaierror."""
    answers = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def resolve_nothing(host: str, port: int) -> list[str]:
    """A resolver for an archive that must not leave its machine: no name is even looked up."""
    raise AddressRefused("This archive asks only the portals on its own machine.")


def places_of(
    host: str, port: int, scheme: str, loopback: Loopback, resolver: Resolver
) -> list[tuple[str, int]]:
    """Where a socket for this host may be connected to, in order of preference.

    Raises AddressRefused when the name leads to no public address, socket.gaierror when it leads
    nowhere.
    """
    authority = host.lower() if port == DEFAULT_PORTS[scheme] else f"{host.lower()}:{port}"
    if authority in loopback:
        return [loopback[authority]]
    found = resolver(host, port)
    public = [(address, port) for address in found if is_public(address)]
    if found and not public:
        raise AddressRefused(
            f"{host} leads to {found[0]}, which is not an address on the public internet."
        )
    return public


def is_public(address: str) -> bool:
    """Whether `address` is a unicast address of the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return _is_public(ip.ipv4_mapped)
    return _is_public(ip)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if any(ip in network for network in _TRANSLATED if network.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
