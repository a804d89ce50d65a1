"""The three dates that the national index asks of whatever is published (QĐ 766/QĐ-TTg)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SOURCE_DATES = ("source_text_date", "decision_date", "published_date")


class SourceDates(models.Model):
    """When the text that says so came into force, when the publishing decision was signed, and when it was made public.

    Empty where it is not known; none of them says from when a row counts.
    """

    source_text_date = models.DateField(_("ngày văn bản gốc có hiệu lực"), null=True, blank=True)
    decision_date = models.DateField(_("ngày quyết định công bố"), null=True, blank=True)
    published_date = models.DateField(_("ngày công khai"), null=True, blank=True)

    class Meta:
        abstract = True
