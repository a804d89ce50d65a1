from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLE_CHOICES
from foundation.models import UUIDModel
from procedures.models.own_process import OwnProcess
from procedures.models.version import UNITS, ProcedureVersion


class StepDefinition(UUIDModel):
    """A step of the internal process (bước quy trình), a version's or a province's own: who, in which agency, how long,
    where it leads.

    ``outcomes`` names the ways that differ: code of the next step → what the official chooses. A step with ``beside``
    runs while that one does (lấy ý kiến, liên thông) and is no station on the way; where the law takes silence for
    consent, ``silence_agrees`` says so.
    """

    version = models.ForeignKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("phiên bản"),
    )
    own_process = models.ForeignKey(
        OwnProcess, on_delete=models.CASCADE, null=True, blank=True, related_name="steps",
        verbose_name=_("quy trình của tỉnh"),
    )  # fmt: skip
    code = models.SlugField(_("mã"), max_length=40)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("tên bước"), max_length=200)
    agency_role = models.CharField(_("cơ quan"), max_length=20, help_text="receiver, decider, tax …")
    staff_role = models.CharField(_("vai trò"), max_length=20, choices=ROLE_CHOICES)
    amount = models.DecimalField(_("thời gian"), max_digits=6, decimal_places=2, default=0)
    unit = models.CharField(_("đơn vị"), max_length=15, choices=UNITS, default="working_days")
    outside_clock = models.BooleanField(_("không tính thời gian"), default=False)
    beside = models.SlugField(_("song song với bước"), max_length=40, blank=True)
    silence_agrees = models.BooleanField(_("không trả lời là đồng ý"), default=False)
    case = models.SlugField(_("chỉ trong trường hợp"), max_length=40, blank=True)
    next_steps = models.JSONField(_("bước tiếp theo"), default=list)
    outcomes = models.JSONField(_("tên kết quả theo bước tiếp theo"), default=dict)

    class Meta:
        verbose_name = _("bước quy trình")
        verbose_name_plural = _("bước quy trình")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="step_once"),
            models.UniqueConstraint(fields=["own_process", "code"], name="own_step_once"),
            models.CheckConstraint(
                condition=models.Q(version__isnull=False, own_process__isnull=True)
                | models.Q(version__isnull=True, own_process__isnull=False),
                name="step_of_one_process",
            ),
        ]

    def __str__(self) -> str:
        return self.name
