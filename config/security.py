"""What a page of the site may load: nothing but its own files and the replay host's pictures."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: Capabilities that no page of ours asks for, so that no page can be made to.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def site_policy() -> str:
    replay = settings.REPLAY_ORIGIN
    return "; ".join(
        (
            "default-src 'self'",
            f"img-src 'self' data: {replay}",
            f"frame-src {replay}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def admin_policy() -> str:
    """The admin's theme evaluates expressions in its markup; it loads from nowhere else either."""
    return (
        f"{site_policy()}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'"
    )


def is_in_admin(path: str) -> bool:
    """In whichever language: /admin/, /ru/admin/."""
    roots = ("/admin/", *(f"/{code}/admin/" for code, _name in settings.LANGUAGES))
    return path.startswith(roots)


class ContentSecurityPolicyMiddleware:
    """Sets the policy on every answer of the site that does not bring its own.

    The replay host is left alone: portals.replay sets a policy for each archived page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "urlconf", None) == "config.urls_replay":
            return response
        policy = admin_policy() if is_in_admin(request.path_info) else site_policy()
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
