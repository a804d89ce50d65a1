from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province, User
from accounts.roles import ROLE_CHOICES
from dossiers.journey import Ending
from dossiers.models.dossier import NO_DATE, Dossier
from foundation.models import UUIDModel
from procedures.models import StepDefinition

ENDING_NAMES = {
    Ending.OPEN: _("đang ở bước này"),
    Ending.DONE: _("đã xong"),
    Ending.SENT_BACK: _("trả lại bước trước"),
    Ending.PULLED_BACK: _("thu hồi"),
    Ending.CANCELLED: _("kết thúc theo hồ sơ"),
    Ending.SILENT: _("quá hạn trả lời, coi như đồng ý"),
}


class DossierStep(UUIDModel):
    """A stay of a dossier at a step of its process (bước của hồ sơ): whose desk, since when, until when, how it ended.

    Written by actions only. A row with ``beside`` runs while that one does (lấy ý kiến): ``answer`` is what was said.
    """

    class Answer(models.TextChoices):
        AGREED = "agreed", _("Đồng ý")
        AGREED_IF = "agreed_if", _("Đồng ý, kèm ý kiến")
        REFUSED = "refused", _("Không đồng ý")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps", db_index=False)
    step = models.ForeignKey(StepDefinition, on_delete=models.PROTECT, related_name="+", verbose_name=_("bước"))
    number = models.PositiveSmallIntegerField(_("lần"))
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("cơ quan")
    )
    staff_role = models.CharField(_("vai trò"), max_length=20, choices=ROLE_CHOICES)
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("người làm"),
    )  # fmt: skip
    state = models.CharField(
        _("tình trạng"), max_length=12, default=Ending.OPEN.value, choices=[(e.value, n) for e, n in ENDING_NAMES.items()]
    )  # fmt: skip
    arrived_at = models.DateTimeField(_("đến lúc"))
    arrived_version = models.PositiveIntegerField(editable=False)
    due_at = models.DateTimeField(_("hạn của bước"), null=True, blank=True)
    due_sort = models.DateTimeField(default=NO_DATE, editable=False)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    beside = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="asked")
    silence_agrees = models.BooleanField(_("không trả lời là đồng ý"), default=False)
    answer = models.CharField(_("ý kiến"), max_length=10, choices=Answer.choices, blank=True)

    class Meta:
        verbose_name = _("bước của hồ sơ")
        verbose_name_plural = _("bước của hồ sơ")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="dossier_step_numbered"),
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(state="open", beside__isnull=True), name="dossier_at_one_step"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", finished_at__isnull=True)
                | (~models.Q(state="open") & models.Q(finished_at__isnull=False)),
                name="dossier_step_ends_once",
            ),
        ]
        indexes = [
            # a desk: what lies at a role of an agency; what is open is little, whatever was done over the years
            models.Index(
                fields=["agency", "staff_role", "due_sort", "id"], name="dossier_step_desk",
                condition=models.Q(state="open"),
            ),
            models.Index(
                fields=["due_sort", "id"], name="dossier_step_silence",
                condition=models.Q(state="open", silence_agrees=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.step} ({self.number})"

    @property
    def is_open(self) -> bool:
        return self.state == Ending.OPEN
