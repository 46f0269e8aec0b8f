"""What may be asked for: URLs and addresses, each with the reason for which it is refused."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import NotFetched
from archive.fetch.guard import addresses, parse, redirected, why_refused

PUBLIC = ("8.8.8.8", "93.184.215.14", "192.0.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808")
REFUSED = (
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1"),
    *("172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
    *("198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("168.63.129.16", "100.100.100.200", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8"),
    *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a83f:8110", "64:ff9b:1::808:808", "100::1"),
    *("2001::1", "2001:0:808:808::1", "2001:db8::1", "2002:808:808::", "2002:7f00:1::", "3fff::1", "5f00::1"),
    *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1"),
)
OWN = ("127.", "10.", "172.", "192.168.", "100.64.", "fc00:")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address: str) -> None:
    assert why_refused(address) == ""
    assert why_refused(address, own=True) == ""


@pytest.mark.parametrize("address", REFUSED)
def test_all_others_are_refused(address: str) -> None:
    assert why_refused(address)
    assert (why_refused(address, own=True) == "") is (address.startswith(OWN) or address == "::1")


@given(st.ip_addresses())
def test_what_is_no_public_address_of_pythons_is_none_of_ours(ip: ipaddress.IPv4Address) -> None:
    if not ip.is_global and ip not in ipaddress.ip_network("64:ff9b::/96"):
        assert why_refused(str(ip))


@given(st.ip_addresses(v=4))
def test_an_address_carried_in_another_is_judged_by_itself(ip: ipaddress.IPv4Address) -> None:
    assert bool(why_refused(str(ip))) == bool(why_refused(str(ipaddress.ip_address(int(ip) + (0x64FF9B << 96)))))
    assert why_refused(f"::ffff:{ip}")
    assert why_refused(f"2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::1")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.ORG:443/A?b=c#d", "https://example.org/A?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://bücher.example/ä?ö", "https://xn--bcher-kva.example/%C3%A4?%C3%B6"),
        ("https://example.org/%C3%A4", "https://example.org/%C3%A4"),
        ("http://[2606:2800::1]/x", "http://[2606:2800::1]/x"),
        ("http://93.184.215.14/x", "http://93.184.215.14/x"),
        ("http://a_b.example./", "http://a_b.example./"),
    ],
)
def test_urls(url: str, target: str) -> None:
    assert str(parse(url)) == target


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "example.org",
            "//example.org/",
            "file:///etc/passwd",
            "ftp://example.org/",
            "gopher://example.org:70/_x",
        ),
        *("javascript:alert(1)", "data:text/plain,x", "http:", "http://", "http:///x", "http://:80/"),
        *("http://user@example.org/", "http://user:word@example.org/", "http://example.org\\@127.0.0.1/"),
        *("http://exa mple.org/", "http://example.org/a b", "http://example.org/\r\nHost: x", "http://example.org/\0"),
        *("http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/", "http://127.1/"),
        *("http://0177.0.0.1/", "http://127.0.0.01/", "http://1.2.3.4.5/", "http://127.0.0.1./", "http://0x/"),
        *("http://１２７.1/", "http://a.0x10/", "http://%31%32%37.0.0.1/", "http://①②⑦.0.0.1.5/"),
        *("http://[::1%25eth0]/", "http://[::1/", "http://[v1.x]/", "http://[127.0.0.1]/"),
        *("http://example.org:0/", "http://example.org:22/", "http://example.org:25/", "http://example.org:6379/"),
        *("http://example.org:99999/", "http://example.org:x/", "http://example.org:6000/", "http://a..b/"),
        "https://example.org/" + "x" * 9000,
    ],
)
def test_what_is_no_address_of_the_web(url: str) -> None:
    with pytest.raises(NotFetched) as caught:
        parse(url)
    assert caught.value.code == "bad-url"
    assert "\n" not in caught.value.message
    assert caught.value.hint


@given(st.text())
def test_every_text_is_a_target_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}", f"http://{text}/"):
        try:
            target = parse(url)
        except NotFetched:
            continue
        assert parse(str(target)) == target
        assert str(target).isascii()


def test_names_that_lead_here_are_refused() -> None:
    for url in ("http://localhost/", "http://127.0.0.1/", "http://[::ffff:127.0.0.1]/"):
        with pytest.raises(NotFetched) as caught:
            addresses(parse(url), own=False, seconds=30)
        assert caught.value.code == "refused-address"
        assert "--allow-private" in caught.value.hint
    assert "127.0.0.1" in addresses(parse("http://127.0.0.1/"), own=True, seconds=30)


def test_redirects_are_of_the_same_rules() -> None:
    here = parse("https://example.org/a/b?c")
    assert str(redirected(here, "../d")) == "https://example.org/d"
    assert str(redirected(here, "//other.example/x#y")) == "https://other.example/x"
    assert str(redirected(here, "/für".encode().decode("latin-1"))) == "https://example.org/f%C3%BCr"
    for location in (
        "file:///etc/passwd",
        "http://user@x/",
        "http://0x7f.1/",
        "javascript:1",
        "http://example.org:22/",
    ):
        with pytest.raises(NotFetched):
            redirected(here, location)
