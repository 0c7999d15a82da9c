"""Themes, verdicts and origins, in three languages. Loaded from TOML by `load_taxonomy`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portals.models.names import TrilingualName


class Term(TrilingualName):
    code = models.CharField(_("code"), max_length=20, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveSmallIntegerField(
        _("version"), default=1, help_text=_("Of the taxonomy that brought this row.")
    )
    unchecked_kk = models.BooleanField(
        _("Kazakh unchecked"),
        default=True,
        help_text=_("The Kazakh name still waits for a native speaker."),
    )

    class Meta:
        abstract = True
        ordering = ["position"]


class Theme(Term):
    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Verdict(Term):
    """A code of the normalised scale: 1 (false) to 5 (true), or no value (unverified, satire)."""

    value = models.PositiveSmallIntegerField(_("value"), null=True, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__range=(1, 5)),
                name="verdict_value_on_scale",
            )
        ]


class Origin(Term):
    """Where a rumour circulated: WhatsApp, Telegram, word of mouth."""

    class Meta(Term.Meta):
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
