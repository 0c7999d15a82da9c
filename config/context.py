"""What every template may use of the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site_origin": settings.SITE_ORIGIN, "replay_origin": settings.REPLAY_ORIGIN}
