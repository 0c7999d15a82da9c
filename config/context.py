"""What every template may use of the site itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

#: Each in itself, for the language switch.
LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
NAVIGATION = (
    ("factchecks:home", _("Home")),
    ("factchecks:compare", _("Compare")),
    ("factchecks:debunks", _("Debunks")),
    ("factchecks:rumours", _("Rumours")),
    ("portals:portals", _("Portals")),
    ("factchecks:changes", _("Changes")),
)


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_origin": settings.SITE_ORIGIN,
        "replay_origin": settings.REPLAY_ORIGIN,
        "contact_url": settings.CONTACT_URL,
        "site_now": timezone.now(),
        "site_navigation": _navigation(request),
        "site_translations": _translations(request),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    items = []
    for name, label in NAVIGATION:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue  # the replay host has no pages of the site
        current = ""
        if request.path == url:
            current = "page"
        elif not name.endswith(":home") and request.path.startswith(url):
            current = "true"
        items.append({"url": url, "name": label, "current": current})
    return items


def _translations(request: HttpRequest) -> list[dict[str, Any]]:
    """This very page with its query in each language; none for a page that does not exist."""
    try:
        resolve(request.path_info)
    except Resolver404:
        return []
    active = (get_language() or settings.LANGUAGE_CODE)[:2]
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES[code],
            "url": translate_url(request.get_full_path(), code),
            "current": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]
