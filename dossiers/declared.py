"""Papers that come with a dossier when it is filed: named one by one, their files perhaps later."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dossiers.inputs import PaperInput
from dossiers.models import Attachment, Dossier
from foundation.errors import FieldError
from foundation.vietnamese_text import squeeze
from procedures.models import ProcedureVersion, Requirement

NAME_LIMIT, STORE_CODE_LIMIT = 400, 60


def faults_of_papers(papers: Sequence[PaperInput], version: ProcedureVersion | None) -> list[FieldError]:
    """What is wrong with them: no name, or a requirement that the procedure does not have."""
    known = _requirements(version) if papers and version else {}
    wrong, stored = list[FieldError](), set[tuple[str, str]]()
    for index, paper in enumerate(papers):
        place = f"documents.{index}"
        if version and paper.requirement and paper.requirement not in known:
            wrong.append(
                FieldError(f"{place}.requirement", "unknown", _("Thủ tục này không có thành phần hồ sơ mang mã đó."))
            )
        if not paper.requirement and not squeeze(paper.name):
            wrong.append(FieldError(f"{place}.name", "required", _("Hãy ghi tên giấy tờ hoặc mã thành phần hồ sơ.")))
        if paper.from_store and not squeeze(paper.store_code):
            wrong.append(FieldError(f"{place}.store_code", "required", _("Hãy ghi mã giấy tờ trong kho.")))
        if paper.from_store and (paper.requirement, squeeze(paper.store_code)) in stored:
            wrong.append(
                FieldError(f"{place}.store_code", "twice", _("Giấy tờ này đã được ghi cho thành phần đó rồi."))
            )
        if paper.from_store:
            stored.add((paper.requirement, squeeze(paper.store_code)))
        if paper.store_code and not paper.from_store:
            wrong.append(
                FieldError(f"{place}.store_code", "not_from_store", _("Mã trong kho chỉ ghi cho giấy tờ lấy từ kho."))
            )
        if len(squeeze(paper.store_code)) > STORE_CODE_LIMIT:
            wrong.append(FieldError(f"{place}.store_code", "too_long", _("Mã trong kho dài tối đa 60 ký tự.")))
        if len(squeeze(paper.name)) > NAME_LIMIT:
            wrong.append(FieldError(f"{place}.name", "too_long", _("Tên giấy tờ dài tối đa 400 ký tự.")))
    return wrong


def note_papers(dossier: Dossier, papers: Sequence[PaperInput]) -> None:
    """Write them down; two queries however many they are."""
    if not papers:
        return
    known = _requirements(dossier.version_of_procedure)
    Attachment.objects.bulk_create(
        [
            Attachment(
                dossier=dossier, requirement=(need := known.get(paper.requirement)), added_at=dossier.submitted_at,
                name=squeeze(paper.name) or (need.name[:NAME_LIMIT] if need else ""), from_store=paper.from_store,
                store_code=squeeze(paper.store_code),
            )
            for paper in papers
        ]
    )  # fmt: skip


def _requirements(version: ProcedureVersion) -> dict[str, Requirement]:
    return {need.code: need for need in version.requirements.all()}
