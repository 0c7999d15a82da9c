"""One page has one key, however it is linked."""

from __future__ import annotations

import pytest

from portals.discovery.addresses import address_of, readable


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("HTTP://Site.KZ:80", "http://site.kz/"),
        ("https://site.kz:443/a#top", "https://site.kz/a"),
        ("http://site.kz:8101/", "http://site.kz:8101/"),
        ("http://стопкоронавирус.рф/", "http://xn--80aesfpebagmfblc0a.xn--p1ai/"),
        ("http://site.kz/новости", "http://site.kz/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
        ("http://site.kz/%d0%bd", "http://site.kz/%D0%BD"),
        ("http://site.kz/%7Eme/a%2Fb", "http://site.kz/~me/a%2Fb"),
        ("http://site.kz/a/../b/./c", "http://site.kz/b/c"),
        ("http://site.kz/a/..", "http://site.kz/"),
        ("http://site.kz/?b=2&a=1", "http://site.kz/?b=2&a=1"),
        ("http://site.kz/?p=7&utm_source=vk&fbclid=x", "http://site.kz/?p=7"),
        ("http://site.kz/?utm_source=vk", "http://site.kz/"),
        ("http://site.kz/?q=рак", "http://site.kz/?q=%D1%80%D0%B0%D0%BA"),
        ("http://site.kz/a b", "http://site.kz/a%20b"),
        ("  http://site.kz/a\n", "http://site.kz/a"),
        ("http://site.kz./", "http://site.kz/"),
    ],
)
def test_spellings_of_one_address_have_one_key(spelling: str, key: str) -> None:
    address = address_of(spelling)
    assert address is not None
    assert address.key == key
    again = address_of(address.key)
    assert again is not None
    assert again.key == key


@pytest.mark.parametrize(
    "reference",
    ["mailto:a@b", "javascript:void(0)", "tel:1", "data:,x", "http://", "http://u:p@site.kz/",
     "http://[broken/", "http://site.kz:port/", "", "http://site.kz/" + "a" * 3000],
)  # fmt: skip
def test_what_names_no_page_has_no_address(reference: str) -> None:
    assert address_of(reference) is None


def test_a_reference_is_read_where_it_stands() -> None:
    address = address_of("../b?x=1", "http://site.kz:8101/ru/a/")
    assert address is not None
    assert address.url == "http://site.kz:8101/ru/b?x=1"
    assert (address.authority, address.local) == ("site.kz:8101", "/ru/b?x=1")


def test_people_read_cyrillic_addresses_in_their_own_letters() -> None:
    assert readable("http://xn--p1ai.xn--p1ai/%D0%BD") == "http://рф.рф/н"
