"""One capture, and all captures of an address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language, gettext

from portals.discovery.addresses import authority_of
from portals.history.fixity import verify_on_request
from portals.history.payload import ArchivedPayload, EvidenceMissing, payload_of
from portals.models import Capture, Page
from portals.replay.addresses import address_of, read_timestamp, replay_path
from portals.replay.answers import kind_of
from portals.replay.differences import differences
from portals.replay.lookup import captures_at, nearest
from portals.replay.plain_text import words_of
from portals.views.criteria import portals_on

CAPTURES_SHOWN = 100
TEXT_SHOWN = 20_000
NEAR_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a capture's payload can be shown, and why not where it cannot."""

    payload: ArchivedPayload | None
    kind: str
    words: str
    problem: str


def lookup(request: HttpRequest) -> HttpResponse:
    """The form's way in: an address, to the list of its captures."""
    url = request.GET.get("url", "").replace("\x00", "").strip()
    if not url:
        return redirect("portals:portals")
    return redirect("portals:captures", url=address_of(url))


def captures(request: HttpRequest, url: str) -> HttpResponse:
    """`/archive/*/<url>`: every capture of the address, the failed ones among them."""
    address = address_of(url, request.META.get("QUERY_STRING", ""))
    page_number = None
    found = captures_at(address)
    if request.GET.get("page", "").isdigit() and not found.exists():
        # Our own paging stands where the archived address may have a query of its own.
        page_number, address = request.GET["page"], address_of(url)
        found = captures_at(address)
    if not found.exists():
        return _unknown(request, address)
    context = {
        "address": address,
        "page": found[0].page,
        "captures": Paginator(found, CAPTURES_SHOWN).get_page(page_number),
        "outcomes": found.order_by().values("outcome").annotate(number=Count("pk")),
    }
    return render(request, "portals/captures.html", context)


def capture(request: HttpRequest, timestamp: str, url: str) -> HttpResponse:
    """The capture of that very second; for any other time the reader is sent to the nearest."""
    address = address_of(url, request.META.get("QUERY_STRING", ""))
    try:
        moment = read_timestamp(timestamp)
    except ValueError as error:
        return _unknown(request, address, str(error))
    found = nearest(
        captures_at(address).select_related(
            "page__portal__country",
            "snapshot",
            "warc_file",
            "refers_to__page",
            "refers_to__warc_file",
        ),
        moment,
    )
    if found is None:
        return _unknown(request, address)
    if found.timestamp != timestamp:
        response: HttpResponse = redirect("portals:capture", found.timestamp, found.page.url)
        return _with_memento_links(response, found)
    verification = verify_on_request(found) if request.method == "POST" else None
    if verification and getattr(request, "htmx", False):
        return render(request, "portals/partials/verification.html", {"verification": verification})
    context = {"capture": found, "verification": verification, **_context(found)}
    return _with_memento_links(render(request, "portals/capture.html", context), found)


def capture_diff(request: HttpRequest, before: str, after: str, url: str) -> HttpResponse:
    """What the words of a page were at two times, compared; the nearest capture stands for each."""
    address = address_of(url, request.META.get("QUERY_STRING", ""))
    try:
        moments = [read_timestamp(before), read_timestamp(after)]
    except ValueError as error:
        return _unknown(request, address, str(error))
    found = [nearest(captures_at(address), moment) for moment in moments]
    older, newer = found
    if older is None or newer is None:
        return _unknown(request, address)
    shown = [_shown(each) for each in (older, newer)]
    problem = next((each.problem for each in shown if each.problem), "")
    if not problem and not all(each.payload for each in shown):
        problem = gettext("One of the two requests brought no answer, so there are no words.")
    elif not problem and any(each.kind not in {"page", "text"} for each in shown):
        problem = gettext("Only pages and texts are compared in words.")
    context = {
        "before": older,
        "after": newer,
        "problem": problem,
        "passages": [] if problem else differences(shown[0].words, shown[1].words),
    }
    return render(request, "portals/capture_diff.html", context)


def _context(capture: Capture) -> dict[str, object]:
    language = (get_language() or "en")[:2]
    replay = replay_path(capture.timestamp, capture.url, language)
    of_page = Capture.objects.filter(page=capture.page)
    at, pk = capture.requested_at, capture.pk
    shown = _shown(capture)
    return {
        "shown": shown,
        "redirects_to": urljoin(capture.url, capture.location) if capture.location else "",
        "replay_url": settings.REPLAY_ORIGIN + replay,
        "raw_url": settings.REPLAY_ORIGIN + replay_path(f"raw/{capture.timestamp}", capture.url),
        "previous": of_page.filter(Q(requested_at__lt=at) | Q(requested_at=at, pk__lt=pk)).first(),
        "next": of_page.filter(Q(requested_at__gt=at) | Q(requested_at=at, pk__gt=pk)).last(),
        "capture_count": of_page.count(),
    }


def _shown(capture: Capture) -> Shown:
    if capture.warc_file is None:
        return Shown(None, "none", "", "")
    try:
        payload = payload_of(capture)
    except EvidenceMissing as missing:
        return Shown(None, "none", "", str(missing))
    headers = {name.lower(): value for name, value in payload.headers}
    media_type = headers.get("content-type", capture.content_type)
    kind = kind_of(media_type, payload.body[:1000]) if payload.body else "empty"
    if kind == "page":
        words = words_of(payload.text, TEXT_SHOWN)
    elif kind in {"text", "style"}:
        words = payload.text[:TEXT_SHOWN]
    else:
        words = ""
    return Shown(payload, kind, words, "")


def _with_memento_links(response: HttpResponse, capture: Capture) -> HttpResponse:
    """RFC 7089: where the original is, and where its other captures are listed."""
    if not isinstance(response, HttpResponseRedirect):
        response["Memento-Datetime"] = http_date(capture.requested_at.timestamp())
    all_captures = settings.SITE_ORIGIN + reverse("portals:captures", args=[capture.page.url])
    original = capture.page.url.replace(">", "%3E").replace("\n", "").replace("\r", "")
    ascii_original = original.encode("ascii", "replace").decode()
    response["Link"] = (
        f'<{ascii_original}>; rel="original", <{all_captures}>; rel="timemap"; type="text/html"'
    )
    return response


def _unknown(request: HttpRequest, address: str, problem: str = "") -> HttpResponse:
    """A 404 that says what the archive has instead."""
    host = authority_of(address)
    portals = portals_on(host) if host else []
    pages = Page.objects.filter(portal__in=portals).order_by("key")
    near = pages[:NEAR_SHOWN]
    first_part = urlsplit(address).path.strip("/").partition("/")[0] if portals else ""
    if first_part:
        begins = Q(key__startswith=f"https://{host}/{first_part}")
        begins |= Q(key__startswith=f"http://{host}/{first_part}")
        near = pages.filter(begins)[:NEAR_SHOWN] or near
    context = {
        "address": address,
        "host": host,
        "problem": problem,
        "portals": portals,
        "near": near,
        "has_captures": bool(problem) and captures_at(address).exists(),
    }
    return render(request, "portals/capture_unknown.html", context, status=404)
