"""Names in the three languages of the site, kept in plain columns."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _


class TrilingualName(models.Model):
    """A name in English, Russian and Kazakh; `name` is the one for the reader.

    Kazakh and Russian may be empty: the reader then gets English, never nothing.
    """

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_ru = models.CharField(_("name (Russian)"), max_length=200, blank=True)
    name_kk = models.CharField(_("name (Kazakh)"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")

    def __str__(self) -> str:
        return self.name


def in_reader_language(row: models.Model, field: str) -> str:
    """`field` of `row` in the active language, or in English where that is empty."""
    language = (get_language() or "en")[:2]
    text: str = getattr(row, f"{field}_{language}", "") or getattr(row, f"{field}_en")
    return text
