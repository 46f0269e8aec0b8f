"""Where a request may go: only to public addresses, and to the very address that was checked.

A URL may come from a page, a list, a mail. Behind its name, or behind a redirect, may stand a machine of the user's own
network, or the service from which a cloud hands out passwords. So a name is resolved once, all its addresses must be
public, and the connection goes to one of these: asking twice would let a hostile name server answer twice.

IPv6 is public within 2000::/3 only. Addresses that carry an IPv4 address in them (mapped, 6to4, Teredo) are refused,
but for NAT64 to a public one, which is how a network without IPv4 reaches most of the web.

A user's own pages can be allowed: then the host that was asked for may be of their own network. A redirect to another
host may not lead there even so, and the services of clouds are never allowed.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from archive.errors import NotFetched

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 8192  # characters of a URL
_PORTS = {"http": 80, "https": 443}
#: Above 1023, where other services listen, to which the lines of a request may be commands (after the Fetch standard).
_OTHER_SERVICES = frozenset(
    {1433, 1521, 1719, 1720, 1723, 2049, 2375, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900, 6379, 6566, 6697}
    | {*range(6000, 6064), *range(6665, 6670), 10080, 11211, 27017}
)
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOTTED = re.compile(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}")
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"  # what quoting leaves alone: it may have been quoted already

_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CARRIERS = tuple(map(ipaddress.ip_network, ("2001::/32", "2002::/16", "192.88.99.0/24")))  # Teredo, 6to4, its relays
_DOCUMENTATION = ipaddress.ip_network("3fff::/20")  # newer than some Pythons
_CLOUDS = frozenset(map(ipaddress.ip_address, ("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")))
_OWN = tuple(
    map(
        ipaddress.ip_network,
        ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7"),
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `host` is ASCII, without brackets; `path` what is asked for there, with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """As the Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def parse(url: str) -> Target:
    """The target of a URL. Raises NotFetched for one that is not a plain address of the web."""
    if len(url) > LONGEST:
        raise _bad("a URL of more than 8,192 characters")
    if re.search(r"[\x00-\x20\x7f\\\ud800-\udfff]", url):
        raise _bad("a URL with a space, a backslash or a control character in it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _bad(f"not a URL: {error}") from None
    if parts.scheme not in _PORTS:
        raise _bad(f"not a page of the web, but {parts.scheme or 'nothing'}:", "only http and https are fetched")
    if "@" in parts.netloc:
        raise _bad("a URL with a user name or password in it", "take it out: it would be recorded")
    path = quote(parts.path or "/", _SAFE) + (f"?{quote(parts.query, _SAFE)}" if parts.query else "")
    host = _number(parts.hostname or "") if "[" in parts.netloc else _host(parts.hostname or "")
    return Target(parts.scheme, host, _port(parts.scheme, port), path)


def redirected(before: Target, location: str) -> Target:
    """Where a Location header, each byte of it a character, leads from there. Raises NotFetched."""
    return parse(urljoin(str(before), quote(location.strip().encode("latin-1", "replace"), _SAFE)))


def _bad(what: str, hint: str = "a URL looks like https://example.org/article") -> NotFetched:
    return NotFetched(f"is {what}", hint=hint, code="bad-url")


def _number(written: str) -> str:
    """An IPv6 address, as it stands in brackets."""
    try:
        if "%" not in written:
            return str(ipaddress.IPv6Address(written))
    except ValueError:
        pass
    raise _bad(f"not at an address: [{written}]")


def _host(written: str) -> str:
    """A name, or an address as it is usually written: other spellings of numbers only ever hide something."""
    try:
        host = written.encode("idna").decode("ascii").lower() if written else ""
    except UnicodeError:
        raise _bad(f"not at a name of the web: {written}") from None
    if not _HOST.fullmatch(host):
        raise _bad(f"not at a name of the web: {written or 'none'}")
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) and not _DOTTED.fullmatch(host):
        raise _bad(f"at a number that is not written as an address is: {written}", "write it as 192.0.2.1")
    return host


def _port(scheme: str, written: int | None) -> int:
    port = _PORTS[scheme] if written is None else written
    if port not in _PORTS.values() and (port < 1024 or port in _OTHER_SERVICES):
        raise _bad(f"at port {port}, where no web pages are", "web pages are at ports 80, 443 and some above 1023")
    return port


def addresses(target: Target, *, own: bool, seconds: float) -> list[str]:
    """The addresses of the host, asked once, all of which may be connected to. Raises NotFetched.

    `own` allows those of the user's own network.
    """
    found = _resolved(target, seconds)
    for address in found:
        refused = why_refused(address, own=own)
        if refused:
            where = target.host if target.host == address else f"{target.host} ({address})"
            hint = "" if own else "pages of your own network need --allow-private"
            raise NotFetched(f"is not fetched: {where} is {refused}", hint=hint, code="refused-address")
    return found


def _resolved(target: Target, seconds: float) -> list[str]:
    """In a thread of its own: there is no other way to wait for a name server no longer than we want."""
    answer: list[list[str] | OSError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answer.append(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            answer.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if not answer:
        raise NotFetched(f"took too long: no name server told where {target.host} is", code="timed-out")
    if isinstance(answer[0], OSError):
        hint = "check how it is written, and your connection"
        raise NotFetched(f"is nowhere: no such host as {target.host}", hint=hint, code="no-such-host")
    return answer[0]


def why_refused(address: str, *, own: bool = False) -> str:
    """What an address is that is not connected to; empty for a public one, and with `own` for one of the user's."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip in _CLOUDS:
        return "a service inside a cloud"
    if own and "%" not in address and any(ip in network for network in _OWN if network.version == ip.version):
        return ""
    return "" if "%" not in address and _is_public(ip) else _name(ip)


def _is_public(ip: IPAddress) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and ip in _NAT64:
        inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return inside not in _CLOUDS and _is_public(inside)
    if ip.version == 6 and (ip not in _PUBLIC_V6 or ip in _DOCUMENTATION):
        return False
    carries = any(ip in network for network in _CARRIERS if network.version == ip.version)
    return ip.is_global and not (carries or ip.is_multicast or ip.is_reserved)


def _name(ip: IPAddress) -> str:
    """What it is, in words; the order matters, for some are several."""
    kinds = (
        (ip.is_unspecified, "no address"),
        (ip.is_loopback, "this machine itself"),
        (ip.is_multicast, "a multicast address"),
        (ip.is_link_local, "of the local link, where clouds keep their passwords"),
        (any(ip in network for network in _OWN if network.version == ip.version), "of a private network"),
    )
    return next((words for holds, words in kinds if holds), "not a public address")
