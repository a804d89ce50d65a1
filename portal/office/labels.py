"""Words of the back office for acts and people."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, User
from dossiers.states import NEEDS_REASON, Action
from events.models import Event

ACT_NAMES = {
    Action.ACCEPT: _("Tiếp nhận"), Action.REFUSE: _("Từ chối tiếp nhận"), Action.START: _("Bắt đầu xử lý"),
    Action.REQUEST_SUPPLEMENT: _("Yêu cầu bổ sung"), Action.RECEIVE_SUPPLEMENT: _("Đã nhận đủ bổ sung"),
    Action.REQUEST_PAYMENT: _("Yêu cầu nộp tiền"), Action.CONFIRM_PAYMENT: _("Xác nhận đã nộp tiền"),
    Action.WITHDRAW: _("Rút hồ sơ theo yêu cầu"), Action.STOP: _("Dừng giải quyết"),
    Action.COMPLETE: _("Hoàn thành, có kết quả"), Action.RETURN_RESULT: _("Trả kết quả"),
    Action.EXTEND: _("Xin lỗi, hẹn lại ngày"), Action.RECALL: _("Thu hồi kết quả để sửa"),
}  # fmt: skip
DONE = {
    Action.ACCEPT: _("Đã tiếp nhận hồ sơ."), Action.REFUSE: _("Đã từ chối tiếp nhận hồ sơ."),
    Action.START: _("Đã bắt đầu xử lý."), Action.REQUEST_SUPPLEMENT: _("Đã yêu cầu bổ sung; thời hạn tạm dừng."),
    Action.RECEIVE_SUPPLEMENT: _("Đã ghi nhận đủ giấy tờ bổ sung."), Action.WITHDRAW: _("Đã rút hồ sơ."),
    Action.REQUEST_PAYMENT: _("Đã yêu cầu nộp tiền; thời hạn tạm dừng."), Action.STOP: _("Đã dừng giải quyết."),
    Action.CONFIRM_PAYMENT: _("Đã xác nhận nộp tiền."), Action.COMPLETE: _("Đã ghi nhận kết quả."),
    Action.RETURN_RESULT: _("Đã trả kết quả."), Action.EXTEND: _("Đã hẹn lại ngày trả kết quả."),
    Action.RECALL: _("Đã thu hồi kết quả; hồ sơ được xử lý tiếp."),
}  # fmt: skip
# Alt + this letter on the dossier's page (Alt + Shift in Firefox, Control + Option on a Mac).
KEYS = {
    Action.ACCEPT: "n", Action.REFUSE: "k", Action.START: "x", Action.REQUEST_SUPPLEMENT: "b",
    Action.RECEIVE_SUPPLEMENT: "g", Action.REQUEST_PAYMENT: "p", Action.CONFIRM_PAYMENT: "m", Action.WITHDRAW: "r",
    Action.STOP: "o", Action.COMPLETE: "h", Action.RETURN_RESULT: "t", Action.EXTEND: "l", Action.RECALL: "y",
}  # fmt: skip
# What can be done with one press: it needs neither words nor a choice.
ONE_CLICK = frozenset(Action) - NEEDS_REASON - {Action.COMPLETE}
# What ends a dossier against its owner's wish, or takes back what was said.
GRAVE = frozenset({Action.REFUSE, Action.STOP, Action.WITHDRAW, Action.RECALL})


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
            found[event.id] = str(_("Công dân") if event.actor_kind == "citizen" else _("Hệ thống"))
    return found
