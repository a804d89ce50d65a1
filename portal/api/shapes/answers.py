"""The shapes of answers, for the published schema. ``tests/api`` holds real answers against them."""

from rest_framework import serializers

from dossiers.models import Dossier
from dossiers.states import Status
from notifications.models import Message
from notifications.states import State


def paged(shape: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """``{"next", "previous", "results"}`` of a shape."""
    name = "PageOf" + shape.__name__.removesuffix("Shape")
    return type(
        name, (serializers.Serializer,),
        {
            "__doc__": "Một trang của danh sách.",
            "next": serializers.URLField(allow_null=True), "previous": serializers.URLField(allow_null=True),
            "results": shape(many=True),
        },
    )  # fmt: skip


class DossierShape(serializers.Serializer):
    """A dossier as lists give it (stored facts only)."""

    id = serializers.UUIDField()
    code = serializers.CharField(allow_null=True, help_text="null cho đến khi tiếp nhận")
    status = serializers.ChoiceField(choices=[s.value for s in Status])
    national_status = serializers.IntegerField(allow_null=True, min_value=1, max_value=10)
    outcome = serializers.ChoiceField(choices=Dossier.Outcome.values, allow_null=True)
    procedure = serializers.CharField()
    procedure_version = serializers.IntegerField()
    agency = serializers.CharField()
    receiving_agency = serializers.CharField()
    channel = serializers.ChoiceField(choices=Dossier.Channel.values)
    settled_by = serializers.ChoiceField(choices=["province", "ministry", "vertical"])
    mirrored_from = serializers.CharField(allow_null=True)
    source_version = serializers.IntegerField(allow_null=True)
    applicant_name = serializers.CharField()
    summary = serializers.CharField()
    assignee = serializers.UUIDField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    original_due_at = serializers.DateTimeField(allow_null=True)
    paused_since = serializers.DateTimeField(allow_null=True)
    supplement_until = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class EventActorShape(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["staff", "client", "citizen", "system"])
    user_id = serializers.UUIDField(allow_null=True)
    client_id = serializers.IntegerField(allow_null=True)


class EventSubjectShape(serializers.Serializer):
    kind = serializers.CharField()
    id = serializers.UUIDField()


class EventShape(serializers.Serializer):
    """One event of the record: codes, ids, numbers and times only."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="dossier.accepted, …; có thể thêm loại mới")
    subject = EventSubjectShape()
    occurred_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    actor = EventActorShape()
    data = serializers.DictField()  # type: ignore[assignment]
    correlation_id = serializers.UUIDField()


class PositionedEventShape(EventShape):
    """The same in the feed, with its place."""

    position = serializers.IntegerField()


class FeedShape(serializers.Serializer):
    """A stretch of the feed; go on with ``after=last_position``."""

    results = PositionedEventShape(many=True)
    last_position = serializers.IntegerField()


class RecipientShape(serializers.Serializer):
    role = serializers.ChoiceField(choices=["applicant", "co_applicant", "representative"])
    masked = serializers.CharField()


class AttemptShape(serializers.Serializer):
    number = serializers.IntegerField()
    channel = serializers.ChoiceField(choices=Message.Channel.values)
    at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    code = serializers.IntegerField(allow_null=True)


class MessageShape(serializers.Serializer):
    """A line of the delivery ledger."""

    id = serializers.UUIDField()
    event_id = serializers.UUIDField()
    kind = serializers.CharField()
    recipient = RecipientShape()
    channel = serializers.ChoiceField(choices=Message.Channel.values, allow_null=True)
    state = serializers.ChoiceField(choices=[s.value for s in State])
    reason = serializers.CharField(allow_null=True)
    planned_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    attempts = AttemptShape(many=True)


class FileShape(serializers.Serializer):
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")


class DossierDocumentShape(serializers.Serializer):
    """A paper of a dossier, with its file where there is one."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    requirement = serializers.CharField(allow_null=True)
    added_at = serializers.DateTimeField()
    file = FileShape(allow_null=True)
    digitised = serializers.BooleanField(help_text="có bản điện tử (DuocSoHoa)")
    reused = serializers.BooleanField(help_text="dùng lại kết quả của hồ sơ trước (DuocTaiSuDung)")
    from_store = serializers.BooleanField(help_text="lấy từ kho dữ liệu điện tử (DuocLayTuKhoDMQG)")
    replaced_by = serializers.CharField(allow_null=True, help_text="mã kết quả thay thế (MaKetQuaThayThe)")


class CountedShape(serializers.Serializer):
    """What the national index counts of a dossier (QĐ 766/QĐ-TTg)."""

    digitised = serializers.BooleanField(help_text="HoSoCoThanhPhanSoHoa")
    identity_confirmed_by_vneid = serializers.BooleanField(help_text="TaiKhoanDuocXacThucVoiVNeID")
    population_database_used = serializers.BooleanField(help_text="đã dùng CSDL quốc gia về dân cư")
    paid_online = serializers.ChoiceField(
        choices=[0, 1, 2], help_text="DuocThanhToanTrucTuyen: 0 không, 1 Cổng quốc gia, 2 của tỉnh"
    )
    papers = serializers.IntegerField()
    papers_digitised = serializers.IntegerField()
    papers_reused = serializers.IntegerField()
    papers_from_store = serializers.IntegerField()


class DossierResultShape(serializers.Serializer):
    """A result of a dossier."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    number = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    added_at = serializers.DateTimeField()
    file = FileShape(allow_null=True)


class FaultShape(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemShape(serializers.Serializer):
    """RFC 9457; ``allowed`` names what may be done where the state forbids an act."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FaultShape(many=True)  # type: ignore[assignment]
    code = serializers.CharField(required=False)
    allowed = serializers.ListField(child=serializers.CharField(), required=False)
    dossier_status = serializers.ChoiceField(choices=[s.value for s in Status], required=False)
    current_version = serializers.IntegerField(required=False)
    needs = serializers.CharField(required=False)
    retry_after = serializers.IntegerField(required=False)
