"""What a dossier is filed with."""

from rest_framework import serializers

from dossiers.inputs import NewDossier, PaperInput, PartyInput
from portal.api.shapes.base import TEXT, Strict, TextShape


class PartyShape(Strict):
    """An applicant, co-applicant or representative."""

    kind = serializers.ChoiceField(choices=["citizen", "business", "state_agency", "other"])
    full_name = TextShape(max_length=400)
    identity_kind = serializers.ChoiceField(
        choices=["cccd", "passport", "tax_code", "other", ""], required=False, default=""
    )
    identity_number = TextShape(max_length=40, **TEXT)
    phone = TextShape(max_length=40, **TEXT)
    email = TextShape(max_length=254, **TEXT)
    address = TextShape(max_length=400, **TEXT)
    identity_confirmed = serializers.ChoiceField(
        choices=["vneid", "card", "database", ""], required=False, default="",
        help_text="Đã xác nhận danh tính bằng: tài khoản VNeID, giấy tờ gốc, CSDL quốc gia về dân cư",
    )  # fmt: skip


class NotifyShape(Strict):
    """Whether and whom to tell through Zalo."""

    zalo = serializers.BooleanField(default=False)
    whom = serializers.ChoiceField(choices=["owner", "representative", "both"], default="owner")


class PaperShape(Strict):
    """A paper that was handed in; its file may follow by ``documents/``."""

    requirement = TextShape(max_length=40, help_text="Mã thành phần hồ sơ của thủ tục", **TEXT)
    name = TextShape(max_length=400, **TEXT)
    from_store = serializers.BooleanField(default=False, help_text="Lấy từ kho dữ liệu điện tử, không phải nộp")
    store_code = TextShape(max_length=60, help_text="Mã giấy tờ trong kho", **TEXT)


class NewDossierShape(Strict):
    """A dossier to be filed."""

    procedure = TextShape(max_length=30)
    agency = TextShape(max_length=35)
    receiving_agency = TextShape(max_length=35, **TEXT)
    channel = serializers.ChoiceField(choices=["counter", "national_portal", "online", "post"])
    applicant = PartyShape()
    co_applicants = PartyShape(many=True, required=False, default=list, max_length=100)  # type: ignore[call-arg]
    representative = PartyShape(required=False, allow_null=True, default=None)
    notify = NotifyShape(required=False)
    documents = PaperShape(many=True, required=False, default=list, max_length=100)  # type: ignore[call-arg]
    summary = TextShape(max_length=1000, **TEXT)
    term_variant = TextShape(max_length=40, **TEXT)
    commune = TextShape(max_length=5, **TEXT)
    accept = serializers.BooleanField(default=False)

    def new_dossier(self) -> NewDossier:
        """The checked data as the action takes it."""
        data = self.validated_data
        notify = data.get("notify") or {}
        representative = data["representative"]
        return NewDossier(
            procedure=data["procedure"], agency=data["agency"], channel=data["channel"],
            receiving_agency=data["receiving_agency"], applicant=PartyInput(**data["applicant"]),
            co_applicants=tuple(PartyInput(**p) for p in data["co_applicants"]),
            representative=PartyInput(**representative) if representative else None,
            documents=tuple(PaperInput(**p) for p in data["documents"]),
            notify_zalo=notify.get("zalo", False), notify_whom=notify.get("whom", "owner"), commune=data["commune"],
            term_variant=data["term_variant"], summary=data["summary"],
        )  # fmt: skip
