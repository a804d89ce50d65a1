"""Words of the back office for acts and people."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, User
from dossiers.states import Action
from events.models import Event

ACT_NAMES = {
    Action.ACCEPT: _("Tiếp nhận"), Action.REFUSE: _("Từ chối tiếp nhận"), Action.START: _("Bắt đầu xử lý"),
    Action.REQUEST_SUPPLEMENT: _("Yêu cầu bổ sung"), Action.RECEIVE_SUPPLEMENT: _("Đã nhận đủ bổ sung"),
    Action.REQUEST_PAYMENT: _("Yêu cầu nộp tiền"), Action.CONFIRM_PAYMENT: _("Xác nhận đã nộp tiền"),
    Action.WITHDRAW: _("Rút hồ sơ theo yêu cầu"), Action.STOP: _("Dừng giải quyết"),
    Action.COMPLETE: _("Hoàn thành, có kết quả"), Action.RETURN_RESULT: _("Trả kết quả"),
    Action.EXTEND: _("Xin lỗi, hẹn lại ngày"), Action.RECALL: _("Thu hồi kết quả để sửa"),
}  # fmt: skip


def actors_of(events: Iterable[Event]) -> dict[UUID, str]:
    """Who did each of these, by event; two queries."""
    rows = list(events)
    users = {u.id: str(u) for u in User.objects.filter(id__in={e.actor_user_id for e in rows if e.actor_user_id})}
    clients = dict(
        ApiClient.objects.filter(pk__in={e.actor_client_id for e in rows if e.actor_client_id}).values_list(
            "pk", "name"
        )
    )
    found: dict[UUID, str] = {}
    for event in rows:
        if event.actor_user_id:
            found[event.id] = users.get(event.actor_user_id, str(_("Cán bộ nơi khác")))
        elif event.actor_client_id:
            found[event.id] = clients.get(event.actor_client_id, str(_("Hệ thống kết nối")))
        else:
            found[event.id] = str(_("Hệ thống"))
    return found
