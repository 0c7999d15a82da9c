"""One debunk: its page, its citations, and the button that verifies its evidence."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from factchecks.models import ClaimReview
from factchecks.search.citation import FORMATS, WRITERS, Citation, as_bibtex, as_text, citation_of
from factchecks.search.dossier import Dossier, dossier
from factchecks.views.correction import correction_for
from portals.history.fixity import StillVerifying, Verification, verify_on_request
from portals.models import Capture

#: Who may correct what the machine read, and see what was taken off the public site.
PERMISSION = "factchecks.change_claimreview"


def debunk(request: HttpRequest, review_id: int) -> HttpResponse:
    return show(request, _review(review_id, request))


def show(
    request: HttpRequest,
    review: ClaimReview,
    *,
    verification: Verification | StillVerifying | None = None,
    editing: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    found = dossier(review)
    citation = _citation(found)
    if editing is None and request.user.has_perm(PERMISSION):
        editing = correction_for(review)
    context = {
        "dossier": found,
        "review": review,
        "citation": as_text(citation),
        "bibtex": as_bibtex(citation),
        "verification": verification,
        "editing": editing,
    }
    return render(request, "factchecks/debunk.html", context, status=status)


@require_POST
def verify_evidence(request: HttpRequest, review_id: int) -> HttpResponse:
    """Reads the evidence from the disk again and shows what was found, and when."""
    review = _review(review_id, request)
    captures = Capture.objects.filter(readings__review=review).select_related(
        "warc_file", "refers_to__warc_file"
    )
    wanted = request.POST.get("capture", "")
    capture = captures.filter(pk=wanted).first() if wanted.isdecimal() else None
    if capture is None:
        raise Http404(gettext("This debunk was not read from such a capture."))
    verification = verify_on_request(capture)
    if request.headers.get("HX-Request") == "true":
        return render(request, "factchecks/parts/verification.html", {"verification": verification})
    return show(request, review, verification=verification)


def citation(request: HttpRequest, review_id: int, extension: str) -> HttpResponse:
    if extension not in WRITERS:
        raise Http404(gettext("There is no citation in this format: ask for bib, ris or json."))
    cited = _citation(dossier(_review(review_id, request)))
    response = HttpResponse(
        WRITERS[extension](cited), content_type=f"{FORMATS[extension]}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{cited.key}.{extension}"'
    return response


def _review(review_id: int, request: HttpRequest) -> ClaimReview:
    may_edit = request.user.has_perm(PERMISSION)
    shown = ClaimReview.objects.all() if may_edit else ClaimReview.objects.published()
    reviews = (
        shown.select_related("portal__country", "verdict", "claim", "translation_of", "page")
        .prefetch_related("countries", "origins", "theme_links__theme", "translations")
        .defer("search")
    )
    return get_object_or_404(reviews, pk=review_id)


def _citation(found: Dossier) -> Citation:
    return citation_of(found.review, found.evidence, timezone.now().date())
