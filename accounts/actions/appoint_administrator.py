import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, Official, Position, Province, User
from accounts.queries import agency_by_code, current_province
from accounts.roles import ROLE_NAMES, Role
from foundation.errors import FieldError, InvalidInput
from foundation.local_time import today_local


@dataclass(frozen=True)
class Appointed:
    """An administrator and, where the account is new, its first password, which cannot be shown again."""

    user: User
    password: str


@transaction.atomic
def appoint_administrator(
    username: str, *, full_name: str, province_code: str, agency_code: str, agency_name: str = ""
) -> Appointed:
    """Give the post of administrator (quản trị hệ thống), with an account and an agency where there are none yet.

    InvalidInput names the province, agency or account that does not fit. An account that exists keeps its password.
    """
    try:
        province = current_province(province_code)
    except Province.DoesNotExist as error:
        raise InvalidInput.on("province", "unknown", _("Không có tỉnh mang mã này.")) from error
    agency = _agency(agency_code, agency_name, province)
    user, password = _account(username, full_name, province)
    Position.objects.get_or_create(
        user=user, agency=agency, role=Role.ADMIN, valid_to=None,
        defaults={"valid_from": today_local(), "title": str(ROLE_NAMES[Role.ADMIN])},
    )  # fmt: skip
    return Appointed(user, password)


def _agency(code: str, name: str, province: Province) -> Agency:
    try:
        agency = agency_by_code(code)
    except Agency.DoesNotExist as error:
        if not name:
            raise InvalidInput.on("agency", "unknown", _("Không có đơn vị mang mã này.")) from error
        agency = Agency(
            province=province, code=code, name=name, kind=Agency.Kind.CENTRE, valid_from=today_local()
        )  # fmt: skip
        try:
            agency.full_clean()
        except ValidationError as wrong:
            faults = [FieldError("agency", "invalid", text) for text in wrong.messages]
            raise InvalidInput("invalid", _("Đơn vị chưa đúng."), faults) from error
        agency.save()
    if agency.province_id != province.id:
        raise InvalidInput.on("agency", "foreign", _("Đơn vị không thuộc tỉnh này."))
    return agency


def _account(username: str, full_name: str, province: Province) -> tuple[User, str]:
    user = User.objects.filter(username=username).first()
    if user is not None:
        if user.kind != User.Kind.STAFF or user.province_id != province.id or not user.is_active:
            raise InvalidInput.on("username", "taken", _("Tài khoản này không phải của cán bộ tỉnh đang làm việc."))
        return user, ""
    password = secrets.token_urlsafe(15)
    user = User(username=username, full_name=full_name, province=province, kind=User.Kind.STAFF)
    user.set_password(password)
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as wrong:
        faults = [FieldError("username", "invalid", text) for text in wrong.messages]
        raise InvalidInput("invalid", _("Tài khoản chưa đúng."), faults) from wrong
    user.save(force_insert=True)
    Official.objects.create(user=user, province=province)
    return user, password
