"""Addresses of the site. English has no prefix, Russian and Kazakh have /ru/ and /kk/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.crawlers import Favicon, robots_of_site
from config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health),
    path("robots.txt", robots_of_site),
    path("favicon.ico", Favicon.as_view()),
    path("i18n/", include("django.conf.urls.i18n")),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path("", include("factchecks.urls")),
    path("", include("portals.urls")),
    prefix_default_language=False,
)
