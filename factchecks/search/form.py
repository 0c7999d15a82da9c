"""The filter form: turns a query string into Criteria, or says in words what is wrong with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from factchecks.search.criteria import Criteria, Sort, read_day
from factchecks.search.vocabulary import Vocabulary

LABELS = {
    "q": _("Words"),
    "country": _("Country"),
    "theme": _("Theme"),
    "verdict": _("Verdict"),
    "portal": _("Portal"),
    "language": _("Language"),
    "provenance": _("How we hold it"),
    "state": _("What the portal did later"),
    "start": _("Published from"),
    "end": _("Published until"),
    "sort": _("Order"),
}
UNKNOWN_VALUES = {
    "country": _("The archive knows no country “%(value)s”. Choose one from the list."),
    "theme": _("There is no theme “%(value)s”. Choose one from the list."),
    "verdict": _("There is no verdict “%(value)s” on the scale. Choose one from the list."),
    "portal": _("The archive knows no portal “%(value)s”. Choose one from the list."),
    "language": _("No debunk is in the language “%(value)s”. Choose one from the list."),
    "provenance": _("“%(value)s” is no way in which we hold debunks. Choose one from the list."),
    "state": _("“%(value)s” is nothing that a portal does. Choose one from the list."),
    "sort": _("There is no order “%(value)s”. Choose one from the list."),
}


class DayField(forms.CharField):
    """A year, a month or a day; of a year or month the first or the last day."""

    def __init__(self, *, last: bool, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)
        self.last = last

    def clean(self, value: Any) -> Any:
        raw = super().clean(value)
        try:
            return read_day(raw, last=self.last)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class DebunkFilters(forms.Form):
    q = forms.CharField(required=False, max_length=300, label=LABELS["q"])
    start = DayField(last=False, label=LABELS["start"])
    end = DayField(last=True, label=LABELS["end"])

    def __init__(self, data: QueryDict, vocabulary: Vocabulary) -> None:
        super().__init__(data)
        for name, unknown in UNKNOWN_VALUES.items():
            values = Sort.choices if name == "sort" else vocabulary.of(name).items()
            self.fields[name] = forms.ChoiceField(
                required=False,
                label=LABELS[name],
                choices=list(values),
                error_messages={"invalid_choice": unknown},
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error(
                "end", _("The last day lies before the first. Exchange them or leave one empty.")
            )
        return cleaned

    def criteria(self) -> Criteria:
        return Criteria(**{name: self.cleaned_data[name] for name in LABELS})
