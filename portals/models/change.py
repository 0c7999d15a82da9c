"""What differs between two successive distinct captures of a page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portals.models.capture import Capture, Page


class ChangeKind(models.TextChoices):
    APPEARED = "appeared", _("Appeared")
    EDITED = "edited", _("Edited")
    REMOVED = "removed", _("Removed")
    RESTORED = "restored", _("Restored")


class Change(models.Model):
    """From captures: `before` is the last one on the old side, `after` the first on the new."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="changes", verbose_name=_("page")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind.choices)
    before = models.ForeignKey(
        Capture,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("before"),
    )
    after = models.ForeignKey(
        Capture, on_delete=models.CASCADE, related_name="+", verbose_name=_("after")
    )
    found_at = models.DateTimeField(_("found"), help_text=_("When the later capture was made."))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-found_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["after"], name="one_change_per_capture")]
        indexes = [models.Index(fields=["page", "-found_at"], name="change_of_page")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.page_id}"
