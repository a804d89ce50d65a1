from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Province, User
from foundation.models import UUIDModel
from foundation.source_dates import SourceDates
from procedures.models.version import ProcedureVersion

# published, and not withdrawn before it began
STANDING = models.Q(published_at__isnull=False, withdrawn_at__isnull=True)


class OwnProcess(SourceDates, UUIDModel):
    """A province's own internal process for a version of a procedure (quy trình nội bộ do Chủ tịch Ủy ban nhân dân công bố).

    It layers over the national entry: only the steps are its own. Prepared as a draft (``draft`` holds its steps as a
    catalogue file would), checked, then published from a day on; what is published stays as it is, and ends where the
    next one begins, or is withdrawn before it begins (rút). A running dossier keeps the process under which it was accepted.
    """

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    version = models.ForeignKey(
        ProcedureVersion, on_delete=models.PROTECT, related_name="own_processes", verbose_name=_("phiên bản thủ tục")
    )
    number = models.PositiveIntegerField(_("lần"))
    draft = models.JSONField(_("các bước"), default=list)
    citation = models.CharField(_("quyết định công bố"), max_length=300, blank=True)
    effective_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    effective_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người soạn"))
    changed_at = models.DateTimeField(_("sửa lúc"))
    row_version = models.PositiveIntegerField(default=1)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("quy trình của tỉnh")
        verbose_name_plural = _("quy trình của tỉnh")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["province", "version", "number"], name="own_process_numbered"),
            models.UniqueConstraint(
                fields=["province", "version", "effective_from"], condition=STANDING, name="own_process_begins_once"
            ),
            models.UniqueConstraint(
                fields=["province", "version"], condition=models.Q(published_at__isnull=True), name="own_process_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True)
                | (models.Q(effective_from__isnull=False) & ~models.Q(citation="")),
                name="own_process_published_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(published_at__isnull=False),
                name="own_process_withdrawn_if_published",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=models.F("effective_from")),
                name="own_process_dates",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.version.procedure} ({self.number})"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
