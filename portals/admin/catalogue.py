"""Portals, countries and what sources say of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from portals.admin.forms import PortalForm
from portals.admin.snapshot_now import snapshot_now
from portals.interchange.edtf_dates import days_of
from portals.models import (
    Country,
    Event,
    Portal,
    PortalFact,
    ReportedFigure,
    RoleAbsence,
    Snapshot,
    SnapshotState,
    Source,
)

#: How a state looks in a list.
STATE_LABELS = {
    "running": "info",
    "complete": "success",
    "partial": "warning",
    "unreachable": "danger",
    "blocked": "danger",
    "interrupted": "warning",
    "none": "default",
}


class FactInline(TabularInline):
    model = PortalFact
    extra = 0
    tab = True


@admin.register(Portal)
class PortalAdmin(ModelAdmin):
    form = PortalForm
    list_display = ["name", "country", "watched", "last_snapshot", "next_snapshot_at", "sample"]
    list_filter = ["is_watched", "country", "is_sample"]
    search_fields = ["slug", "name_en", "name_ru", "name_kk", "hosts", "home_url"]
    list_select_related = ["country"]
    prepopulated_fields = {"slug": ["name_en"]}
    autocomplete_fields = ["successor"]
    readonly_fields = ["rules_version", "next_snapshot_at"]
    inlines = [FactInline]
    actions = ["start_snapshots"]
    actions_submit_line = ["save_and_snapshot"]
    list_fullwidth = True
    warn_unsaved_form = True
    fieldsets = [
        (
            _("What it is"),
            {"fields": [("name_en", "slug"), ("name_ru", "name_kk"), "country", "roles"]},
        ),
        (_("Where it is"), {"fields": ["home_url", "hosts", "languages"]}),
        (
            _("Who runs it, and when"),
            {
                "fields": [
                    "operator_en",
                    ("operator_ru", "operator_kk"),
                    "approach",
                    ("launched", "ended"),
                    "successor",
                    "is_sample",
                ]
            },
        ),
        (
            _("How it is watched"),
            {
                "fields": [
                    "is_watched",
                    ("interval", "delay"),
                    "next_snapshot_at",
                    ("max_pages", "max_depth"),
                    "max_page_bytes",
                    "scope_include",
                    "scope_exclude",
                ]
            },
        ),
        (
            _("How its debunks are read"),
            {
                "fields": ["rules", "rules_version"],
                "description": _(
                    "CSS selectors for the parts of a debunk; docs/reading-rules.md explains "
                    "them. Each change raises the version, and the archive reads its captures "
                    "again."
                ),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Portal]:
        newest = Snapshot.objects.filter(portal=OuterRef("pk")).order_by("-started_at", "-pk")
        portals: QuerySet[Portal] = super().get_queryset(request)
        return portals.annotate(last_state=Subquery(newest.values("state")[:1]))

    def save_model(self, request: HttpRequest, obj: Portal, form: Any, change: bool) -> None:
        obj.rules = obj.rules or {}
        stored = Portal.objects.filter(pk=obj.pk).values_list("rules", flat=True).first()
        if change and stored != obj.rules:
            obj.rules_version += 1
        if obj.is_watched and obj.next_snapshot_at is None:
            obj.next_snapshot_at = timezone.now()
        super().save_model(request, obj, form, change)

    @display(description=_("watched"))
    def watched(self, portal: Portal) -> str:
        if portal.is_watched:
            return gettext("watched")
        return gettext("no longer online") if portal.ended else gettext("described only")

    @display(description=_("last snapshot"), label=STATE_LABELS)
    def last_snapshot(self, portal: Portal) -> tuple[str, str]:
        code: str = getattr(portal, "last_state", None) or "none"
        label = SnapshotState(code).label if code != "none" else gettext("none yet")
        return code, str(label)

    @display(description=_("sample"), ordering="is_sample", label={"sample": "info"})
    def sample(self, portal: Portal) -> tuple[str, str] | None:
        return ("sample", gettext("Sample content")) if portal.is_sample else None

    @admin.action(description=_("Snapshot now"), permissions=["change"])
    def start_snapshots(self, request: HttpRequest, portals: QuerySet[Portal]) -> None:
        for portal in portals.order_by("slug"):
            snapshot_now(request, portal)

    @action(description=_("Save and snapshot now"), permissions=["change"])
    def save_and_snapshot(self, request: HttpRequest, obj: Portal) -> None:
        snapshot_now(request, obj)


class DatedForm(forms.ModelForm[Any]):
    """Derives the days that an EDTF date stands for, so that nobody types them twice."""

    edtf_field = "happened"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        written = self.cleaned_data.get(self.edtf_field)
        if written:
            try:
                self.days = days_of(written)
            except ValueError as problem:
                raise ValidationError({self.edtf_field: str(problem)}) from None
        return cleaned


class FigureForm(DatedForm):
    edtf_field = "as_of"


@admin.register(Country)
class CountryAdmin(ModelAdmin):
    list_display = ["name", "code", "position"]


@admin.register(Source)
class SourceAdmin(ModelAdmin):
    list_display = ["code", "citation", "doi"]
    search_fields = ["code", "citation"]


@admin.register(Event)
class EventAdmin(ModelAdmin):
    form = DatedForm
    list_display = ["text", "country", "happened", "source"]
    list_filter = ["country"]
    search_fields = ["key", "text_en", "text_ru", "text_kk"]
    exclude = ["sort_date"]

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        obj.sort_date = form.days[0]
        super().save_model(request, obj, form, change)


@admin.register(ReportedFigure)
class ReportedFigureAdmin(ModelAdmin):
    form = FigureForm
    list_display = ["label", "portal", "value", "qualifier", "unit", "as_of", "source"]
    list_filter = ["portal", "metric"]
    search_fields = ["key", "label_en"]
    list_select_related = ["portal", "source"]
    exclude = ["as_of_last_day"]

    def save_model(
        self, request: HttpRequest, obj: ReportedFigure, form: Any, change: bool
    ) -> None:
        obj.as_of_last_day = form.days[1]
        super().save_model(request, obj, form, change)


@admin.register(RoleAbsence)
class RoleAbsenceAdmin(ModelAdmin):
    list_display = ["text", "country", "role", "source"]
    list_filter = ["country", "role"]
