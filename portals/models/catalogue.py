"""What is watched: countries, portals, and what others reported about them, with sources."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portals.models.names import TrilingualName, in_reader_language

# EDTF level 0 (ISO 8601-2:2019): a year, a month or a day, and an interval of two of them.
edtf = RegexValidator(
    r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$",
    _("Write a date as 2020, 2020-03 or 2020-03-16, or an interval as 2020-03-16/2020-05-11."),
)


class Role(models.TextChoices):
    FACT_CHECK = "fact_check", _("Official fact-check site")
    INDEPENDENT_FACT_CHECK = "independent_fact_check", _("Independent fact-check site")
    OFFICIAL_INFORMATION = "official_information", _("Official information")
    STATISTICS = "statistics", _("Statistics")
    COMMUNICATIONS_SERVICE = "communications_service", _("Communications service")
    SUPPORT_FUND = "support_fund", _("Support fund")
    MEDIA_OUTLET = "media_outlet", _("Media outlet")
    EXPERT_NETWORK = "expert_network", _("Expert network")


class Approach(models.TextChoices):
    TOP_DOWN = "top_down", _("Top-down")
    BOTTOM_UP = "bottom_up", _("Bottom-up")


class Country(TrilingualName):
    """A country by ISO 3166-1 alpha-2. `position` fixes its order and its colour everywhere."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{2}$"), name="country_code_is_alpha2"
            )
        ]


class Source(models.Model):
    """Where a fact comes from: a paper, a page, with what is needed to find it again."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    citation = models.TextField(_("citation"))
    url = models.URLField(_("address"), max_length=500, blank=True)
    doi = models.CharField("DOI", max_length=100, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class PortalQuerySet(models.QuerySet["Portal"]):
    def watched(self) -> PortalQuerySet:
        return self.filter(is_watched=True)

    def due(self, now: datetime) -> PortalQuerySet:
        """Portals whose next snapshot should have begun by `now`."""
        return self.watched().filter(next_snapshot_at__lte=now).order_by("next_snapshot_at")

    def with_role(self, *roles: str) -> PortalQuerySet:
        return self.filter(roles__overlap=list(roles))


class Portal(TrilingualName):
    """One site under watch (or once watched, or only described), and how to look at it."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="portals", verbose_name=_("country")
    )
    roles = ArrayField(
        models.CharField(max_length=30, choices=Role.choices), verbose_name=_("roles")
    )
    operator_en = models.CharField(_("operator (English)"), max_length=300, blank=True)
    operator_ru = models.CharField(_("operator (Russian)"), max_length=300, blank=True)
    operator_kk = models.CharField(_("operator (Kazakh)"), max_length=300, blank=True)
    approach = models.CharField(_("approach"), max_length=10, choices=Approach.choices, blank=True)
    home_url = models.CharField(
        _("home address"),
        max_length=500,
        blank=True,
        help_text=_("Empty where the portal has no site of its own."),
    )
    hosts = ArrayField(
        models.CharField(max_length=255),
        verbose_name=_("hosts"),
        default=list,
        blank=True,
        help_text=_(
            "Hosts that belong to the portal, in ASCII (xn--…), with a port if not the usual one."
        ),
    )
    languages = ArrayField(
        models.CharField(max_length=3), verbose_name=_("languages"), default=list, blank=True
    )
    launched = models.CharField(_("launched"), max_length=21, blank=True, validators=[edtf])
    ended = models.CharField(_("ended"), max_length=21, blank=True, validators=[edtf])
    successor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    is_sample = models.BooleanField(
        _("sample"),
        default=False,
        help_text=_("A portal that we wrote ourselves for the demonstration."),
    )

    is_watched = models.BooleanField(_("watched"), default=False)
    interval = models.DurationField(
        _("snapshot interval"),
        default=timedelta(hours=6),
        validators=[MinValueValidator(timedelta(seconds=10))],
    )
    next_snapshot_at = models.DateTimeField(_("next snapshot"), null=True, blank=True)
    scope_include = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("only addresses matching"),
        default=list,
        blank=True,
        help_text=_("Regular expressions over path and query. Empty: the whole host."),
    )
    scope_exclude = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("never addresses matching"),
        default=list,
        blank=True,
    )
    max_pages = models.PositiveIntegerField(_("pages per snapshot, at most"), default=5_000)
    max_depth = models.PositiveSmallIntegerField(_("links from the home page, at most"), default=8)
    max_page_bytes = models.PositiveIntegerField(
        _("bytes per page, at most"), default=20 * 1024 * 1024
    )
    delay = models.DurationField(
        _("pause between requests"),
        default=timedelta(seconds=1),
        help_text=_("A longer Crawl-delay in robots.txt is obeyed."),
    )
    rules = models.JSONField(
        _("reading rules"),
        default=dict,
        blank=True,
        help_text=_("CSS selectors for the fields of a debunk; see docs/reading-rules.md."),
    )
    rules_version = models.PositiveIntegerField(_("version of the rules"), default=1)
    created_at = models.DateTimeField(_("added"), db_default=Now(), editable=False)

    objects = PortalQuerySet.as_manager()

    class Meta:
        verbose_name = _("portal")
        verbose_name_plural = _("portals")
        ordering = ["country__position", "slug"]
        indexes = [
            # PortalQuerySet.due, asked on every beat tick.
            models.Index(
                fields=["next_snapshot_at"],
                condition=models.Q(is_watched=True),
                name="portal_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_watched=False) | ~models.Q(home_url=""),
                name="watched_portal_has_address",
                violation_error_message=_("A watched portal needs a home address."),
            ),
        ]

    @property
    def operator(self) -> str:
        return in_reader_language(self, "operator")

    def clean(self) -> None:
        if self.home_url:
            # Django's URLValidator knows IDN hosts and refuses what is no address at all.
            URLValidator(schemes=["http", "https"])(self.home_url)
        if self.rules:
            check_rules = import_string(settings.READING_RULES_CHECK)
            problems: list[str] = check_rules(self.rules)
            if problems:
                raise ValidationError({"rules": problems})


class PortalFact(models.Model):
    """What a source says of a portal (a section, a language, a link): reported, not seen by us."""

    portal = models.ForeignKey(
        Portal, on_delete=models.CASCADE, related_name="facts", verbose_name=_("portal")
    )
    feature = models.SlugField(
        _("feature"),
        max_length=40,
        help_text=_("For example infographics, videos, statistics, legal_consequences, app."),
    )
    text_en = models.CharField(_("text (English)"), max_length=300)
    text_ru = models.CharField(_("text (Russian)"), max_length=300, blank=True)
    text_kk = models.CharField(_("text (Kazakh)"), max_length=300, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))

    class Meta:
        verbose_name = _("reported fact")
        verbose_name_plural = _("reported facts")
        ordering = ["portal", "feature"]
        constraints = [
            models.UniqueConstraint(fields=["portal", "feature", "source"], name="fact_said_once")
        ]

    def __str__(self) -> str:
        return f"{self.portal.slug}: {self.feature}"

    @property
    def text(self) -> str:
        return in_reader_language(self, "text")


class RoleAbsence(models.Model):
    """A source says that a country has no portal in this role: an empty cell with a reason."""

    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="absences", verbose_name=_("country")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    text_en = models.CharField(_("text (English)"), max_length=300)
    text_ru = models.CharField(_("text (Russian)"), max_length=300, blank=True)
    text_kk = models.CharField(_("text (Kazakh)"), max_length=300, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))

    class Meta:
        verbose_name = _("empty role")
        verbose_name_plural = _("empty roles")
        ordering = ["country", "role"]
        constraints = [
            models.UniqueConstraint(fields=["country", "role"], name="absence_said_once")
        ]

    def __str__(self) -> str:
        return f"{self.country_id}: {self.role}"

    @property
    def text(self) -> str:
        return in_reader_language(self, "text")


class Event(models.Model):
    """A dated event or indicator of a country's timeline."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    country = models.ForeignKey(
        Country, on_delete=models.CASCADE, related_name="events", verbose_name=_("country")
    )
    happened = models.CharField(_("date"), max_length=21, validators=[edtf])
    sort_date = models.DateField(_("first day"))
    text_en = models.CharField(_("text (English)"), max_length=300)
    text_ru = models.CharField(_("text (Russian)"), max_length=300, blank=True)
    text_kk = models.CharField(_("text (Kazakh)"), max_length=300, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["sort_date", "key"]

    def __str__(self) -> str:
        return self.key

    @property
    def text(self) -> str:
        return in_reader_language(self, "text")


class ReportedFigure(models.Model):
    """A count that someone published about a portal. Shown beside ours, never instead of it."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    portal = models.ForeignKey(
        Portal, on_delete=models.CASCADE, related_name="figures", verbose_name=_("portal")
    )
    metric = models.SlugField(
        _("metric"), max_length=40, help_text=_("debunks, themes, families, raised, volunteers …")
    )
    label_en = models.CharField(_("label (English)"), max_length=200)
    label_ru = models.CharField(_("label (Russian)"), max_length=200, blank=True)
    label_kk = models.CharField(_("label (Kazakh)"), max_length=200, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=2)
    qualifier = models.CharField(
        _("qualifier"),
        max_length=10,
        blank=True,
        choices=[("about", _("about")), ("over", _("over"))],
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True, help_text="KZT, RUB, USD")
    as_of = models.CharField(_("as of"), max_length=21, validators=[edtf])
    as_of_last_day = models.DateField(_("last day of that date"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, verbose_name=_("source"))

    class Meta:
        verbose_name = _("reported figure")
        verbose_name_plural = _("reported figures")
        ordering = ["portal", "as_of_last_day", "metric"]

    def __str__(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        return in_reader_language(self, "label")
