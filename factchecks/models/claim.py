"""A rumour: the false or doubtful statement itself, which one or several reviews assess."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    text = models.TextField(_("claim"))
    language = models.CharField(_("language"), max_length=3, blank=True)
    created_at = models.DateTimeField(_("created"), db_default=Now())
    decided_by_editor = models.BooleanField(
        _("grouped by an editor"),
        default=False,
        help_text=_("The machine then neither adds to this group nor takes from it."),
    )
    #: Words of the text that nearly identical texts share; factchecks.matching.claim_texts.
    keys = ArrayField(models.CharField(max_length=80), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("rumour")
        verbose_name_plural = _("rumours")
        ordering = ["-pk"]
        # Candidates for a review that waits for its rumour.
        indexes = [GinIndex(fields=["keys"], name="claim_keys")]

    def __str__(self) -> str:
        return self.text[:80]
