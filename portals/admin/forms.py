"""The form of a portal, for people who have never seen its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from portals.discovery.addresses import address_of, authority_of
from portals.models import Portal, Role


class LinesField(forms.CharField):
    """A list, written one entry per line. Commas belong to the entry: {1,3} is a pattern."""

    def __init__(self, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        lines = [line.strip() for line in (data or "").splitlines() if line.strip()]
        return bool(list(initial or []) != lines)


class PatternsField(LinesField):
    def clean(self, value: Any) -> Any:
        patterns = super().clean(value)
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise forms.ValidationError(
                    gettext("“%(pattern)s” is no regular expression: %(error)s.")
                    % {"pattern": pattern, "error": error}
                ) from None
        return patterns


class HostsField(LinesField):
    """Hosts in their one spelling, however they were written: with a scheme, in Cyrillic."""

    def clean(self, value: Any) -> Any:
        hosts = []
        for line in super().clean(value):
            host = authority_of(line if "://" in line else f"https://{line}")
            if not re.fullmatch(r"[a-z0-9._:\[\]-]+", host):
                raise forms.ValidationError(
                    gettext("“%(host)s” is no host. Write for example: portal.example")
                    % {"host": line}
                )
            hosts.append(host)
        return list(dict.fromkeys(hosts))


class LanguagesField(forms.CharField):
    """Language codes, separated by spaces or commas."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=UnfoldAdminTextInputWidget(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        codes = super().clean(value).lower().replace(",", " ").split()
        for code in codes:
            if not re.fullmatch("[a-z]{2,3}", code):
                raise forms.ValidationError(
                    gettext("“%(code)s” is no language code. Write for example: ru kk")
                    % {"code": code}
                )
        return codes

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(list(initial or []) != (data or "").lower().replace(",", " ").split())


class PortalForm(forms.ModelForm[Portal]):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget()
    )
    hosts = HostsField(
        label=_("Hosts"),
        help_text=_(
            "One per line, with a port if it is not the usual one. The host of the home address "
            "is added by itself."
        ),
    )
    languages = LanguagesField(label=_("Languages"), help_text=_("Codes, for example: ru kk"))
    scope_include = PatternsField(
        label=_("Only addresses matching"),
        help_text=_("Regular expressions over path and query, one per line. Empty: all."),
    )
    scope_exclude = PatternsField(
        label=_("Never addresses matching"), help_text=_("One per line, as above.")
    )

    class Meta:
        model = Portal
        exclude: Sequence[str] = ()

    def clean_home_url(self) -> str:
        url: str = self.cleaned_data["home_url"]
        home = address_of(url)
        others = Portal.objects.exclude(pk=self.instance.pk).exclude(home_url="")
        for portal in others if home else ():
            other = address_of(portal.home_url)
            if other and home and other.key == home.key:
                # Each would capture the same pages, and every debunk would be counted twice.
                raise forms.ValidationError(
                    gettext("This is the home address of a portal that is there already: %(slug)s.")
                    % {"slug": portal.slug}
                )
        return url

    def clean_delay(self) -> timedelta:
        delay: timedelta = self.cleaned_data["delay"]
        if delay < timedelta(0):
            raise forms.ValidationError(gettext("The delay cannot be negative."))
        return delay

    def clean_max_pages(self) -> int:
        pages: int = self.cleaned_data["max_pages"]
        if pages < 1:
            raise forms.ValidationError(gettext("A snapshot asks for one page at least."))
        return pages

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        home = authority_of(cleaned.get("home_url") or "")
        hosts = cleaned.get("hosts")
        # Without it no snapshot could ever begin, and a portal under watch would never say so.
        if home and hosts is not None and home not in hosts:
            cleaned["hosts"] = [home, *hosts]
        return cleaned
