from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency, Commune
from accounts.queries import agency_by_code
from dossiers.acting import finish
from dossiers.actions.accept import take_in
from dossiers.declared import faults_of_papers, note_papers
from dossiers.inputs import NewDossier
from dossiers.models import Dossier
from dossiers.people import add_party, faults, index_names
from dossiers.policies import DossierPolicy, reaches
from dossiers.states import Status
from foundation.errors import FieldError, InvalidInput, NotPermitted
from foundation.local_time import now
from foundation.vietnamese_text import squeeze
from procedures.codes import bare_code
from procedures.models import ProcedureVersion
from procedures.queries import competent_agencies, current_version, is_competent

MOST_CO_APPLICANTS = 100


@transaction.atomic
def file_dossier(new: NewDossier, *, actor: Actor, accept: bool = False, note: str = "") -> Dossier:
    """File a dossier (nộp hồ sơ), and with ``accept`` take it in within the same transaction.

    InvalidInput lists every fault by field (``procedure``, ``agency`` where it is not competent, ``applicant.…``);
    NotPermitted where the actor does not stand at that counter.
    """
    wrong: list[FieldError] = []
    version = _version(new, wrong)
    agency = _agency(new.agency, "agency", wrong)
    if version and agency and not is_competent(version, agency):
        wrong.append(
            FieldError("agency", "not_competent", _("Cơ quan này không có thẩm quyền giải quyết thủ tục này."))
        )
    if version and version.settled_by != ProcedureVersion.SettledBy.PROVINCE:
        wrong.append(
            FieldError(
                "procedure",
                "settled_elsewhere",
                _("Thủ tục này do hệ thống khác giải quyết; chỉ theo dõi được."),
            )
        )
    receiving = _receiving(new, version, agency, wrong)
    _people(new, version, wrong)
    wrong.extend(faults_of_papers(new.documents, version))
    commune = _commune(new, wrong)
    if new.channel not in Dossier.Channel.values:
        wrong.append(FieldError("channel", "invalid", _("Cách nộp là counter, national_portal, online hoặc post.")))
    if new.notify_whom not in ("owner", "representative", "both"):
        wrong.append(FieldError("notify.whom", "invalid", _("Người nhận tin là owner, representative hoặc both.")))
    if len(new.summary) > 1000:
        wrong.append(FieldError("summary", "too_long", _("Trích yếu dài tối đa 1.000 ký tự.")))
    if wrong or version is None or agency is None or receiving is None:
        raise InvalidInput("invalid", _("Hãy sửa các mục dưới đây rồi gửi lại."), wrong)
    policy = DossierPolicy.of(actor)
    if not policy.may_file_at(receiving.id, agency.province_id, accept=accept):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không được tiếp nhận hồ sơ tại nơi này."))
    if not reaches(agency, receiving):
        raise NotPermitted("not_permitted", _("Cơ quan này không thuộc phạm vi hệ thống của bạn."))
    dossier = _create(new, version, agency, receiving, commune, actor)
    dossier.acting_post = policy.post_to_file_at(receiving.id, accept=accept)
    finish(dossier, "dossier.submitted", actor=actor, at=dossier.submitted_at, note=note, channel=new.channel)
    return take_in(dossier, actor=actor) if accept else dossier


def _version(new: NewDossier, wrong: list[FieldError]) -> ProcedureVersion | None:
    try:
        version = current_version(bare_code(new.procedure))
    except ProcedureVersion.DoesNotExist:
        wrong.append(FieldError("procedure", "unknown", _("Không có thủ tục mang mã này đang hiệu lực.")))
        return None
    if new.term_variant and new.term_variant not in {v["code"] for v in version.term_variants}:
        wrong.append(FieldError("term_variant", "unknown", _("Thủ tục này không có trường hợp thời hạn đó.")))
    return version


def _agency(code: str, field: str, wrong: list[FieldError]) -> Agency | None:
    try:
        return agency_by_code(code.strip())
    except Agency.DoesNotExist:
        wrong.append(FieldError(field, "unknown", _("Không có cơ quan mang mã này đang hoạt động.")))
        return None


def _receiving(
    new: NewDossier, version: ProcedureVersion | None, agency: Agency | None, wrong: list[FieldError]
) -> Agency | None:
    """The counter named, or the usual one: of the agency's own commune, else the province's centre."""
    if new.receiving_agency:
        named = _agency(new.receiving_agency, "receiving_agency", wrong)
        if named and agency and named.province_id != agency.province_id:
            wrong.append(FieldError("receiving_agency", "foreign", _("Nơi tiếp nhận phải cùng tỉnh.")))
        return named
    if version is None or agency is None:
        return None
    counters = list(competent_agencies(version, agency.province_id, "receives"))
    near = [c for c in counters if c.commune_id and c.commune_id == agency.commune_id]
    below = [c for c in counters if c.parent_id == agency.id]
    centres = [c for c in counters if c.kind == Agency.Kind.CENTRE]
    return next(iter(near or below or centres), agency)


def _people(new: NewDossier, version: ProcedureVersion | None, wrong: list[FieldError]) -> None:
    wrong.extend(faults(new.applicant, "applicant"))
    if len(new.co_applicants) > MOST_CO_APPLICANTS:
        wrong.append(FieldError("co_applicants", "too_many", _("Tối đa 100 đồng chủ hồ sơ.")))
    for index, person in enumerate(new.co_applicants):
        wrong.extend(faults(person, f"co_applicants.{index}"))
    if new.representative is not None:
        wrong.extend(faults(new.representative, "representative"))
        if version and not version.representative_allowed:
            wrong.append(FieldError("representative", "not_allowed", _("Thủ tục này không được ủy quyền.")))
    elif new.notify_whom != "owner":
        wrong.append(FieldError("notify.whom", "no_representative", _("Hồ sơ không có người được ủy quyền.")))


def _create(
    new: NewDossier, version: ProcedureVersion, agency: Agency, receiving: Agency, commune: Commune | None, actor: Actor
) -> Dossier:
    when = new.submitted_at or now()
    dossier = Dossier(
        province_id=agency.province_id, procedure=version.procedure, version_of_procedure=version, agency=agency,
        receiving_agency=receiving, channel=new.channel, settled_by=version.settled_by, status=Status.SUBMITTED,
        summary=squeeze(new.summary), term_variant=new.term_variant, submitted_at=when, updated_at=when,
        applicant_name=squeeze(new.applicant.full_name), commune=commune,
        receptionist_id=actor.user_id,
    )  # fmt: skip
    dossier.save(force_insert=True)
    people = [(new.applicant, "applicant"), *((p, "co_applicant") for p in new.co_applicants)]
    if new.representative is not None:
        people.append((new.representative, "representative"))
    parties = [
        add_party(
            dossier, person, role, order, notify=_told(role, new.notify_whom), notify_zalo=new.notify_zalo, by=actor,
        )
        for order, (person, role) in enumerate(people)
    ]  # fmt: skip
    dossier.citizen_ids = [p.citizen_id for p in parties if p.citizen_id]
    index_names(dossier, [p.full_name for p in parties])
    note_papers(dossier, new.documents)
    return dossier


def _told(role: str, whom: str) -> bool:
    """Owners and the representative hear of the dossier according to the explicit choice."""
    if role == "representative":
        return whom in ("representative", "both")
    return whom in ("owner", "both")


def _commune(new: NewDossier, wrong: list[FieldError]) -> Commune | None:
    found = Commune.objects.filter(code=new.commune).first() if new.commune else None
    if new.commune and found is None:
        wrong.append(FieldError("commune", "unknown", _("Không có xã, phường, đặc khu mang mã này.")))
    return found
