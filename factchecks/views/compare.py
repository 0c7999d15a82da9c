"""Two countries beside each other. The whole question is in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from factchecks.comparison.comparing import comparison_for
from factchecks.comparison.criteria import (
    Candidate,
    Criteria,
    candidates,
    languages_of_debunks,
)
from factchecks.comparison.pair import Pair
from factchecks.search.form import DayField
from factchecks.search.vocabulary import name_of_language


class CountryField(forms.ChoiceField):
    """A country by its code, in whatever case it was typed."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).strip().upper()


class CompareForm(forms.Form):
    a = CountryField(label=_("First country"))
    b = CountryField(label=_("Second country"))
    start = DayField(
        last=False, label=_("Published from"), help_text=_("2020, 2020-03 or 2020-03-16")
    )
    end = DayField(last=True, label=_("Published until"))
    language = forms.ChoiceField(
        required=False,
        label=_("Can be read in"),
        error_messages={
            "invalid_choice": _(
                "No debunk is in the language “%(value)s”. Choose one from the list."
            )
        },
    )

    def __init__(self, data: QueryDict, countries: list[Candidate], languages: list[str]) -> None:
        asked = data.copy()
        for name, country in _defaults(asked, countries).items():
            asked[name] = country
        super().__init__(asked)
        for name in ("a", "b"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = _grouped(countries)
            field.error_messages["invalid_choice"] = _(
                "The archive knows no country “%(value)s”. Choose one from the list."
            )
            field.error_messages["required"] = _("Choose a country.")
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101
        language.choices = [
            ("", _("any language")),
            *((code, name_of_language(code)) for code in languages),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("a") and cleaned.get("a") == cleaned.get("b"):
            self.add_error(
                "b", _("A country cannot be compared with itself. Choose two different ones.")
            )
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error(
                "end", _("The last day lies before the first. Exchange them or leave one empty.")
            )
        return cleaned

    def criteria(self) -> Criteria:
        return Criteria(**{name: self.cleaned_data[name] for name in self.fields})


def compare(request: HttpRequest) -> HttpResponse:
    countries = candidates()
    if len(countries) < 2:
        return render(request, "factchecks/compare.html", {"countries": countries})
    form = CompareForm(request.GET, countries, languages_of_debunks())
    if not form.is_valid():
        return render(request, "factchecks/compare.html", {"form": form}, status=400)
    criteria = form.criteria()
    by_code = {candidate.code: candidate.country for candidate in countries}
    comparison = comparison_for(criteria, Pair(by_code[criteria.a], by_code[criteria.b]))
    return render(
        request,
        "factchecks/compare.html",
        {"form": form, "comparison": comparison, "is_empty": not countries[0].is_known},
    )


def _defaults(asked: QueryDict, countries: list[Candidate]) -> dict[str, str]:
    """For a country that was not asked for: the first that is not the other one."""
    defaults: dict[str, str] = {}
    for name, other in (("a", "b"), ("b", "a")):
        if name not in asked:
            taken = {asked.get(other, "").strip().upper(), *defaults.values()}
            defaults[name] = next(c.code for c in countries if c.code not in taken)
    return defaults


def _grouped(countries: list[Candidate]) -> list[Any]:
    known = [(c.code, c.country.name) for c in countries if c.is_known]
    others = [(c.code, c.country.name) for c in countries if not c.is_known]
    groups = [
        (_("In the archive"), known),
        (_("Nothing in the archive yet"), sorted(others, key=lambda choice: choice[1])),
    ]
    return [("", _("Choose a country")), *(group for group in groups if group[1])]
