"""What pages, sitemaps and feeds lead to."""

from __future__ import annotations

import gzip

import pytest

from portals.discovery.addresses import address_of
from portals.discovery.links import links_of
from portals.discovery.markup import MAX_ATTRIBUTES
from portals.discovery.scope import scope_of
from portals.discovery.sitemaps import listed_in

BASE = "http://site.kz/ru/"


def test_links_are_read_with_the_base_of_the_page() -> None:
    page = '<base href="/kk/"><a href="a">1</a><a href="#top">2</a><a href="a#x">3</a>'
    assert [a.url for a in links_of(page, BASE).pages] == [
        "http://site.kz/kk/a", "http://site.kz/kk/",
    ]  # fmt: skip


def test_links_of_the_head_have_their_kinds() -> None:
    page = """<head><link rel="canonical" href="/ru/7"><link rel=alternate hreflang=kk href="/kk/7">
    <link rel="alternate" type="application/rss+xml" href="/feed">
    <link rel="alternate" type="application/json+oembed" href="/oembed">
    <link rel="stylesheet" href="/s.css"></head><img src="/p.jpg"><img src="data:,x">"""
    links = links_of(page, BASE)
    assert [a.path for a in links.pages] == ["/ru/7", "/kk/7"]
    assert [a.path for a in links.feeds] == ["/feed"]
    assert [a.path for a in links.requisites] == ["/s.css", "/p.jpg"]
    assert links.canonical == address_of("/ru/7", BASE)


@pytest.mark.parametrize(
    "page", ["", " ", "\0", "<", "<?xml version='1.0' encoding='utf-8'?><html><a href='/a'>", "{}"]
)
def test_odd_markup_is_read_as_far_as_it_goes(page: str) -> None:
    assert {a.path for a in links_of(page, BASE).pages} <= {"/a"}


def test_sitemaps_may_be_packed_indexed_or_plain() -> None:
    urls = b"<urlset xmlns='http://x'><url><loc> http://site.kz/a </loc></url></urlset>"
    assert [a.path for a in listed_in(gzip.compress(urls), BASE).pages] == ["/a"]
    index = b"<sitemapindex><sitemap><loc>http://site.kz/s.xml</loc></sitemap></sitemapindex>"
    assert [a.path for a in listed_in(index, BASE).sitemaps] == ["/s.xml"]
    assert [a.path for a in listed_in(b"http://site.kz/a\nnonsense\n", BASE).pages] == ["/a"]
    assert listed_in(b"<html><body>404", BASE).pages == ()


def test_feeds_of_both_kinds_are_read() -> None:
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/></entry></feed>"
    rss = b"<rss><channel><item><link>http://site.kz/b</link></item></channel></rss>"
    assert [a.path for a in listed_in(atom, BASE).pages] == ["/a"]
    assert [a.path for a in listed_in(rss, BASE).pages] == ["/b"]


def test_entities_and_outside_files_are_not_read() -> None:
    bomb = b"""<!DOCTYPE z [<!ENTITY c SYSTEM "file:///etc/hostname">]>
    <urlset><url><loc>http://site.kz/&c;</loc></url></urlset>"""
    assert all("hostname" not in a.url and a.path == "/" for a in listed_in(bomb, BASE).pages)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://site.kz/ru/archives/7", True),
        ("http://site.kz/wp-login.php", False),
        ("http://site.kz/en/archives/7", False),
        ("http://other.kz/ru/archives/7", False),
        ("http://site.kz:8080/ru/archives/7", False),
        ("http://site.kz/ru/x/x/x/x/x", False),
        ("http://site.kz/", True),
    ],
)
def test_scope_is_hosts_narrowed_by_expressions(url: str, inside: bool) -> None:
    scope = scope_of(["Site.kz"], ["^/(ru|kk)/"], ["wp-login"], ["http://site.kz/"])
    address = address_of(url)
    assert address is not None
    assert scope.holds(address) is inside


def test_an_expression_that_is_none_matches_nothing() -> None:
    scope = scope_of(["site.kz"], [], ["("])
    address = address_of("http://site.kz/(")
    assert address is not None
    assert scope.holds(address)


def test_a_tag_with_attributes_beyond_counting_costs_the_page_nothing_else() -> None:
    # libxml2 needs time by the square of them: minutes for what fits into three megabytes.
    bomb = " ".join(f"a{number}" for number in range(MAX_ATTRIBUTES + 1))
    found = links_of(f'<p {bomb}>x</p><a href="/bomb" {bomb}>x</a><a href="/next">x</a>', BASE)
    assert [address.url for address in found.pages] == ["http://site.kz/next"]
