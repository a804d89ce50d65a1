from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.terms import CutoffRule, EndPolicy, PausePolicy, TermUnit
from foundation.models import UUIDModel
from foundation.source_dates import SourceDates
from procedures.models.procedure import Procedure

UNITS = [
    (TermUnit.WORKING_DAYS.value, _("ngày làm việc")),
    (TermUnit.DAYS.value, _("ngày")),
    (TermUnit.WORKING_HOURS.value, _("giờ làm việc")),
    (TermUnit.MONTHS.value, _("tháng")),
    (TermUnit.SAME_DAY.value, _("trong ngày")),
]


class ProcedureVersion(SourceDates, UUIDModel):
    """A procedure as it is in force from a day on (phiên bản). A running dossier keeps the one it was accepted under.

    A day has at most one version in force: importing ends the version before it, and a version that is corrected for
    the same first day points to its correction and is no longer offered.

    ``unverified`` maps the path of a field to a note: what could not be checked against the text of the law is
    shown with «cần kiểm tra» and never as a fact.
    """

    class SettledBy(models.TextChoices):
        PROVINCE = "province", _("Hệ thống của tỉnh")
        MINISTRY = "ministry", _("Hệ thống của bộ")
        VERTICAL = "vertical", _("Ngành dọc")

    class OnlineLevel(models.TextChoices):
        """How far it goes online (NĐ 224/2026/NĐ-CP Đ14): in full, or in part for a reason that is published."""

        FULL = "full", _("Toàn trình")
        PARTIAL = "partial", _("Một phần")
        NONE = "none", _("Không trực tuyến")

    class StartRule(models.TextChoices):
        ACCEPTANCE = "acceptance", _("Từ khi tiếp nhận")
        ACCEPTANCE_AND_PAYMENT = "acceptance_and_payment", _("Từ khi tiếp nhận và đã nộp phí")

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="versions", verbose_name=_("thủ tục")
    )
    version = models.PositiveIntegerField(_("phiên bản"))
    digest = models.CharField(_("mã băm nội dung"), max_length=64)
    corrected_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("được sửa bởi")
    )
    effective_from = models.DateField(_("hiệu lực từ"))
    effective_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)

    name = models.CharField(_("tên"), max_length=500)
    short_name = models.CharField(_("tên ngắn"), max_length=30)
    neutral_name = models.CharField(_("tên trung tính"), max_length=30)
    search_text = models.TextField(editable=False)
    legal_basis = models.JSONField(_("căn cứ pháp lý"), default=list)
    related = models.JSONField(_("thủ tục liên quan"), default=list)
    subjects = models.JSONField(_("đối tượng"), default=list)
    decided_by = models.CharField(_("người, cơ quan quyết định"), max_length=300, blank=True)
    channels = models.JSONField(_("cách nộp"), default=list)
    online_level = models.CharField(_("mức trực tuyến"), max_length=10, choices=OnlineLevel.choices, blank=True)
    online_reason = models.CharField(_("vì sao không toàn trình"), max_length=300, blank=True)
    conditions = models.TextField(_("yêu cầu, điều kiện"), blank=True)
    settled_by = models.CharField(_("xử lý tại"), max_length=10, choices=SettledBy.choices)
    sensitive = models.BooleanField(_("nhạy cảm"), default=False)
    presence_required = models.BooleanField(_("phải có mặt"), default=False)
    representative_allowed = models.BooleanField(_("được ủy quyền"), default=True)
    copies = models.PositiveSmallIntegerField(_("số bộ hồ sơ"), default=1)

    statutory_amount = models.DecimalField(_("thời hạn luật định"), max_digits=7, decimal_places=2)
    statutory_unit = models.CharField(_("đơn vị"), max_length=15, choices=UNITS)
    statutory_citation = models.CharField(_("căn cứ thời hạn"), max_length=300, blank=True)
    committed_amount = models.DecimalField(_("thời hạn cam kết"), max_digits=7, decimal_places=2, null=True, blank=True)
    committed_unit = models.CharField(_("đơn vị"), max_length=15, choices=UNITS, blank=True)
    committed_citation = models.CharField(_("căn cứ cam kết"), max_length=300, blank=True)
    term_note = models.TextField(_("ghi chú thời hạn"), blank=True)
    term_variants = models.JSONField(_("thời hạn theo trường hợp"), default=list)
    start_rule = models.CharField(_("bắt đầu tính"), max_length=25, choices=StartRule.choices, default="acceptance")
    cutoff_rule = models.CharField(
        _("quy tắc 15 giờ"), max_length=25, choices=[(r.value, r.value) for r in CutoffRule], default="none"
    )
    end_policy = models.CharField(
        _("kết thúc"), max_length=15, choices=[(p.value, p.value) for p in EndPolicy], default="exact_hour"
    )
    supplement_policy = models.CharField(
        _("khi bổ sung"),
        max_length=10,
        default="TINH_LAI",
        choices=[
            (PausePolicy.TAM_DUNG.value, _("tạm dừng")),
            (PausePolicy.TINH_LAI.value, _("tính lại từ đầu")),
        ],
    )
    supplement_window_amount = models.DecimalField(_("hạn bổ sung"), max_digits=5, decimal_places=2, default=15)
    supplement_window_unit = models.CharField(_("đơn vị"), max_length=15, choices=UNITS, default="working_days")
    no_due_date = models.BooleanField(_("không có ngày hẹn trả"), default=False)

    result_name = models.CharField(_("kết quả"), max_length=400)
    result_copies = models.PositiveSmallIntegerField(_("số bản kết quả"), default=1)
    result_note = models.CharField(_("ghi chú kết quả"), max_length=500, blank=True)
    result_validity_months = models.PositiveSmallIntegerField(_("kết quả có hạn (tháng)"), null=True, blank=True)
    unverified = models.JSONField(_("cần kiểm tra"), default=dict)

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "version"], name="procedure_version_once"),
            models.UniqueConstraint(
                fields=["procedure", "effective_from"],
                condition=models.Q(corrected_by__isnull=True),
                name="procedure_version_begins_once",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True) | models.Q(effective_to__gte=models.F("effective_from")),
                name="procedure_version_dates",
            ),
        ]
        indexes = [models.Index(fields=["procedure", "-effective_from", "-version"], name="procedure_version_current")]

    def __str__(self) -> str:
        return f"{self.procedure.code} v{self.version}"

    def unsure(self, path: str) -> bool:
        """Whether the field at ``path`` (``term``, ``requirements.don``), or something in it, could not be checked."""
        return any(name == path or name.startswith(f"{path}.") for name in self.unverified)
