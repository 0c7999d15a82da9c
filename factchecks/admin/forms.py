"""The form in which an editor decides what the machine read wrongly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from factchecks.models import ClaimReview, Theme

#: Form field -> the field that a decision is about.
DECIDED = {
    "title": "title",
    "claim_text": "claim_text",
    "language": "language",
    "published_on": "published_on",
    "claim_seen_on": "claim_seen_on",
    "verdict": "verdict",
    "decided_themes": "themes",
    "origins": "origins",
    "countries": "countries",
    "claim": "claim",
    "translation_of": "translation_of",
    "is_rejected": "is_rejected",
}


class DecisionForm(forms.ModelForm[ClaimReview]):
    """Shows the current values; each one that is changed becomes a decision."""

    decided_themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.all(),
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget(),
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Kept with every decision of this form and shown beside the machine's value."),
    )

    class Meta:
        model = ClaimReview
        fields = [name for name in DECIDED if name != "decided_themes"]
        widgets = {
            "title": UnfoldAdminTextInputWidget(),
            "claim_text": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
            "origins": UnfoldAdminSelect2MultipleWidget(),
            "countries": UnfoldAdminSelect2MultipleWidget(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["decided_themes"].initial = list(self.instance.themes.all())

    def decisions(self) -> list[tuple[str, Any]]:
        """The fields that were changed, with the values that were chosen."""
        return [
            (DECIDED[name], self.cleaned_data[name])
            for name in self.changed_data
            if name in DECIDED
        ]
