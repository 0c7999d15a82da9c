"""The form with which an editor corrects a debunk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from factchecks.models import ClaimReview, Verdict
from factchecks.reading.decisions import value_of

FIELDS = ("verdict", "title", "claim_text", "is_rejected")


class Correction(forms.Form):
    """The fields as they stand; only those that the editor changes become decisions."""

    verdict = forms.ModelChoiceField(
        Verdict.objects.all(),
        required=False,
        label=gettext_lazy("Verdict"),
        empty_label=gettext_lazy("Needs an editor"),
    )
    title = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Title"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    claim_text = forms.CharField(
        required=False,
        max_length=5000,
        label=gettext_lazy("Claim"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_rejected = forms.BooleanField(
        required=False, label=gettext_lazy("Not a debunk: take it off the public site")
    )
    reason = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say why: the decision is kept together with its reason.")
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in ("title", "claim_text"):
            if self.initial.get(field) and field in cleaned and not cleaned[field]:
                self.add_error(field, gettext("It can be corrected, but not left empty."))
        return cleaned


def correction_for(review: ClaimReview) -> Correction:
    return Correction(initial={field: value_of(review, field) for field in FIELDS})
