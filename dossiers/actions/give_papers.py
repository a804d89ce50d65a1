from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from accounts.queries import agencies_of
from dossiers.acting import checked, finish
from dossiers.custody import held
from dossiers.models import Dossier, HandOverItem, HandOverSlip
from dossiers.policies import DossierPolicy
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import now, to_local

MOST = 200
_NEXT = "SELECT coalesce(max(number), 0) + 1 FROM dossiers_handoverslip WHERE from_agency_id = %s AND year = %s"


@transaction.atomic
def give_papers(
    dossier_ids: Sequence[UUID], *, actor: Actor, from_agency_id: UUID, to_agency_id: UUID, note: str = ""
) -> HandOverSlip:
    """Hand the paper of these dossiers to another agency on one slip, signed by the giver (bàn giao hồ sơ giấy, NĐ 61/2018
    Đ18(2)). They are on their way until the receiver signs.

    NotPermitted for who holds no post of the giving agency; InvalidInput for an empty or too long batch, for the same
    agency or one of another province; Conflict where one of the papers is not there.
    """
    policy = DossierPolicy.of(actor)
    if not policy.stands_at(from_agency_id):
        raise NotPermitted("not_permitted", _("Bạn không giữ vị trí nào ở bên giao."))
    wanted = list(dict.fromkeys(dossier_ids))
    if not 0 < len(wanted) <= MOST:
        raise InvalidInput.on("dossiers", "count", _("Chọn từ 1 đến %(most)s hồ sơ cho một phiếu.") % {"most": MOST})
    rows = list(
        Dossier.objects.select_for_update(of=("self",))
        .select_related("procedure", "agency", "receiving_agency", "version_of_procedure")
        .filter(id__in=wanted)
        .order_by("id")
    )
    if len(rows) != len(wanted):
        raise InvalidInput.on("dossiers", "unknown", _("Có hồ sơ không tìm thấy, hoặc bạn không được xem."))
    province = rows[0].province_id
    taker = agencies_of(province).filter(id=to_agency_id).first()
    if taker is None or to_agency_id == from_agency_id:
        raise InvalidInput.on("to", "unknown", _("Hãy chọn bên nhận là một cơ quan khác của tỉnh."))
    _there(rows, from_agency_id)
    _concerned(rows, taker)
    when, post = now(), policy.post_there(from_agency_id)
    slip = _slip(province, from_agency_id, taker, actor, note)
    HandOverItem.objects.bulk_create([HandOverItem(slip=slip, dossier=row) for row in rows])
    for row in rows:
        row.acting_post = post
        finish(
            row, "dossier.papers_given", actor=actor, at=when, action="give_papers", slip_id=slip.id, agency_id=taker.id
        )
    return slip


def _there(rows: Sequence[Dossier], agency_id: UUID) -> None:
    where = held(rows)
    for row in rows:
        at = where.get(row.id)
        if at is None:
            raise Conflict(
                "no_paper", _("Hồ sơ %(code)s không có bản giấy để bàn giao.") % {"code": row.code or row.id}
            )
        if at.to is not None:
            raise Conflict("on_its_way", _("Hồ sơ %(code)s đang ở một phiếu chưa được ký nhận.") % {"code": row.code})
        if at.agency.id != agency_id:
            raise Conflict(
                "not_here",
                _("Bản giấy của hồ sơ %(code)s đang ở %(where)s.") % {"code": row.code, "where": at.agency.name},
            )


def _concerned(rows: Sequence[Dossier], taker: Agency) -> None:
    """Papers go to who has to do with the dossier, and to nobody else."""
    for row in rows:
        if taker.id not in (row.agency_id, row.receiving_agency_id, row.support_agency_id, *row.other_agency_ids):
            raise Conflict("not_concerned", _("Bên nhận không có việc gì với hồ sơ %(code)s.") % {"code": row.code})


def _slip(province: UUID, giver: UUID, taker: Agency, actor: Actor, note: str) -> HandOverSlip:
    """Numbered within the giver's year; two at once wait for each other."""
    when = now()
    year = to_local(when).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"slip {giver} {year}"])
        cursor.execute(_NEXT, [giver, year])
        number = int(cursor.fetchone()[0])
    if actor.user_id is None:
        raise NotPermitted("not_permitted", _("Phiếu bàn giao phải do một cán bộ ký."))
    return HandOverSlip.objects.create(
        province_id=province, number=number, year=year, from_agency_id=giver, to_agency=taker, given_by_id=actor.user_id,
        given_at=when, note=checked(note, "note", 300),
    )  # fmt: skip
