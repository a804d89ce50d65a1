from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from documents.actions.issue import NewPaper, issue
from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.forms.register import fields
from dossiers.forms.signing_blocks import blocks
from dossiers.paper_policies import PaperPolicy
from dossiers.reading import note_read
from dossiers.register import book, entries
from events.recording import record
from foundation.errors import InvalidInput, NotFound, NotPermitted
from foundation.local_time import FIRST_DAY, LAST_DAY, now, today_local
from procedures.models import Field

MOST_DAYS, MOST_LINES = 92, 500


@transaction.atomic
def issue_register(agency_id: UUID, field_code: str, first: date, last: date, *, actor: Actor) -> IssuedPaper:
    """Print a stretch of days of a counter's book (sổ theo dõi hồ sơ, mẫu 07), in its series; within one year, at most 92
    days and 500 dossiers. NotFound, NotPermitted or InvalidInput."""
    agency = Agency.objects.select_related("province", "parent", "commune").filter(id=agency_id).first()
    field = Field.objects.filter(code=field_code).first()
    if agency is None or field is None:
        raise NotFound("book_not_found", _("Không có sổ này."))
    post = PaperPolicy.of(actor).post_to_keep(agency)
    if post is None:
        raise NotPermitted("not_permitted", _("Vị trí của bạn không giữ sổ theo dõi của nơi này."))
    _check_days(first, last)
    rows = list(book(agency.id, field, first, last)[: MOST_LINES + 1])
    if len(rows) > MOST_LINES:
        raise InvalidInput.on("last", "too_many", _("Quá 500 hồ sơ trong khoảng này. Hãy chọn ít ngày hơn."))
    when = now()
    note_read(rows, actor=actor, way="list")
    paper = issue(
        NewPaper(
            PaperKind.REGISTER, ("agency", agency.id), agency, fields(field.name, first, last, entries(rows)),
            blocks(PaperKind.REGISTER, None, post, str(post.user)), [],
        ),
        user_id=actor.user_id, at=when,
    )  # fmt: skip
    record(
        "book.issued", subject=("agency", agency.id), province_id=agency.province_id, agency_ids=[agency.id],
        actor=replace(actor, position_id=actor.position_id or post.id), occurred_at=when,
        data={"paper_id": paper.id, "kind": paper.kind, "agency": agency.code, "count": len(rows)},
    )  # fmt: skip
    return paper


def _check_days(first: date, last: date) -> None:
    if not FIRST_DAY <= first <= LAST_DAY:
        raise InvalidInput.on("first", "unknown", _("Hãy chọn ngày từ năm 1900 đến năm 2199."))
    if last < first:
        raise InvalidInput.on("last", "before_first", _("Ngày cuối phải từ ngày đầu trở đi."))
    if first.year != last.year:
        raise InvalidInput.on("last", "other_year", _("Sổ mở theo năm: hai ngày phải trong cùng một năm."))
    if last - first >= timedelta(days=MOST_DAYS):
        raise InvalidInput.on("last", "too_far", _("Mỗi lần in tối đa 92 ngày."))
    if first > today_local():
        raise InvalidInput.on("first", "future", _("Ngày đầu không được ở tương lai."))
