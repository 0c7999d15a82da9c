"""Settings of the archive, each from the environment. docs/settings.md explains all of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from config import env
from config.admin_menu import UNFOLD as UNFOLD

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

# --- where things are -------------------------------------------------------------------------
ARCHIVE_HOME = env.read("ARCHIVE_HOME", BASE_DIR / "var" / "archive", env.directory)
WARC_ROOT = env.read("WARC_ROOT", ARCHIVE_HOME / "warc", env.directory)

DATABASES = {
    "default": env.read(
        "DATABASE_URL",
        env.database("postgresql:///archive"),
        env.database,
    )
}
REDIS_URL = env.read("REDIS_URL", "redis://127.0.0.1:6379/0", env.broker)

# --- who may see what -------------------------------------------------------------------------
DEBUG = env.read("DEBUG", False, env.flag)
SECRET_KEY = env.read("SECRET_KEY", "", str)
#: The public site and the origin on which archived pages are replayed. Two different hosts:
#: archived pages are hostile and must not share cookies with the site.
SITE_ORIGIN = env.read("SITE_ORIGIN", "http://127.0.0.1:8000", str).rstrip("/")
REPLAY_ORIGIN = env.read("REPLAY_ORIGIN", "http://localhost:8000", str).rstrip("/")
SITE_HOST = urlsplit(SITE_ORIGIN).netloc
REPLAY_HOST = urlsplit(REPLAY_ORIGIN).netloc
ALLOWED_HOSTS = env.read(
    "ALLOWED_HOSTS",
    [host for host in (urlsplit(SITE_ORIGIN).hostname, urlsplit(REPLAY_ORIGIN).hostname) if host],
    env.words,
)
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]
_is_https = SITE_ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
SECURE_HSTS_SECONDS = env.read("HSTS_SECONDS", 0.0, env.number)
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
LOGIN_REDIRECT_URL = "admin:index"

# --- how portals are asked --------------------------------------------------------------------
#: Named in the user agent, so that an operator can reach us.
CONTACT_URL = env.read("CONTACT_URL", "", str)
VANTAGE_POINT = env.read("VANTAGE_POINT", "", str)
LOOPBACK_PORTALS: dict[str, tuple[str, int]] = env.read(
    "LOOPBACK_PORTALS", {}, env.loopback_portals
)
#: The demo asks nobody else.
LOOPBACK_ONLY = env.read("LOOPBACK_ONLY", False, env.flag)
SNAPSHOT_STEP_SECONDS = env.read("SNAPSHOT_STEP_SECONDS", 60.0, env.positive)
REQUEST_TIMEOUT_SECONDS = env.read("REQUEST_TIMEOUT_SECONDS", 30.0, env.positive)
#: How often beat looks for portals that are due and for captures to read.
TICK_SECONDS = env.read("TICK_SECONDS", 60.0, env.positive)
READING_RULES_CHECK = "factchecks.extraction.selectors.problems_with"

# --- Django -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "portals",
    "factchecks",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.security.ContentSecurityPolicyMiddleware",
    "config.hosts.ReplayHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("kk", _("Kazakh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.read("STATIC_ROOT", BASE_DIR / "staticfiles", env.directory)
WHITENOISE_USE_FINDERS = True

# --- Celery -----------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
#: Longer than any step: a message is redelivered only when its worker is truly gone.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": int(timedelta(minutes=15).total_seconds())}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
