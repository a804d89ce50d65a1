from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province, User
from documents.forms.catalogue import FORMS, TT_03_2025, PaperForm, PaperKind
from documents.forms.editions import form_of, form_on
from documents.models.stored_file import StoredFile
from foundation.encryption import EncryptedTextField
from foundation.local_time import to_local
from foundation.models import UUIDModel

KIND_CHOICES = [(kind.value, forms[0].title) for kind, forms in FORMS.items()]


class IssuedPaper(UUIDModel):
    """A form that was issued (phiếu đã phát hành; TT 03/2025/TT-VPCP): its number, its data, its bytes
    and the edition it was printed by, as they were.

    Nothing of it changes but that it may be voided once (a trigger says so). ``occasion`` is the event that it is about;
    of one occasion one paper is valid at a time. The token of its address is kept as a digest alone.
    """

    kind = models.CharField(_("mẫu"), max_length=20, choices=KIND_CHOICES)
    edition = models.CharField(_("bản mẫu"), max_length=40, default=TT_03_2025.code, db_default=TT_03_2025.code)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    occasion = models.UUIDField(null=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan phát hành"))
    agency_ids = ArrayField(models.UUIDField(), default=list)
    book = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("số"), max_length=60)
    data = EncryptedTextField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="issued_paper")
    token_digest = models.CharField(max_length=64, unique=True)
    signed_by = models.CharField(_("ký số bởi"), max_length=200, blank=True)
    issued_at = models.DateTimeField(_("phát hành lúc"))
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("thay cho")
    )
    voided_at = models.DateTimeField(_("hủy lúc"), null=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("phiếu đã phát hành")
        verbose_name_plural = _("phiếu đã phát hành")
        constraints = [
            models.UniqueConstraint(fields=["agency", "book", "year", "sequence"], name="issued_paper_number_once"),
            models.UniqueConstraint(
                fields=["subject_id", "kind", "occasion"], name="issued_paper_one_valid",
                condition=models.Q(voided_at__isnull=True, occasion__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="issued_paper_subject")]

    def __str__(self) -> str:
        return self.number

    @property
    def form(self) -> PaperKind:
        return PaperKind(self.kind)

    @property
    def printed_by(self) -> PaperForm:
        """The edition of its form that was in force when it was issued."""
        try:
            return form_of(self.form, self.edition)
        except LookupError:  # an edition that was taken out of the catalogue
            return form_on(self.form, to_local(self.issued_at).date())

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None
