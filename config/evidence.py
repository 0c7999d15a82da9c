"""The visual language of evidence: what kinds of it there are, in words. One list for all pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    code: str
    word: str | Promise
    meaning: str | Promise


KINDS = {
    kind.code: kind
    for kind in (
        EvidenceKind(
            "captured",
            _("Captured"),
            _("We hold the page as the portal sent it, byte for byte, and you can verify it."),
        ),
        EvidenceKind(
            "imported",
            _("Imported, not captured"),
            _("A row of a spreadsheet that others compiled. We have not seen the page itself."),
        ),
        EvidenceKind(
            "reported",
            _("Reported by others"),
            _("A figure or fact from a cited source. We have not counted or seen it ourselves."),
        ),
        EvidenceKind(
            "edited",
            _("Edited"),
            _("The portal changed the text after we first captured it. Each version is kept."),
        ),
        EvidenceKind(
            "withdrawn",
            _("Withdrawn"),
            _("The portal no longer shows it. What we captured before stays here."),
        ),
        EvidenceKind(
            "implied",
            _("Implied verdict"),
            _("Taken from the rubric or the title; the portal does not state it as a verdict."),
        ),
        EvidenceKind(
            "editor",
            _("Decided by an editor"),
            _("A person corrected what the machine read. The machine's reading is kept beside it."),
        ),
        EvidenceKind(
            "undecided",
            _("Needs an editor"),
            _("The machine could not settle it and does not guess. A person has yet to decide."),
        ),
        EvidenceKind(
            "missing",
            _("Not captured"),
            _("We have not looked, or got no answer. This is not the same as zero."),
        ),
        EvidenceKind(
            "sample",
            _("Sample content"),
            _("Written by us for the demonstration. No government published it."),
        ),
    )
}
