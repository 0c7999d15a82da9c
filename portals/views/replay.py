"""Archived payloads, made harmless. These views answer on the replay host only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext, override

from portals.history.payload import (
    ArchivedPayload,
    EvidenceMissing,
    payload_of,
    raw_payload_of,
)
from portals.models import ANSWERED, Capture
from portals.replay.addresses import address_of, archive_path, read_timestamp, replay_path
from portals.replay.answers import Answer, Archived, answer_for, download_name
from portals.replay.lookup import archived_requisites, captures_at, nearest
from portals.replay.rewriting import Place

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def payload(request: HttpRequest, timestamp: str, url: str, language: str = "en") -> HttpResponse:
    """The payload nearest to the time, as a page, a picture, a style sheet or plain text."""
    if language not in LANGUAGES:
        raise Http404("This host holds archived pages only.")
    with override(language):
        capture = _capture(request, timestamp, url)
        archived = _archived(capture)
        answer = answer_for(archived, _place(capture, timestamp, language))
        if answer is None:
            raise Http404(gettext("This kind of file is not replayed. Download it instead."))
        return _response(capture, answer)


def raw(request: HttpRequest, timestamp: str, url: str) -> HttpResponse:
    """The bytes as they were received, content coding and all, as their SHA-256 was computed."""
    capture = _capture(request, timestamp, url)
    try:
        body = raw_payload_of(capture)
    except EvidenceMissing as missing:
        raise Http404(str(missing)) from None
    response = HttpResponse(body, content_type="application/octet-stream")
    name = download_name(capture.url)
    response["Content-Disposition"] = f'attachment; filename="{capture.timestamp}-{name}"'
    return _guarded(response, capture)


def _capture(request: HttpRequest, timestamp: str, url: str) -> Capture:
    address = address_of(url, request.META.get("QUERY_STRING", ""))
    try:
        moment = read_timestamp(timestamp)
    except ValueError as error:
        raise Http404(str(error)) from None
    answered = captures_at(address).filter(outcome__in=ANSWERED, warc_file__isnull=False)
    capture = nearest(answered, moment)
    if capture is None:
        raise Http404(gettext("The archive holds no answer from this address."))
    return capture


def _archived(capture: Capture) -> Archived:
    try:
        found: ArchivedPayload = payload_of(capture)
    except EvidenceMissing as missing:
        raise Http404(str(missing)) from None
    declared = {name.lower(): value for name, value in found.headers}
    media_type = declared.get("content-type", capture.content_type)
    return Archived(capture.url, media_type, found.body, lambda: found.text)


def _place(capture: Capture, timestamp: str, language: str) -> Place:
    def link_to(url: str) -> str:
        return settings.SITE_ORIGIN + archive_path(timestamp, url, language)

    return Place(capture.url, link_to, _finder(timestamp))


def _finder(timestamp: str) -> Callable[[Iterable[str]], Mapping[str, str]]:
    def find(urls: Iterable[str]) -> Mapping[str, str]:
        return {url: replay_path(timestamp, url) for url in archived_requisites(urls)}

    return find


def _response(capture: Capture, answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, content_type=answer.media_type)
    if answer.is_cut:
        response["X-Replay-Cut"] = "1"
    return _guarded(response, capture)


def _guarded(response: HttpResponse, capture: Capture) -> HttpResponse:
    """The headers of every archived payload. The page inside is hostile: it may show itself,
    take the reader to another page when she asks for it, and do nothing else."""
    replay = settings.REPLAY_ORIGIN
    response["Content-Security-Policy"] = "; ".join(
        (
            "sandbox allow-top-navigation-by-user-activation",
            "default-src 'none'",
            f"img-src 'self' {replay} data:",
            f"style-src 'self' {replay} 'unsafe-inline'",
            f"font-src 'self' {replay}",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {settings.SITE_ORIGIN}",
        )
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    # A sandboxed page has no origin, so its own pictures are cross-origin to it. What is archived
    # is public; who may frame it is said above.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Allow-Origin"] = "*"
    response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["X-DNS-Prefetch-Control"] = "off"
    response["Memento-Datetime"] = http_date(capture.requested_at.timestamp())
    return response
