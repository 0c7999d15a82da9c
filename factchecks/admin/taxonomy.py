"""Themes, verdicts, origins: their names may be corrected, their codes are the archive's."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from factchecks.models import Origin, Theme, Verdict


class TermAdmin(ModelAdmin):
    list_display = ["name", "code", "name_ru", "name_kk", "unchecked_kk"]
    list_filter = ["unchecked_kk"]
    search_fields = ["code", "name_en", "name_ru", "name_kk"]
    readonly_fields = ["code", "position", "version"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Theme, Origin)
class NamedTermAdmin(TermAdmin):
    fields = ["code", "name_en", "name_ru", "name_kk", "unchecked_kk", "position", "version"]


@admin.register(Verdict)
class VerdictAdmin(TermAdmin):
    fields = [
        "code", "value", "name_en", "name_ru", "name_kk", "unchecked_kk", "position", "version"
    ]  # fmt: skip
    readonly_fields = ["code", "value", "position", "version"]
