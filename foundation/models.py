from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.ids import uuid7


class UUIDModel(models.Model):
    """A row with a time-ordered key that never changes and never repeats."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class ReadRecord(UUIDModel):
    """Who has seen which sensitive records, when and how (nhật ký xem). Added to, never changed; names nobody."""

    at = models.DateTimeField(_("lúc"))
    reader_kind = models.CharField(_("ai xem"), max_length=10)
    reader_user_id = models.UUIDField(_("tài khoản"), null=True)
    reader_client_id = models.BigIntegerField(_("hệ thống"), null=True)
    province_id = models.UUIDField(null=True)
    subject_kind = models.CharField(_("loại hồ sơ"), max_length=20)
    subject_ids = ArrayField(models.UUIDField(), verbose_name=_("đã xem"))
    way = models.CharField(_("xem bằng"), max_length=20)
    correlation_id = models.UUIDField()

    class Meta:
        verbose_name = _("lượt xem hồ sơ nhạy cảm")
        verbose_name_plural = _("nhật ký xem hồ sơ nhạy cảm")
        indexes = [
            models.Index(fields=["province_id", "id"], name="read_record_province"),
            GinIndex(fields=["subject_ids"], name="read_record_subjects"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} · {self.way}"


class Job(UUIDModel):
    """Work of many batches (việc chạy nền): what for, how far, and how it ended. ``parameters`` and ``result`` hold ids,
    dates, numbers and words, no personal data.

    ``lease_until``: whose turn it is until then; nobody's where it is empty or past.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("đang chờ")
        RUNNING = "running", _("đang chạy")
        PAUSED = "paused", _("tạm dừng")
        DONE = "done", _("xong")
        FAILED = "failed", _("có lỗi, cần xem")
        CANCELLED = "cancelled", _("đã hủy")

    kind = models.CharField(_("việc"), max_length=60)
    province_id = models.UUIDField(_("tỉnh"), null=True)
    started_by = models.UUIDField(_("ai cho chạy"), null=True)
    parameters = models.JSONField(_("tham số"), default=dict)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices)
    cursor = models.CharField(_("đã đến"), max_length=200, blank=True)
    total = models.PositiveIntegerField(_("ước tính"), default=0)
    done = models.PositiveIntegerField(_("đã xét"), default=0)
    changed = models.PositiveIntegerField(_("đã đổi"), default=0)
    skipped = models.PositiveIntegerField(_("để nguyên"), default=0)
    failed = models.PositiveIntegerField(_("không làm được"), default=0)
    result = models.JSONField(_("kết quả"), default=dict)
    error = models.CharField(_("lỗi gần nhất"), max_length=100, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("lập lúc"))
    started_at = models.DateTimeField(_("bắt đầu"), null=True)
    worked_at = models.DateTimeField(_("làm gần nhất"), null=True)
    finished_at = models.DateTimeField(_("kết thúc"), null=True)
    correlation_id = models.UUIDField()

    class Meta:
        verbose_name = _("việc chạy nền")
        verbose_name_plural = _("việc chạy nền")
        indexes = [
            models.Index(fields=["province_id", "kind", "-id"], name="job_of_province"),
            models.Index(fields=["id"], name="job_alive", condition=models.Q(state__in=["queued", "running"])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_alive(self) -> bool:
        """Whether it waits or works."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def percent(self) -> int:
        """How far it is, of what was to be looked at when it began; 100 only at the end."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
