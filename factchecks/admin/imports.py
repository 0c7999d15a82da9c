"""Imported spreadsheets and what became of each row."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _
from unfold.decorators import display

from factchecks.models import ImportBatch, ImportedRow
from portals.admin.read_only import ReadOnlyAdmin


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "mapping", "started_at", "ended_at", "requested_by", "all_rows"]
    list_select_related = ["requested_by"]

    @display(description=_("rows"))
    def all_rows(self, batch: ImportBatch) -> SafeString:
        rows = reverse("admin:factchecks_importedrow_changelist") + f"?batch__id__exact={batch.pk}"
        return format_html('<a href="{}">{}</a>', rows, gettext("show"))


@admin.register(ImportedRow)
class ImportedRowAdmin(ReadOnlyAdmin):
    list_display = ["number", "batch", "outcome", "remarks", "review"]
    list_filter = ["outcome", "batch"]
    list_select_related = ["batch", "review"]
    show_full_result_count = False
