"""Which addresses a webhook may reach: the public internet, and what the installation names.

An administrator types the address, so it may lead anywhere: to the database, to a cloud's metadata, to
whatever trusts this machine. Names are resolved here, every address they stand for is looked at, and
the call goes to the very address that was looked at: a name that changes in between changes nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from ground.kernel.errors import RuleBroken

LONGEST = 500
IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # carries an IPv4 address through a translator
# What not every Python knows to be no part of the internet, by IANA's registries of special purposes.
_NEVER: list[Network] = [
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments
    ipaddress.IPv4Network("192.88.99.0/24"),  # relays of 6to4
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # a translator's own network (RFC 8215)
    ipaddress.IPv6Network("2001::/23"),  # protocol assignments, Teredo among them
    ipaddress.IPv6Network("2001:db8::/32"),  # documentation
    ipaddress.IPv6Network("3fff::/20"),  # documentation
    ipaddress.IPv6Network("5f00::/16"),  # segment routing
    ipaddress.IPv6Network("::/96"),  # IPv4 written as IPv6, long given up (RFC 4291)
    ipaddress.IPv6Network("fec0::/10"),  # what was site-local (RFC 3879)
]


@dataclass(frozen=True)
class Target:
    """Where a call goes: `ip` is what the name stood for when it was looked at."""

    host: str
    port: int
    path: str
    ip: str
    is_tls: bool


def target_of(address: str) -> Target:
    """Look an address up, now. Raises RuleBroken where a webhook may not go there."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as unreadable:
        raise _refused("address_invalid", "地址格式不正确") from unreadable
    if parts.scheme not in {"https", "http"} or not host or len(address) > LONGEST:
        raise _refused("address_invalid", "请填写以 https:// 开头的完整地址")
    if any(ord(one) <= ord(" ") or ord(one) > ord("~") for one in address):
        raise _refused("address_invalid", "地址只能由英文字母、数字和符号组成，不能有空格")
    if parts.username is not None or parts.password is not None:
        raise _refused("address_with_password", "地址中不能带账号和密码")
    is_tls = parts.scheme == "https"
    port = port if port is not None else 443 if is_tls else 80
    found = _resolved(host, port)
    if not all(is_named(one) or is_public(one) for one in found):
        raise _refused("address_inside", "不能推送到内部网络的地址；确有需要，请运维人员放行该网段")
    if not is_tls and not all(is_named(one) for one in found):
        raise _refused("address_not_tls", "公网地址必须使用 https://")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, str(found[0]), is_tls)


def is_public(ip: IP) -> bool:
    """Whether an address is one of the public internet, itself and by whatever it carries."""
    carried = _carried(ip)
    if carried is not None:
        return is_public(carried)
    if any(ip in one for one in _NEVER):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _carried(ip: IP) -> IP | None:
    """The address of the other kind that one stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def is_named(ip: IP) -> bool:
    """Whether an address lies in a network that this installation lets its webhooks reach."""
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return any((mapped or ip) in one for one in _networks(settings.WEBHOOK_NETWORKS))


@lru_cache
def _networks(named: str) -> list[Network]:
    return [ipaddress.ip_network(one.strip()) for one in named.split(",") if one.strip()]


def _resolved(host: str, port: int) -> list[IP]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise _refused("address_unknown", "找不到这个地址的主机，请检查域名") from unknown
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _refused(code: str, message: str) -> RuleBroken:
    return RuleBroken(code, message, fields={"address": message})
