"""Debunks: the editors' queue, and decisions that no reading overwrites."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from factchecks.admin.forms import DecisionForm
from factchecks.models import Claim, ClaimReview, EditorDecision, Reading, ReviewTheme
from factchecks.reading.decisions import decide, undo
from factchecks.reading.questions import in_reader_language
from portals.admin.read_only import ReadOnlyAdmin, ReadOnlyInline

LETTERS_SHOWN = 300


class ThemeInline(ReadOnlyInline):
    """Which themes stand, and by whose word. They are chosen in the form above."""

    model = ReviewTheme
    fields = ["theme", "decided_by", "words"]
    readonly_fields = fields
    show_change_link = False
    verbose_name_plural = _("Themes and the words that decided them")


class DecisionInline(ReadOnlyInline):
    model = EditorDecision
    fields = [
        "field", "value", "machine_value", "reason", "decided_by", "decided_at", "undone_at"
    ]  # fmt: skip
    readonly_fields = fields
    verbose_name_plural = _("Decisions so far")


@admin.register(ClaimReview)
class ClaimReviewAdmin(ModelAdmin):
    form = DecisionForm
    list_display = ["heading", "portal", "published_on", "verdict", "waits", "provenance"]
    list_filter = ["needs_editor", "is_rejected", "provenance", "language", "verdict", "portal"]
    list_select_related = ["portal", "verdict"]
    search_fields = ["title", "claim_text", "url"]
    autocomplete_fields = ["claim", "translation_of"]
    inlines = [ThemeInline, DecisionInline]
    list_fullwidth = True
    warn_unsaved_form = True
    show_full_result_count = False
    readonly_fields = [
        "question", "on_site", "provenance", "portal", "url", "verdict_raw", "category_raw",
        "origin_raw", "published_raw", "machine_reading",
    ]  # fmt: skip
    fieldsets = [
        (_("What the machine could not settle"), {"fields": ["question", "on_site"]}),
        (
            _("Decide"),
            {
                "fields": [
                    "verdict",
                    "title",
                    "claim_text",
                    ("published_on", "claim_seen_on"),
                    ("language", "is_rejected"),
                    "decided_themes",
                    "origins",
                    "countries",
                    "claim",
                    "translation_of",
                    "reason",
                ],
                "description": _(
                    "Each field that you change is kept as your decision, beside what the machine "
                    "read. It stands when the page is read again, until it is undone."
                ),
            },
        ),
        (
            _("What was published"),
            {
                "fields": [
                    "provenance",
                    "portal",
                    "url",
                    "verdict_raw",
                    "category_raw",
                    "origin_raw",
                    "published_raw",
                ]
            },
        ),
        (_("The machine's newest reading"), {"fields": ["machine_reading"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing is written into the row: decisions are, and the row is made from them."""
        decisions = form.decisions()
        for field, value in decisions:
            # The form has already put its values into `obj`; the machine's stand in the table.
            stored = ClaimReview.objects.get(pk=obj.pk)
            decide(stored, field, value, request.user, form.cleaned_data["reason"])  # type: ignore[arg-type]
        obj.refresh_from_db()
        if decisions:
            messages.info(
                request,
                ngettext("%(n)d decision was kept.", "%(n)d decisions were kept.", len(decisions))
                % {"n": len(decisions)},
            )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The sets were decided in save_model; saving them again would go around the decision."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The tables below the form are for reading and were not saved."""
        return super().construct_change_message(request, form, None, add)

    @display(description=_("debunk"))
    def heading(self, review: ClaimReview) -> str:
        return Truncator(str(review) or review.url).chars(110)

    @display(description=_("needs an editor"), ordering="needs_editor", label={"waits": "warning"})
    def waits(self, review: ClaimReview) -> tuple[str, str] | None:
        """Named where it does; the theme's cross in red would stand where all is well."""
        return ("waits", gettext("Needs an editor")) if review.needs_editor else None

    @display(description=_("question"))
    def question(self, review: ClaimReview) -> str:
        return in_reader_language(review.editor_question) or gettext("No question is open.")

    @display(description=_("on the site"))
    def on_site(self, review: ClaimReview) -> SafeString:
        address = reverse("factchecks:debunk", args=[review.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("show with its evidence"))

    @display(description=_("fields"))
    def machine_reading(self, review: ClaimReview) -> SafeString | str:
        newest = review.readings.order_by("-created_at", "-pk").first()
        if newest is None:
            return gettext("This debunk was imported; no page of it was read.")
        rows = (
            (name, Truncator(str(entry.get("value", ""))).chars(LETTERS_SHOWN),
             Truncator(entry.get("passage", "")).chars(LETTERS_SHOWN))
            for name, entry in newest.fields.items()
        )  # fmt: skip
        return format_html(
            "<p>{} {}</p><dl>{}</dl>",
            newest.extractor,
            newest.version,
            format_html_join("", "<dt><strong>{}</strong></dt><dd>{}<br><q>{}</q></dd>", rows),
        )


@admin.register(EditorDecision)
class EditorDecisionAdmin(ReadOnlyAdmin):
    list_display = ["review", "field", "value", "decided_by", "decided_at", "undone_at"]
    list_filter = ["field", "decided_by"]
    list_select_related = ["review", "decided_by"]
    actions = ["undo_decisions"]

    def has_undo_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("factchecks.change_claimreview")

    @admin.action(description=_("Undo: let the machine's value stand again"), permissions=["undo"])
    def undo_decisions(self, request: HttpRequest, decisions: QuerySet[EditorDecision]) -> None:
        standing = list(decisions.filter(undone_at=None).select_related("review"))
        for decision in standing:
            undo(decision, request.user)  # type: ignore[arg-type]  # nobody else is let in
        count = len(standing)
        messages.success(
            request,
            ngettext("%(n)d decision was undone.", "%(n)d decisions were undone.", count)
            % {"n": count},
        )


class ReviewInline(ReadOnlyInline):
    model = ClaimReview
    fk_name = "claim"
    fields = ["title", "portal", "published_on", "verdict"]
    readonly_fields = fields
    verbose_name_plural = _("Debunks of this rumour")


@admin.register(Claim)
class ClaimAdmin(ModelAdmin):
    list_display = ["text", "language", "decided_by_editor", "created_at"]
    list_filter = ["language", "decided_by_editor"]
    search_fields = ["text"]
    fields = ["text", "language", "decided_by_editor"]
    inlines = [ReviewInline]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    list_display = ["capture", "extractor", "version", "review", "reason", "created_at"]
    list_filter = ["extractor", "version"]
    list_select_related = ["capture", "review"]
    show_full_result_count = False
    raw_id_fields = ["capture", "review"]
