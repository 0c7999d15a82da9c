"""An editor corrects what the machine read, on the debunk's own page; every correction is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factchecks.models import ClaimReview, EditorDecision, Verdict
from factchecks.reading.decisions import decide, undo, value_of
from factchecks.views.correction import FIELDS, Correction
from factchecks.views.debunk import PERMISSION, show


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def decide_fields(request: HttpRequest, review_id: int) -> HttpResponse:
    review = get_object_or_404(ClaimReview, pk=review_id)
    form = Correction(request.POST, initial={field: value_of(review, field) for field in FIELDS})
    if not form.is_valid():
        return show(request, review, editing=form, status=400)
    changed = [field for field in form.changed_data if field in FIELDS]
    try:
        for field in changed:
            decide(
                review, field, _value(form, field), _editor(request), form.cleaned_data["reason"]
            )
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, review, editing=form, status=400)
    if changed:
        messages.success(request, _("Your decision stands and is kept with its reason."))
    else:
        messages.info(request, _("Nothing was changed, so nothing was decided."))
    return _back(review)


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def undo_decision(request: HttpRequest, review_id: int, decision_id: int) -> HttpResponse:
    decision = get_object_or_404(EditorDecision, pk=decision_id, review=review_id)
    undo(decision, _editor(request))
    messages.success(request, _("The machine's value stands again. The decision stays on record."))
    return _back(decision.review)


def _value(form: Correction, field: str) -> Any:
    value = form.cleaned_data[field]
    return value.pk if isinstance(value, Verdict) else value


def _editor(request: HttpRequest) -> AbstractBaseUser:
    user = request.user
    if isinstance(user, AnonymousUser):
        raise PermissionError("permission_required lets no anonymous reader through")
    return user


def _back(review: ClaimReview) -> HttpResponseRedirect:
    return redirect(reverse("factchecks:debunk", args=[review.pk]))
