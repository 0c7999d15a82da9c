"""ClaimReviews, what was read of them from captures, and what editors decided."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from factchecks.models.claim import Claim
from factchecks.models.taxonomy import Origin, Theme, Verdict
from portals.models import Capture, Country, Page, Portal


class WeightedWords(models.Func):
    """A column as weighted lexemes, with ё read as е and at most 200,000 letters."""

    template = (
        "setweight(to_tsvector('russian'::regconfig, "
        "translate(left(%(expressions)s, 200000), 'ёЁ', 'еЕ')), '%(weight)s'::\"char\")"
    )


class CombinedSearchVector(models.Func):
    template = "(%(expressions)s)"
    arg_joiner = " || "


class Provenance(models.TextChoices):
    CAPTURED = "captured", _("Captured")
    IMPORTED = "imported", _("Imported, not captured")


class DecidedBy(models.TextChoices):
    MACHINE = "machine", _("Read by the machine")
    EDITOR = "editor", _("Decided by an editor")


class ClaimReviewQuerySet(models.QuerySet["ClaimReview"]):
    def published(self) -> ClaimReviewQuerySet:
        """What the public site shows: not rejected by an editor."""
        return self.filter(is_rejected=False)

    def originals(self) -> ClaimReviewQuerySet:
        """One row per debunk: a portal's translations of its own debunk are not counted again."""
        return self.filter(translation_of__isnull=True)

    def captured(self) -> ClaimReviewQuerySet:
        return self.filter(provenance=Provenance.CAPTURED)

    def imported(self) -> ClaimReviewQuerySet:
        return self.filter(provenance=Provenance.IMPORTED)

    def concerning(self, country: str) -> ClaimReviewQuerySet:
        """Published by a portal of the country, or (imported) naming it."""
        return self.filter(countries=country)


class ClaimReview(models.Model):
    """A published assessment of a claim ("debunk" in the pages), as we know it now.

    The columns are the machine's newest reading (or the imported row) with the editors' decisions
    laid over it; both are kept apart in Reading, ImportedRow and EditorDecision, and the columns
    can be rebuilt from them.
    """

    provenance = models.CharField(
        _("provenance"), max_length=10, choices=Provenance.choices, default=Provenance.CAPTURED
    )
    portal = models.ForeignKey(
        Portal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("portal"),
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("page"),
    )
    source_key = models.CharField(
        _("key in its source"),
        max_length=200,
        default="",
        blank=True,
        help_text=_("Tells several reviews of one page, or the rows of an import, apart."),
    )
    publisher = models.CharField(
        _("publisher"),
        max_length=200,
        blank=True,
        help_text=_("The organisation, where it is none of our portals."),
    )
    url = models.CharField(_("address of the debunk"), max_length=2500, blank=True)

    title = models.TextField(_("title"), blank=True)
    claim_text = models.TextField(_("claim as the portal gives it"), blank=True)
    body = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=3, blank=True)
    text_language = models.CharField(
        _("language of our text"),
        max_length=3,
        blank=True,
        help_text=_("Of an imported row that tells in another language what the debunk says."),
    )
    published_on = models.DateField(
        _("published"), null=True, blank=True, help_text=_("Empty is unknown.")
    )
    published_raw = models.CharField(_("date as written"), max_length=100, blank=True)
    claim_seen_on = models.DateField(_("claim first seen"), null=True, blank=True)
    #: The day by which lists filter and order. Others' spreadsheets often know only when a claim
    #: was seen; a page that we captured without a date stays without one.
    listed_on = models.GeneratedField(
        expression=models.Case(
            models.When(
                provenance=Provenance.IMPORTED, then=Coalesce("published_on", "claim_seen_on")
            ),
            default=models.F("published_on"),
        ),
        output_field=models.DateField(),
        db_persist=True,
        editable=False,
        verbose_name=_("listed under"),
    )
    verdict = models.ForeignKey(
        Verdict,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("verdict"),
        help_text=_("Empty: needs an editor."),
    )
    verdict_raw = models.CharField(_("verdict in its own words"), max_length=300, blank=True)
    verdict_implied = models.BooleanField(
        _("implied verdict"),
        default=False,
        help_text=_("Taken from the rubric or the title, not stated as a verdict."),
    )
    verdict_map_version = models.PositiveSmallIntegerField(
        _("version of the verdict map"), null=True, blank=True
    )
    category_raw = models.CharField(_("the portal's own category"), max_length=300, blank=True)
    origin_raw = models.CharField(_("origin in its own words"), max_length=1000, blank=True)
    picture_url = models.CharField(_("picture"), max_length=2500, blank=True)

    countries = models.ManyToManyField(
        Country,
        related_name="reviews",
        blank=True,
        verbose_name=_("countries"),
        help_text=_("The portal's own country, or the countries that an imported row names."),
    )
    themes = models.ManyToManyField(
        Theme, through="ReviewTheme", related_name="reviews", verbose_name=_("themes")
    )
    origins = models.ManyToManyField(
        Origin, related_name="reviews", blank=True, verbose_name=_("origins")
    )
    claim = models.ForeignKey(
        Claim,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("rumour"),
    )
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("Set where the portal itself declares this page a translation."),
    )

    needs_editor = models.BooleanField(_("needs an editor"), default=False)
    editor_question = models.TextField(
        _("question for the editor"), blank=True, help_text=_("What the machine could not settle.")
    )
    is_rejected = models.BooleanField(
        _("not a debunk"), default=False, help_text=_("An editor took it off the public site.")
    )
    withdrawn_after = models.DateTimeField(
        _("last seen"),
        null=True,
        blank=True,
        help_text=_("A debunk that is gone: the last capture that still had it."),
    )
    withdrawn_before = models.DateTimeField(
        _("first missing"),
        null=True,
        blank=True,
        help_text=_("A debunk that is gone: the first capture without it. Empty: still there."),
    )
    first_captured_at = models.DateTimeField(_("first captured"), null=True, blank=True)
    last_changed_at = models.DateTimeField(_("last change found"), null=True, blank=True)
    created_at = models.DateTimeField(_("recorded"), db_default=Now())
    #: One configuration for all languages: PostgreSQL's `russian` stems Cyrillic words by the
    #: Russian and Latin words by the English stemmer; Kazakh words pass through it the same way
    #: in a query and in the text. A tsvector holds at most 1 MB, hence the cut of the body.
    search = models.GeneratedField(
        expression=CombinedSearchVector(
            WeightedWords(models.F("title"), weight="A"),
            WeightedWords(models.F("claim_text"), weight="A"),
            WeightedWords(models.F("body"), weight="C"),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ClaimReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("debunk")
        verbose_name_plural = _("debunks")
        ordering = [models.F("listed_on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "source_key"],
                condition=models.Q(page__isnull=False),
                name="review_once_per_page",
            ),
            models.UniqueConstraint(
                fields=["source_key"],
                condition=models.Q(provenance="imported"),
                name="imported_review_once",
            ),
            models.CheckConstraint(
                condition=models.Q(provenance="imported") | models.Q(page__isnull=False),
                name="captured_review_has_page",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="review_search"),
            # The order of every public list.
            models.Index(
                models.F("listed_on").desc(nulls_last=True),
                models.F("id").desc(),
                name="review_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.title[:100] or self.claim_text[:100]

    @property
    def written_in(self) -> str:
        """The language of title, claim and text as we hold them; `language` is the debunk's."""
        return self.text_language or self.language

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_before is not None


class ReviewTheme(models.Model):
    """A theme of a review, with the words that decided, or the editor who did."""

    review = models.ForeignKey(ClaimReview, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="review_links")
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices)
    words = models.CharField(_("deciding words"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("theme of a debunk")
        verbose_name_plural = _("themes of debunks")
        constraints = [
            models.UniqueConstraint(fields=["review", "theme"], name="theme_once_per_review")
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.theme_id}"


class Reading(models.Model):
    """What one version of one extractor read from one capture. Written once; the newest counts.

    `fields` maps each field of a ReviewDraft to {"value": …, "passage": …, "rule": …}.
    """

    capture = models.ForeignKey(
        Capture, on_delete=models.PROTECT, related_name="readings", verbose_name=_("capture")
    )
    extractor = models.CharField(_("extractor"), max_length=80)
    version = models.CharField(_("version"), max_length=20)
    position = models.PositiveSmallIntegerField(
        _("position on the page"), default=0, help_text=_("Where a page holds several debunks.")
    )
    review = models.ForeignKey(
        ClaimReview,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name=_("debunk"),
        help_text=_("Empty: the page is no debunk."),
    )
    reason = models.CharField(
        _("why"),
        max_length=300,
        blank=True,
        help_text=_("Why the page was taken for a debunk, or was not."),
    )
    fields = models.JSONField(_("fields"), default=dict)
    created_at = models.DateTimeField(_("read"), db_default=Now())

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["capture", "extractor", "version", "position"], name="reading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.extractor} {self.version}: {self.capture_id}"


class ReviewChangeKind(models.TextChoices):
    APPEARED = "appeared", _("Appeared")
    EDITED = "edited", _("Edited")
    VERDICT_CHANGED = "verdict_changed", _("Verdict changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RESTORED = "restored", _("Restored")


class ReviewChange(models.Model):
    """A change of a debunk that the portal made and the archive found, citing its captures.

    One row per changed field: `field` is empty for appeared, withdrawn and restored.
    """

    review = models.ForeignKey(
        ClaimReview, on_delete=models.CASCADE, related_name="changes", verbose_name=_("debunk")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ReviewChangeKind.choices)
    field = models.CharField(_("field"), max_length=30, blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    before_capture = models.ForeignKey(
        Capture, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    after_capture = models.ForeignKey(
        Capture, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    found_at = models.DateTimeField(_("found"))

    class Meta:
        verbose_name = _("change of a debunk")
        verbose_name_plural = _("changes of debunks")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "kind", "field", "after_capture"], name="review_change_once"
            )
        ]
        indexes = [models.Index(fields=["-found_at", "-id"], name="review_change_newest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.review_id}"


class EditorDecision(models.Model):
    """A field as an editor set it. Laid over every reading until it is undone; never deleted."""

    review = models.ForeignKey(
        ClaimReview, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("debunk")
    )
    field = models.CharField(_("field"), max_length=30)
    value = models.JSONField(_("value"), null=True, blank=True)
    machine_value = models.JSONField(_("the machine's value then"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("editor"),
    )
    decided_at = models.DateTimeField(_("decided"), db_default=Now())
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "field"],
                condition=models.Q(undone_at__isnull=True),
                name="one_standing_decision_per_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id}.{self.field}"
