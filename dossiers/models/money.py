from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province, User
from accounts.models.validity import in_order
from dossiers.models.dossier import Dossier
from foundation.encryption import EncryptedTextField
from foundation.local_time import today_local
from foundation.models import UUIDModel
from procedures.models import FeeRow


class Charge(UUIDModel):
    """What a dossier owes for one fee (khoản phải thu), with how it was computed. One that was set anew is cancelled, not
    changed."""

    class State(models.TextChoices):
        OWED = "owed", _("phải thu")
        WAIVED = "waived", _("được miễn")
        CANCELLED = "cancelled", _("đã thay")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="charges")
    fee = models.ForeignKey(FeeRow, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("khoản"), max_length=300)
    full = models.BigIntegerField(_("mức thu (đồng)"))
    due = models.BigIntegerField(_("phải nộp (đồng)"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices)
    explanation = models.JSONField(_("cách tính"))
    pay_key = models.CharField(max_length=60, editable=False)  # how a transfer names the dossier
    assessed_at = models.DateTimeField(_("xác định lúc"))
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    replaced_at = models.DateTimeField(
        _("thay lúc"), null=True, editable=False
    )  # what was owed on a day is known by it

    class Meta:
        verbose_name = _("khoản phải thu")
        verbose_name_plural = _("khoản phải thu")
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["pay_key"], name="charge_pay_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "fee"], condition=~models.Q(state="cancelled"), name="charge_of_a_fee_once"
            ),
            models.CheckConstraint(
                condition=models.Q(due__gte=0) & models.Q(full__gte=models.F("due")), name="charge_amounts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def collected(self) -> str:
        """When it is collected, as ``FeeRow.Collected`` says it; empty where it was determined before that was kept."""
        return str(self.explanation.get("collected", ""))

    @property
    def collected_name(self) -> str:
        return str(FeeRow.Collected(self.collected).label) if self.collected else ""


class BankAccount(UUIDModel):
    """The account into which an agency's fees are transferred (tài khoản thu phí) from a day on, and the key with which its bank
    signs what it tells us. A later account replaces it on bills; what still comes into it is received all the same. One that was
    entered wrong and has got no money is replaced as if it had never been (``replaced_at``), and kept. One that is not active is
    on no bill, and its bank is not listened to."""

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("tỉnh")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("đơn vị thu")
    )
    bank = models.CharField(_("mã ngân hàng (BIN)"), max_length=6)
    number = models.CharField(_("số tài khoản"), max_length=19)
    holder = models.CharField(_("chủ tài khoản"), max_length=200)
    secret = EncryptedTextField(_("khóa ký thông báo của ngân hàng"), blank=True)
    is_active = models.BooleanField(
        _("đang dùng: ghi trên giấy báo, mã VietQR và nhận thông báo của ngân hàng"), default=True
    )
    valid_from = models.DateField(_("dùng từ ngày"), default=today_local)
    valid_to = models.DateField(_("dùng đến hết ngày"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("được thay vì nhập sai lúc"), null=True, editable=False)

    class Meta:
        verbose_name = _("tài khoản thu phí")
        verbose_name_plural = _("tài khoản thu phí")
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], name="bank_account_current",
                condition=models.Q(valid_to__isnull=True, replaced_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="bank_account_begins_once",
                condition=models.Q(replaced_at__isnull=True),
            ),
            in_order("bank_account_dates"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.holder} {self.number}"


class ShiftClose(UUIDModel):
    """What a cashier took compared with what the receipts say (chốt ca): the cash that was counted, and for each other way to
    pay what its slip, statement or portal shows. Somebody else may have closed it, for a cashier who is away."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    cashier = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField(_("chốt lúc"))
    receipts = models.PositiveIntegerField(_("số biên lai"))
    recorded = models.BigIntegerField(_("tiền mặt theo biên lai"))
    counted = models.BigIntegerField(_("tiền mặt đếm được"))
    others = models.JSONField(_("các cách nộp khác"), default=list)  # see ``counts``
    reason = models.CharField(_("lý do chênh lệch"), max_length=500, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("người chốt thay")
    )

    class Meta:
        verbose_name = _("lần chốt ca")
        verbose_name_plural = _("lần chốt ca")
        indexes = [
            models.Index(fields=["agency", "-id"], name="shift_close_agency"),
            models.Index(fields=["cashier", "-id"], name="shift_close_cashier"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.closed_at:%d/%m/%Y %H:%M}"

    @property
    def difference(self) -> int:
        """More counted than recorded is positive; of all ways to pay together."""
        return sum(count.difference for count in self.counts)

    @property
    def counts(self) -> list["Count"]:
        """Way by way, the cash first; without it where none was taken."""
        others = [Count(row["method"], row["receipts"], row["recorded"], row["counted"]) for row in self.others]
        cash = Count("cash", self.receipts - sum(one.receipts for one in others), self.recorded, self.counted)
        return [cash, *others] if cash.receipts or not others else others


class Count(NamedTuple):
    """One way to pay in a shift: its receipts (void ones too), what they say, and what was found."""

    method: str
    receipts: int
    recorded: int
    counted: int

    @property
    def difference(self) -> int:
        """More found than recorded is positive."""
        return self.counted - self.recorded

    @property
    def name(self) -> str:
        """As people say it."""
        return str(Payment.Method(self.method).label)


class Payment(UUIDModel):
    """Money that came in (khoản đã thu) with its receipt; never changed, at most voided, or refunded. A transfer that names no
    dossier of ours is kept without one until a person finds it."""

    class Method(models.TextChoices):
        CASH = "cash", _("Tiền mặt")
        VIETQR = "vietqr", _("Chuyển khoản, VietQR")
        CARD = "card", _("Thẻ")
        NATIONAL_PORTAL = "national_portal", _("Cổng Dịch vụ công quốc gia")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="payments")
    amount = models.BigIntegerField(_("số tiền (đồng)"))
    method = models.CharField(_("cách nộp"), max_length=20, choices=Method.choices)
    paid_at = models.DateTimeField(_("nộp lúc"))
    recorded_at = models.DateTimeField(_("ghi lúc"))
    cashier = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số biên lai"))
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    bank_reference = models.CharField(_("mã giao dịch của ngân hàng"), max_length=64, blank=True)
    content = models.CharField(_("nội dung chuyển khoản"), max_length=300, blank=True)
    told_at = models.DateTimeField(_("ngân hàng báo tiền vào lúc"), null=True)  # None: only a cashier says so
    told_amount = models.BigIntegerField(_("ngân hàng báo số tiền"), null=True)
    shift = models.ForeignKey(
        ShiftClose, on_delete=models.PROTECT, null=True, related_name="payments", verbose_name=_("ca")
    )
    voided_at = models.DateTimeField(_("hủy lúc"), null=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    void_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)
    refunded = models.BigIntegerField(_("đã hoàn trả (đồng)"), default=0)  # the sum of its refunds
    moved_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="moved_from", verbose_name=_("chuyển thành")
    )  # the same money, given to the dossier that it was for

    class Meta:
        verbose_name = _("khoản đã thu")
        verbose_name_plural = _("khoản đã thu")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="receipt_once"),
            models.UniqueConstraint(
                fields=["account", "bank_reference"], name="transfer_once",
                condition=~models.Q(bank_reference="") & models.Q(voided_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["agency", "method", "bank_reference"], name="reference_once",
                condition=~models.Q(bank_reference="")
                & models.Q(account__isnull=True, method__in=("vietqr", "national_portal"), voided_at__isnull=True),
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=models.Q(refunded__gte=0, refunded__lte=models.F("amount")), name="payment_refunded"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["agency", "cashier", "id"], name="payment_of_open_shift",
                condition=models.Q(cashier__isnull=False, shift__isnull=True),
            ),
            models.Index(fields=["agency", "id"], name="payment_unmatched", condition=models.Q(dossier__isnull=True)),
            models.Index(
                fields=["agency", "bank_reference"], name="payment_reference", condition=~models.Q(bank_reference="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        """``2026/0000123``: the number in the series of the agency and year."""
        return f"{self.year}/{self.number:07}"

    @property
    def kept(self) -> int:
        """What of it is still here: without what was refunded; nothing of a voided one."""
        return 0 if self.voided_at else self.amount - self.refunded

    @property
    def movable(self) -> bool:
        """Whether it is a transfer that stands whole and could be given to another dossier."""
        return self.voided_at is None and not self.refunded and self.method == self.Method.VIETQR

    @property
    def voidable(self) -> bool:
        """Whether it is a cashier's receipt that stands whole: not refunded, and not counted unless its money is in a bank."""
        counted = self.shift_id is not None and self.told_at is None
        return self.voided_at is None and not self.refunded and not counted and self.cashier_id is not None


class ReceiptCounter(models.Model):
    """The last receipt number of an agency in a year; the row is locked while the next one is taken."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="receipt_counter_once")]
