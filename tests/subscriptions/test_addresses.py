"""Where a webhook may go: the table of addresses, names that stand for them, and what a setting lets in."""

import ipaddress
import socket

import pytest

from ground.kernel.errors import RuleBroken
from ground.subscriptions import addresses

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",  # the metadata of a cloud
    "100.64.0.1",  # a carrier's own
    "100.100.100.200",  # the metadata of Aliyun
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "3fff::1",
    "192.88.99.1",
    "100::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
OUTSIDE = [
    "1.1.1.1",
    "8.8.8.8",
    "114.114.114.114",
    "172.32.0.1",
    "192.169.0.1",
    "2400:3200::1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


def _written(ip: str) -> str:
    return f"https://[{ip}]/hook" if ":" in ip else f"https://{ip}/hook"


def _code(address: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        addresses.target_of(address)
    return broken.value.code


@pytest.mark.parametrize("ip", INSIDE)
def test_an_address_of_the_inside_is_refused(ip, settings):
    settings.WEBHOOK_NETWORKS = ""
    assert _code(_written(ip)) == "address_inside"


@pytest.mark.parametrize("ip", OUTSIDE)
def test_an_address_of_the_internet_is_called_as_it_was_looked_at(ip, settings):
    settings.WEBHOOK_NETWORKS = ""
    target = addresses.target_of(_written(ip))
    assert ipaddress.ip_address(target.ip) == ipaddress.ip_address(ip)
    assert (target.port, target.path, target.is_tls) == (443, "/hook", True)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "[::1]",
    ],
)
def test_another_way_of_writing_it_changes_nothing(host, settings):
    settings.WEBHOOK_NETWORKS = ""
    assert _code(f"https://{host}/") in {"address_inside", "address_unknown"}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://example.com/", "address_invalid"),
        ("file:///etc/passwd", "address_invalid"),
        ("gopher://8.8.8.8:70/", "address_invalid"),
        ("example.com/hook", "address_invalid"),
        ("https://", "address_invalid"),
        ("https://8.8.8.8:99999/", "address_invalid"),
        ("https://8.8.8.8/a b", "address_invalid"),
        ("https://8.8.8.8/\r\nX-Evil: 1", "address_invalid"),
        ("https://8.8.8.8/" + "a" * 500, "address_invalid"),
        ("https://admin:secret@8.8.8.8/", "address_with_password"),
        ("https://8.8.8.8@127.0.0.1/", "address_with_password"),
        ("http://8.8.8.8/", "address_not_tls"),
        ("https://no-such-host.invalid/", "address_unknown"),
    ],
)
def test_what_is_no_address_for_a_webhook_is_refused(address, code, settings):
    settings.WEBHOOK_NETWORKS = ""
    assert _code(address) == code


def test_a_name_that_stands_for_both_sides_is_refused(monkeypatch, settings):
    """One good address among several does not let a name through."""
    settings.WEBHOOK_NETWORKS = ""
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert _code("https://both.example/") == "address_inside"


def test_a_setting_lets_a_network_in_and_nothing_beside_it(settings):
    settings.WEBHOOK_NETWORKS = "10.20.0.0/16, fd00:20::/32"
    assert addresses.target_of("http://10.20.3.4:8080/x?y=1").path == "/x?y=1"
    assert addresses.target_of("https://[fd00:20::1]/").ip == "fd00:20::1"
    assert addresses.target_of("http://[::ffff:10.20.3.4]/").port == 80
    assert _code("https://10.21.0.1/") == "address_inside"
    assert _code("https://127.0.0.1/") == "address_inside"
