"""Spreadsheets of fact-checks that others compiled: each file, each row, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from factchecks.models.review import ClaimReview


class ImportBatch(models.Model):
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64)
    mapping = models.CharField(_("column mapping"), max_length=100)
    mapping_sha256 = models.CharField(_("SHA-256 of the mapping"), max_length=64)
    started_at = models.DateTimeField(_("started"), db_default=Now())
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class RowOutcome(models.TextChoices):
    CREATED = "created", _("Created")
    UNCHANGED = "unchanged", _("Already there")
    REPEATED = "repeated", _("Repeats an earlier row")
    REJECTED = "rejected", _("Not usable")


class ImportedRow(models.Model):
    """A row exactly as it stood in the file, what became of it and what was odd about it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(
        _("row"), help_text=_("As a spreadsheet program numbers it; the header is row 1.")
    )
    cells = models.JSONField(_("cells"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices)
    remarks = models.JSONField(
        _("remarks"), default=list, help_text=_("What is odd, as [code, text] pairs.")
    )
    review = models.ForeignKey(
        ClaimReview, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported_rows"
    )

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="row_once_per_batch")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
