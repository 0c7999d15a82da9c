"""The admin's menu in plain words, by what people come to do. Read by django-unfold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

#: What narrows the list of debunks to those that wait.
QUEUE = "?needs_editor__exact=1"


def _may(permission: str) -> Callable[[HttpRequest], bool]:
    def allowed(request: HttpRequest) -> bool:
        return bool(request.user.has_perm(permission))

    return allowed


def _is_open(address: Promise, query: str) -> Callable[[HttpRequest], bool]:
    """The queue and the whole list have one address and differ by the query alone."""

    def is_open(request: HttpRequest) -> bool:
        if not request.path.startswith(str(address)):
            return False
        in_queue = QUEUE.lstrip("?") in request.GET.urlencode()
        return in_queue == (query == QUEUE)

    return is_open


def _item(title: str | Promise, icon: str, model: str, query: str = "") -> dict[str, Any]:
    app, _dot, name = model.partition(".")
    address = reverse_lazy(f"admin:{app}_{name}_changelist")
    return {
        "title": title,
        "icon": icon,
        "link": format_lazy("{}{}", address, query) if query else address,
        "active": _is_open(address, query),
        "permission": _may(f"{app}.view_{name}"),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Crisis Portal Archive"),
    "SITE_HEADER": _("Crisis Portal Archive"),
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "inventory_2",
    "SHOW_HISTORY": True,
    "SHOW_LANGUAGES": True,
    "STYLES": [lambda request: static("css/admin.css")],
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "3px",
    # The ink and the first country's colour of the public pages.
    "COLORS": {
        "primary": {
            "50": "oklch(97% .015 215)",
            "100": "oklch(94% .03 215)",
            "200": "oklch(88% .05 215)",
            "300": "oklch(80% .07 215)",
            "400": "oklch(70% .08 215)",
            "500": "oklch(56% .08 215)",
            "600": "oklch(46% .075 215)",
            "700": "oklch(40% .07 215)",
            "800": "oklch(34% .06 215)",
            "900": "oklch(28% .05 215)",
            "950": "oklch(20% .04 215)",
        }
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "title": _("To decide"),
                "items": [
                    _item(
                        _("Debunks that need an editor"),
                        "help",
                        "factchecks.claimreview",
                        QUEUE,
                    ),
                    _item(_("All debunks"), "fact_check", "factchecks.claimreview"),
                    _item(_("Rumours"), "forum", "factchecks.claim"),
                    _item(_("Decisions"), "gavel", "factchecks.editordecision"),
                ],
            },
            {
                "title": _("Portals"),
                "separator": True,
                "items": [
                    _item(_("Portals"), "language", "portals.portal"),
                    _item(_("Snapshots"), "photo_camera", "portals.snapshot"),
                ],
            },
            {
                "title": _("Evidence"),
                "separator": True,
                "items": [
                    _item(_("Captures"), "description", "portals.capture"),
                    _item(_("Pages"), "link", "portals.page"),
                    _item(_("WARC files"), "inventory_2", "portals.warcfile"),
                    _item(_("Readings"), "menu_book", "factchecks.reading"),
                    _item(_("Imported spreadsheets"), "table", "factchecks.importbatch"),
                ],
            },
            {
                "title": _("What sources say"),
                "separator": True,
                "items": [
                    _item(_("Reported figures"), "numbers", "portals.reportedfigure"),
                    _item(_("Events"), "event", "portals.event"),
                    _item(_("Empty roles"), "block", "portals.roleabsence"),
                    _item(_("Sources"), "format_quote", "portals.source"),
                    _item(_("Countries"), "flag", "portals.country"),
                ],
            },
            {
                "title": _("Words"),
                "separator": True,
                "items": [
                    _item(_("Themes"), "sell", "factchecks.theme"),
                    _item(_("Verdicts"), "balance", "factchecks.verdict"),
                    _item(_("Origins"), "share", "factchecks.origin"),
                ],
            },
            {
                "title": _("People"),
                "separator": True,
                "items": [_item(_("People"), "person", "auth.user")],
            },
        ],
    },
}
