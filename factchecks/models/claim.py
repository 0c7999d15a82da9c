"""A rumour: the false or doubtful statement itself, which one or several reviews assess."""

from __future__ import annotations

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

    class Meta:
        verbose_name = _("rumour")
        verbose_name_plural = _("rumours")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text[:80]


class ClaimKey(models.Model):
    """Words of a rumour that nearly identical texts share; see factchecks.matching.claim_texts.

    Derived data: a rumour without keys gets them when debunks are next gathered.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("key of a rumour")
        verbose_name_plural = _("keys of rumours")
        # Candidates for a debunk that waits for its rumour.
        indexes = [models.Index(fields=["key", "claim"], name="claim_of_key")]

    def __str__(self) -> str:
        return self.key
