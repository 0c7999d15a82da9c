"""What search engines may ask of our own two hosts, told by the parser that we ask portals with."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from protego import Protego


def rules(client: Client, host: str) -> Protego:
    answer = client.get("/robots.txt", headers={"host": host})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    return Protego.parse(answer.content.decode())


@pytest.mark.parametrize("address", ["/", "/compare/?a=KZ&b=RU", "/ru/debunks/1/", "/kk/portals/"])
def test_pages_of_the_site_may_be_found(client: Client, address: str) -> None:
    assert rules(client, settings.SITE_HOST).can_fetch(address, "anybody")


@pytest.mark.parametrize("address", ["/admin/", "/kk/admin/", "/archive/2020/http://a.kz/"])
def test_archived_pages_and_the_admin_are_not_for_search_engines(
    client: Client, address: str
) -> None:
    assert not rules(client, settings.SITE_HOST).can_fetch(address, "anybody")


def test_nothing_of_the_replay_host_is_for_search_engines(client: Client) -> None:
    there = rules(client, settings.REPLAY_HOST)
    assert not there.can_fetch("/replay/20200401000000/http://a.kz/", "anybody")
    assert not there.can_fetch("/", "anybody")


def test_the_old_address_of_the_icon_leads_to_it(client: Client) -> None:
    answer = client.get("/favicon.ico", headers={"host": settings.SITE_HOST})
    assert answer.status_code == 302
    assert answer["Location"] == "/static/icons/site.svg"
