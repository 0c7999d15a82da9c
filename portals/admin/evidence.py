"""Snapshots, captures, WARC files and pages: for looking, never for editing."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _
from unfold.decorators import display

from portals.admin.catalogue import STATE_LABELS
from portals.admin.read_only import ReadOnlyAdmin
from portals.models import Capture, Page, Snapshot, SnapshotState, WarcFile
from portals.models.reasons import reason_in_reader_language
from portals.replay.addresses import archive_path


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = [
        "portal",
        "outcome",
        "started_at",
        "progress",
        "fetched",
        "failed",
        "changed",
        "trigger",
    ]
    list_per_page = 50
    list_filter = ["state", "trigger", "portal"]
    list_select_related = ["portal"]
    date_hierarchy = "started_at"
    fieldsets = [
        (_("Run"), {"fields": ["portal", "state", "why", "progress", "started_at", "ended_at"]}),
        (_("Counts"), {"fields": ["found", "fetched", "failed", "changed", "received_bytes"]}),
        (
            _("How it was made"),
            {"fields": ["trigger", "requested_by", "steps", "limits", "robots", "vantage"]},
        ),
    ]
    readonly_fields = ["why", "progress"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        snapshots: QuerySet[Snapshot] = super().get_queryset(request)
        waiting = Count("frontier", filter=Q(frontier__state="waiting"))
        return snapshots.annotate(waiting=waiting)

    @display(description=_("state"), label=STATE_LABELS)
    def outcome(self, snapshot: Snapshot) -> tuple[str, str]:
        return snapshot.state, str(SnapshotState(snapshot.state).label)

    @display(description=_("reason"))
    def why(self, snapshot: Snapshot) -> str:
        return reason_in_reader_language(snapshot.reason)

    @display(description=_("progress"))
    def progress(self, snapshot: Snapshot) -> str:
        if snapshot.state != SnapshotState.RUNNING:
            return gettext("ended")
        waiting: int = getattr(snapshot, "waiting", 0)
        return gettext("%(done)d asked for, %(waiting)d waiting") % {
            "done": snapshot.fetched + snapshot.failed,
            "waiting": waiting,
        }


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    list_display = ["url", "requested_at", "outcome", "status", "changed", "on_site"]
    list_filter = ["outcome", "changed", "kind", "page__portal"]
    search_fields = ["url", "payload_sha256", "warc_record_id"]
    date_hierarchy = "requested_at"
    exclude = ["reason"]
    readonly_fields = ["why", "on_site"]
    show_full_result_count = False

    @display(description=_("reason"))
    def why(self, capture: Capture) -> str:
        return reason_in_reader_language(capture.reason)

    @display(description=_("on the site"))
    def on_site(self, capture: Capture) -> SafeString:
        path = archive_path(capture.timestamp, capture.url)
        return format_html('<a href="{}">{}</a>', path, gettext("show"))


@admin.register(Page)
class PageAdmin(ReadOnlyAdmin):
    list_display = ["url", "portal", "first_found_at", "found_on"]
    list_filter = ["portal"]
    list_select_related = ["portal"]
    search_fields = ["url"]
    show_full_result_count = False
    exclude = ["key"]


@admin.register(WarcFile)
class WarcFileAdmin(ReadOnlyAdmin):
    list_display = ["path", "size", "records", "created_at", "salvaged", "captures_in_it"]
    list_filter = ["salvaged"]
    search_fields = ["path", "sha256"]

    @display(description=_("captures"))
    def captures_in_it(self, file: WarcFile) -> SafeString:
        address = reverse("admin:portals_capture_changelist") + f"?warc_file__id__exact={file.pk}"
        return format_html('<a href="{}">{}</a>', address, gettext("show"))
