"""The roles of a one-stop centre (NĐ 118/2025/NĐ-CP; NĐ 61/2018/NĐ-CP Đ7, Đ11, Đ19). Rights attach to a position, not to a person."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What a position may do; the policies of each room say what that means there."""

    GUIDE = "guide"
    RECEPTIONIST = "receptionist"
    RETURNER = "returner"
    CASHIER = "cashier"
    UNIT_HEAD = "unit_head"
    CASE_OFFICER = "case_officer"
    COORDINATOR = "coordinator"
    SIGNER = "signer"
    CLERK = "clerk"
    CENTRE_DIRECTOR = "centre_director"
    CONTROLLER = "controller"
    ADMIN = "admin"
    INSPECTOR = "inspector"
    PROVINCE_LEADER = "province_leader"


ROLE_NAMES = {
    Role.GUIDE: _("Cán bộ hướng dẫn"),
    Role.RECEPTIONIST: _("Cán bộ tiếp nhận"),
    Role.RETURNER: _("Cán bộ trả kết quả"),
    Role.CASHIER: _("Cán bộ thu phí"),
    Role.UNIT_HEAD: _("Lãnh đạo phòng"),
    Role.CASE_OFFICER: _("Chuyên viên thụ lý"),
    Role.COORDINATOR: _("Cơ quan phối hợp"),
    Role.SIGNER: _("Lãnh đạo ký duyệt"),
    Role.CLERK: _("Văn thư"),
    Role.CENTRE_DIRECTOR: _("Giám đốc Trung tâm"),
    Role.CONTROLLER: _("Kiểm soát thủ tục hành chính"),
    Role.ADMIN: _("Quản trị hệ thống"),
    Role.INSPECTOR: _("Thanh tra"),
    Role.PROVINCE_LEADER: _("Lãnh đạo tỉnh"),
}

ROLE_CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]

# These see figures and reports, no dossier and no person.
FIGURES_ONLY = frozenset({Role.PROVINCE_LEADER})
# These work for the whole province, whatever agency their position is in.
PROVINCE_WIDE = frozenset({Role.CENTRE_DIRECTOR, Role.CONTROLLER, Role.ADMIN, Role.INSPECTOR})
# These read what is said about the conduct of officials; who runs the system does not.
CONDUCT_READERS = frozenset({Role.CENTRE_DIRECTOR, Role.CONTROLLER, Role.INSPECTOR})
# Who else may do a step where its own role is not held by somebody, or is busy. Who appraises never signs.
STANDS_IN: dict[Role, frozenset[Role]] = {
    Role.CASE_OFFICER: frozenset({Role.UNIT_HEAD}),
    Role.UNIT_HEAD: frozenset({Role.SIGNER}),
    Role.CLERK: frozenset({Role.UNIT_HEAD, Role.SIGNER}),
    Role.RETURNER: frozenset({Role.RECEPTIONIST}),
    Role.CASHIER: frozenset({Role.RECEPTIONIST}),
    Role.COORDINATOR: frozenset({Role.CASE_OFFICER, Role.UNIT_HEAD}),
}
