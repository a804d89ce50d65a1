from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Commune, Province, User
from dossiers.models.parent_dossier import ParentDossier
from dossiers.states import NATIONAL, OPEN, PAUSED, RUNNING, Status
from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel
from procedures.models import Procedure, ProcedureVersion

if TYPE_CHECKING:
    from dossiers.models.dossier_step import DossierStep

NO_DATE = datetime(9999, 12, 31, tzinfo=UTC)  # what has no due date sorts last
# In the order in which migrations write them down.
OPEN_STATUSES = [s.value for s in Status if s in OPEN]
IN_HAND_STATUSES = [s.value for s in Status if s in RUNNING | PAUSED]  # accepted, and not done yet
STATUS_NAMES = {
    Status.DRAFT: _("Nháp"),
    Status.SUBMITTED: _("Mới đăng ký"),
    Status.AWAITING_INTAKE_SUPPLEMENT: _("Chờ bổ sung để tiếp nhận"),
    Status.REFUSED: _("Không được tiếp nhận"),
    Status.ACCEPTED: _("Được tiếp nhận"),
    Status.PROCESSING: _("Đang xử lý"),
    Status.AWAITING_SUPPLEMENT: _("Yêu cầu bổ sung giấy tờ"),
    Status.AWAITING_PAYMENT: _("Yêu cầu thực hiện nghĩa vụ tài chính"),
    Status.WITHDRAWN: _("Công dân yêu cầu rút hồ sơ"),
    Status.STOPPED: _("Dừng xử lý"),
    Status.COMPLETED: _("Đã xử lý xong"),
    Status.RETURNED: _("Đã trả kết quả"),
}


class Dossier(UUIDModel):
    """A dossier (hồ sơ thủ tục hành chính): a legal relation with a clock. Changed by actions only.

    Three organisations are kept apart: who receives, who supports, and who is competent (``agency``).
    A *mirrored* dossier is settled by another system; ours only shows and tells.
    """

    class Channel(models.TextChoices):
        COUNTER = "counter", _("Trực tiếp")
        NATIONAL_PORTAL = "national_portal", _("Cổng Dịch vụ công quốc gia")
        ONLINE = "online", _("Trực tuyến của tỉnh")
        POST = "post", _("Bưu chính công ích")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Đồng ý")
        REFUSED = "refused", _("Từ chối giải quyết")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(_("mã hồ sơ"), max_length=60, null=True, blank=True)
    code_key = models.CharField(max_length=60, null=True, blank=True, editable=False)
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("thủ tục")
    )
    version_of_procedure = models.ForeignKey(
        ProcedureVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("phiên bản thủ tục")
    )
    term_variant = models.CharField(_("trường hợp thời hạn"), max_length=40, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("cơ quan giải quyết")
    )
    receiving_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("nơi tiếp nhận")
    )
    support_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nơi hỗ trợ"),
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    parent = models.ForeignKey(
        ParentDossier, on_delete=models.PROTECT, null=True, blank=True, related_name="children", db_index=False,
        verbose_name=_("hồ sơ liên thông"),
    )  # fmt: skip
    channel = models.CharField(_("cách nộp"), max_length=20, choices=Channel.choices)
    settled_by = models.CharField(_("xử lý tại"), max_length=10)
    summary = models.CharField(_("trích yếu"), max_length=1000, blank=True)
    status = models.CharField(_("tình trạng"), max_length=30, choices=[(s.value, n) for s, n in STATUS_NAMES.items()])
    outcome = models.CharField(_("kết quả"), max_length=10, choices=Outcome.choices, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    submitted_at = models.DateTimeField(_("nộp lúc"))
    accepted_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    due_at = models.DateTimeField(_("hẹn trả"), null=True, blank=True)
    due_sort = models.DateTimeField(default=NO_DATE, editable=False)
    original_due_at = models.DateTimeField(_("hẹn trả ban đầu"), null=True, blank=True)
    paused_since = models.DateTimeField(_("tạm dừng từ"), null=True, blank=True)
    supplement_until = models.DateTimeField(_("hạn bổ sung"), null=True, blank=True)
    supplement_count = models.PositiveSmallIntegerField(_("số lần yêu cầu bổ sung"), default=0)
    extended = models.BooleanField(_("đã gia hạn"), default=False)
    completed_at = models.DateTimeField(_("xử lý xong lúc"), null=True, blank=True)
    returned_at = models.DateTimeField(_("trả kết quả lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    updated_at = models.DateTimeField(_("thay đổi lúc"))
    warned_soon_for = models.DateTimeField(null=True, blank=True, editable=False)
    warned_overdue_for = models.DateTimeField(null=True, blank=True, editable=False)
    apology_asked_for = models.DateTimeField(null=True, blank=True, editable=False)

    assignee = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("người thụ lý"),
    )
    receptionist = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người tiếp nhận"),
    )
    receipt_code = EncryptedTextField(_("mã tra cứu"), blank=True)
    mirror_system = models.CharField(_("hệ thống gốc"), max_length=60, blank=True)
    source_version = models.BigIntegerField(_("phiên bản gốc"), null=True, blank=True)
    other_agency_ids = ArrayField(
        models.UUIDField(), default=list, editable=False
    )  # whose step it was, or who was asked
    citizen_ids = ArrayField(models.UUIDField(), default=list, editable=False)
    applicant_name = models.CharField(_("chủ hồ sơ"), max_length=400, editable=False)

    reached: "DossierStep | None" = None  # the step that the act at hand has opened; kept by its own row
    acting_post: UUID | None = None  # in which post the act at hand is done; kept by its event, not here

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        constraints = [
            models.UniqueConstraint(
                fields=["code_key"], condition=models.Q(mirror_system=""), name="dossier_own_code_once"
            ),
            models.UniqueConstraint(
                fields=["province", "mirror_system", "code_key"],
                condition=~models.Q(mirror_system=""),
                name="dossier_mirrored_code_once",
            ),
        ]
        indexes = [
            models.Index(fields=["code_key"], name="dossier_code"),
            # the newest of a province, of a unit, of a kind: every list pages along one of these
            models.Index(fields=["province", "id"], name="dossier_province_feed"),
            models.Index(fields=["province", "status", "id"], name="dossier_province_status"),
            models.Index(fields=["agency", "id"], name="dossier_agency_feed"),
            models.Index(fields=["agency", "status", "id"], name="dossier_agency_status"),
            models.Index(fields=["receiving_agency", "id"], name="dossier_reception_feed"),
            models.Index(fields=["procedure", "province", "id"], name="dossier_procedure_feed"),
            models.Index(fields=["assignee", "id"], name="dossier_assignee_feed"),
            models.Index(fields=["province", "updated_at", "id"], name="dossier_updated"),
            models.Index(fields=["province", "accepted_at", "id"], name="dossier_received"),
            models.Index(fields=["province", "due_sort", "id"], name="dossier_due"),
            # desks: what is still open is little, whatever has been closed over the years
            *[
                models.Index(fields=[whose, "due_sort", "id"], name=name, condition=models.Q(status__in=OPEN_STATUSES))
                for whose, name in (
                    ("province", "dossier_province_desk"), ("agency", "dossier_agency_desk"),
                    ("receiving_agency", "dossier_reception_desk"), ("assignee", "dossier_own_desk"),
                )
            ],
            # what a unit has in hand and nobody works on
            models.Index(
                fields=["agency", "due_sort", "id"], name="dossier_unassigned_desk",
                condition=models.Q(status__in=IN_HAND_STATUSES, assignee__isnull=True, mirror_system=""),
            ),
            models.Index(fields=["parent", "id"], name="dossier_parent", condition=models.Q(parent__isnull=False)),
            # ours in the order of their keys, for work that goes over all of them
            models.Index(
                fields=["province", "id"], name="dossier_in_hand",
                condition=models.Q(status__in=IN_HAND_STATUSES, mirror_system=""),
            ),
            # the book of a counter (sổ theo dõi), in the order of acceptance
            models.Index(
                fields=["receiving_agency", "accepted_at", "id"], name="dossier_book", include=["procedure"],
                condition=models.Q(mirror_system="", accepted_at__isnull=False),
            ),
            GinIndex(fields=["citizen_ids"], name="dossier_citizens"),
            models.Index(
                fields=["due_at"], name="dossier_running_due",
                condition=models.Q(status__in=["accepted", "processing"]),
            ),
            models.Index(
                fields=["supplement_until"], name="dossier_supplement_window",
                condition=models.Q(status__in=["awaiting_supplement", "awaiting_intake_supplement"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code or str(self.id)

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def national_status(self) -> int | None:
        return NATIONAL[self.state]

    @property
    def status_name(self) -> str:
        return str(STATUS_NAMES[self.state])

    @property
    def is_mirrored(self) -> bool:
        return bool(self.mirror_system)

    @property
    def is_paused(self) -> bool:
        return self.state in PAUSED
