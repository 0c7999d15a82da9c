"""What every page has: three languages, a policy, a way around; and what answers for no page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path
from django.views import defaults
from pytest_django import Settings

from config.evidence import KINDS
from config.templatetags.site import country_class
from tests import factories
from tests.pages.conftest import Scene

pytestmark = pytest.mark.django_db
PAGES = ["/", "/about/", "/debunks/", "/rumours/", "/changes/", "/feeds/"]


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_exists_in_every_language(
    client: Client, scene: Scene, page: str, language: str
) -> None:
    prefix = "" if language == "en" else f"/{language}"
    html = text_of(client, prefix + page)
    assert f'<html lang="{language}">' in html
    assert len(re.findall("<h1", html)) == 1


@pytest.mark.parametrize("page", PAGES)
def test_every_page_exists_in_an_empty_archive(client: Client, page: str) -> None:
    text_of(client, page)


def test_the_language_switch_keeps_the_page_and_its_query(client: Client, scene: Scene) -> None:
    html = text_of(client, "/ru/debunks/?country=KZ&q=%D1%87%D0%B0%D0%B9")
    query = "?country=KZ&amp;q=%D1%87%D0%B0%D0%B9"
    assert f'href="/debunks/{query}" hreflang="en"' in html
    assert f'href="/kk/debunks/{query}" hreflang="kk"' in html
    assert f'href="/ru/debunks/{query}" hreflang="ru" lang="ru" aria-current="true"' in html


def test_the_navigation_marks_where_one_is(client: Client, scene: Scene) -> None:
    assert 'href="/debunks/" aria-current="page"' in text_of(client, "/debunks/")
    assert 'href="/debunks/" aria-current="true"' in text_of(client, f"/debunks/{scene.edited.pk}/")
    assert 'href="/" aria-current' not in text_of(client, "/debunks/")


def test_the_first_link_leads_to_the_content(client: Client) -> None:
    html = text_of(client, "/")
    assert html.index('href="#content"') < html.index("<header")
    assert 'id="content"' in html


def test_the_policy_lets_a_page_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert f"frame-src {site_settings.REPLAY_ORIGIN}" in policy
    assert "frame-ancestors 'none'" in policy
    assert "geolocation=()" in client.get("/")["Permissions-Policy"]


def test_only_the_admin_may_run_inline_scripts(client: Client) -> None:
    for prefix in ("", "/ru", "/kk"):
        policy = client.get(f"{prefix}/admin/login/")["Content-Security-Policy"]
        assert "'unsafe-inline'" in policy
    for other in ("/nothing/", "/xx/admin/", "/ru/adminx/", "/adminx/", "/debunks/?country=XX"):
        assert "unsafe" not in client.get(other)["Content-Security-Policy"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_inline_scripts_or_styles(client: Client, scene: Scene, page: str) -> None:
    html = text_of(client, page) + text_of(client, f"/debunks/{scene.edited.pk}/")
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
    assert not re.search(r'(src|href)="(https?:)?//(?!example)[^"]*\.(js|css|woff2)', html)


def test_the_contact_is_shown_where_there_is_one(client: Client, settings: Settings) -> None:
    assert ">Contact</a>" not in text_of(client, "/")
    settings.CONTACT_URL = "mailto:archive@example.org"
    assert 'href="mailto:archive@example.org">Contact</a>' in text_of(client, "/")


def test_every_kind_of_evidence_is_explained_and_has_its_glyph(client: Client) -> None:
    html = text_of(client, "/about/")
    glyphs = (site_settings.BASE_DIR / "static" / "icons" / "evidence.svg").read_text()
    for kind in KINDS.values():
        assert f"badge-{kind.code}" in html
        assert f'<symbol id="{kind.code}"' in glyphs


def test_a_country_without_a_colour_of_its_own_is_still_named(client: Client) -> None:
    assert country_class(factories.country("KZ")) == "country-1"
    assert country_class(factories.country("FR")) == "country-other"
    assert country_class(None) == "country-other"


# --- what is not there, and what may not be done ------------------------------------------------


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret detail")


@pytest.fixture
def faults() -> Iterator[str]:
    """An address configuration that adds three faulty pages to the site."""
    from config import urls

    added = [path("refuse/", refuse), path("suspect/", suspect), path("fail/", fail)]
    urls.urlpatterns[:0] = added
    yield "config.urls"
    del urls.urlpatterns[: len(added)]


def test_what_is_not_there_is_a_clear_404_in_every_language(client: Client) -> None:
    for url in ("/nothing/", "/ru/nothing/", "/kk/%FF/", "/debunks/x/", "/debunks/1/2/3/"):
        response = client.get(url)
        assert response.status_code == 404, url
        assert b'class="site-nav"' in response.content
        assert b"Traceback" not in response.content


@pytest.mark.parametrize(
    ("view", "status", "sentence"),
    [
        (refuse, 403, "You may not do this"),
        (suspect, 400, "The request cannot be read"),
        (fail, 500, "Something went wrong on our side"),
    ],
)
def test_a_fault_is_explained_without_its_details(
    client: Client, view: object, status: int, sentence: str, faults: str
) -> None:
    client.raise_request_exception = False
    clear_url_caches()
    name = getattr(view, "__name__", "")
    response = client.get(f"/{name}/")
    assert response.status_code == status
    page = response.content.decode()
    assert sentence in page
    assert "secret" not in page
    clear_url_caches()


def test_the_page_of_a_server_error_needs_no_database() -> None:
    response = defaults.server_error(HttpRequest())
    assert "Something went wrong on our side" in response.content.decode()
