"""The states in the citizen's words."""

from django.utils.translation import gettext_lazy as _

from dossiers.states import Status

TITLES = {
    Status.DRAFT: _("Hồ sơ chưa nộp"),
    Status.SUBMITTED: _("Đã nộp, đang chờ tiếp nhận"),
    Status.AWAITING_INTAKE_SUPPLEMENT: _("Cần bổ sung để được tiếp nhận"),
    Status.REFUSED: _("Hồ sơ không được tiếp nhận"),
    Status.ACCEPTED: _("Đã tiếp nhận"),
    Status.PROCESSING: _("Đang giải quyết"),
    Status.AWAITING_SUPPLEMENT: _("Cần bổ sung giấy tờ"),
    Status.AWAITING_PAYMENT: _("Cần nộp tiền"),
    Status.WITHDRAWN: _("Đã rút hồ sơ"),
    Status.STOPPED: _("Đã dừng giải quyết"),
    Status.COMPLETED: _("Đã có kết quả"),
    Status.RETURNED: _("Đã trả kết quả"),
}

MEANINGS = {
    Status.DRAFT: _("Cán bộ đang giúp bạn lập hồ sơ."),
    Status.SUBMITTED: _("Cán bộ sẽ kiểm tra giấy tờ và trả lời trong 8 giờ làm việc."),
    Status.AWAITING_INTAKE_SUPPLEMENT: _("Hồ sơ còn thiếu. Thời hạn giải quyết chưa bắt đầu tính."),
    Status.REFUSED: _("Hồ sơ không đủ điều kiện tiếp nhận; lý do ở dưới."),
    Status.ACCEPTED: _("Hồ sơ hợp lệ và đang được chuyển đến người giải quyết."),
    Status.PROCESSING: _("Cơ quan có thẩm quyền đang giải quyết hồ sơ."),
    Status.AWAITING_SUPPLEMENT: _("Thời hạn giải quyết tạm dừng cho đến khi bạn bổ sung đủ."),
    Status.AWAITING_PAYMENT: _("Thời hạn giải quyết tạm dừng cho đến khi bạn nộp xong."),
    Status.WITHDRAWN: _("Hồ sơ đã được rút theo yêu cầu của bạn."),
    Status.STOPPED: _("Cơ quan đã dừng giải quyết hồ sơ; lý do ở dưới."),
    Status.COMPLETED: _("Kết quả đã sẵn sàng; hãy đến nhận theo nơi ghi trên giấy hẹn."),
    Status.RETURNED: _("Kết quả đã được trao. Cảm ơn bạn."),
}

TO_DO = {
    Status.AWAITING_INTAKE_SUPPLEMENT: _("Hãy bổ sung giấy tờ được yêu cầu"),
    Status.AWAITING_SUPPLEMENT: _("Hãy bổ sung giấy tờ được yêu cầu"),
    Status.AWAITING_PAYMENT: _("Hãy nộp khoản tiền được thông báo"),
    Status.COMPLETED: _("Mời bạn đến nhận kết quả"),
}

EVENT_WORDS = {
    "dossier.submitted": _("Hồ sơ được nộp"),
    "dossier.accepted": _("Hồ sơ được tiếp nhận"),
    "dossier.refused": _("Hồ sơ không được tiếp nhận"),
    "dossier.started": _("Bắt đầu giải quyết"),
    "dossier.supplement_requested": _("Yêu cầu bổ sung giấy tờ"),
    "dossier.supplement_received": _("Đã nhận đủ giấy tờ bổ sung"),
    "dossier.payment_requested": _("Thông báo nộp tiền"),
    "dossier.payment_confirmed": _("Đã xác nhận nộp tiền"),
    "dossier.extended": _("Xin lỗi và hẹn lại ngày trả kết quả"),
    "dossier.withdrawn": _("Hồ sơ được rút"),
    "dossier.stopped": _("Dừng giải quyết"),
    "dossier.completed": _("Đã xử lý xong"),
    "dossier.returned": _("Đã trả kết quả"),
    "dossier.recalled": _("Thu hồi kết quả để sửa"),
    "dossier.mirrored": _("Hệ thống gốc cập nhật tình trạng"),
    "dossier.step_completed": _("Chuyển bước"),
    "dossier.step_sent_back": _("Trả lại bước trước"),
    "dossier.step_pulled_back": _("Thu hồi hồ sơ vừa chuyển"),
    "dossier.consulted": _("Lấy ý kiến"),
    "dossier.consultation_answered": _("Ý kiến trả lời"),
    "dossier.papers_given": _("Giao hồ sơ giấy"),
    "dossier.papers_received": _("Nhận hồ sơ giấy"),
    "dossier.assigned": _("Phân công người thụ lý"),
    "dossier.document_added": _("Thêm giấy tờ"),
    "dossier.document_dropped": _("Bỏ giấy tờ ghi nhầm"),
    "dossier.identity_confirmed": _("Ghi cách xác nhận danh tính"),
    "dossier.result_added": _("Thêm kết quả"),
    "dossier.result_revoked": _("Thu hồi, hủy bỏ kết quả"),
    "dossier.result_corrected": _("Đính chính kết quả"),
    "dossier.result_expiring": _("Kết quả sắp hết hạn"),
    "dossier.due_soon": _("Sắp đến hạn"),
    "dossier.charges_assessed": _("Xác định phí, lệ phí phải nộp"),
    "dossier.payment_received": _("Đã thu tiền"),
    "dossier.payment_voided": _("Hủy biên lai thu tiền"),
    "dossier.payment_refunded": _("Hoàn trả tiền đã nộp"),
    "dossier.recalculated": _("Tính lại ngày hẹn trả"),
    "dossier.window_moved": _("Thời hạn bổ sung được lùi theo lịch nghỉ"),
    "dossier.answer_moved": _("Thời hạn cho ý kiến được lùi theo lịch nghỉ"),
    "dossier.overdue": _("Quá hạn"),
    "dossier.apology_asked": _("Cần xin lỗi và hẹn lại: sẽ không kịp ngày hẹn trả"),
    "dossier.paper_issued": _("Phát hành phiếu"),
    "dossier.paper_voided": _("Hủy phiếu đã phát hành"),
}

# What a citizen may read of the record; the rest is the house's own business.
CITIZEN_EVENTS = frozenset(EVENT_WORDS) - {
    "dossier.step_completed", "dossier.step_sent_back", "dossier.step_pulled_back", "dossier.consulted",
    "dossier.consultation_answered", "dossier.papers_given", "dossier.papers_received", "dossier.assigned", "dossier.answer_moved",
    "dossier.due_soon", "dossier.overdue", "dossier.apology_asked", "dossier.document_added", "dossier.document_dropped", "dossier.identity_confirmed", "dossier.result_added",
    "dossier.paper_issued", "dossier.paper_voided",
}  # fmt: skip

PAUSE_REASONS = {
    Status.AWAITING_SUPPLEMENT: _("đang chờ bạn bổ sung giấy tờ"),
    Status.AWAITING_PAYMENT: _("đang chờ bạn nộp tiền"),
}


def masked_name(name: str) -> str:
    """``Nguyễn V** A**``: the family name whole, of each other word the first letter."""
    first, *rest = name.split()[:8] or [""]
    return " ".join([first, *(f"{word[0]}**" for word in rest)])
