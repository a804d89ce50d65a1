import re
import time
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Province
from events.recording import record
from foundation import scoping
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now
from zalo import oauth, tokens
from zalo.actions.raise_alarm import clear_alarms
from zalo.detached import detached
from zalo.inbox import accounts as webhook_accounts
from zalo.models import Alarm, Grant, GrantAudit, OfficialAccount
from zalo.oauth import Result

_ID = re.compile(r"[A-Za-z0-9_-]{1,30}")


@dataclass(frozen=True)
class Connection:
    """What an operator brings from the developer console and the consent page."""

    oa_id: str
    app_id: str
    refresh_token: str = field(repr=False)
    app_secret: str = field(repr=False)
    oa_secret: str = field(repr=False)

    def check(self) -> None:
        """InvalidInput names the first field that cannot be right."""
        for name in ("oa_id", "app_id"):
            value = getattr(self, name)
            if not _ID.fullmatch(value):
                raise InvalidInput.on(name, "invalid", _("Mã gồm chữ và số, tối đa 30 ký tự."))
        for name in ("refresh_token", "app_secret", "oa_secret"):
            if not getattr(self, name):
                raise InvalidInput.on(name, "required", _("Chưa có giá trị."))


def connect_account(
    province: Province, given: Connection, *, actor: Actor, again: bool = False
) -> tuple[OfficialAccount, Result]:
    """Connect an Official Account and make it the province's current one; doing it again changes nothing.

    The refresh token is spent at once for a first pair. GRANTED: connected (also where it had been
    connected with this token before). NOT_SENT, UNCLEAR: kept, to be tried again by itself. A refused token
    raises InvalidInput and changes nothing; so does anything unclear while a good pair is there (Conflict).
    ``again``: the pair we hold has just been refused, so the given token is tried even if we know it.
    """
    given.check()
    for _try in range(100):
        try:
            found = detached(lambda: _connect(province, given, actor, again))
        except tokens.Busy:
            time.sleep(0.1)
            continue
        webhook_accounts.forget()
        return found
    raise Conflict("busy", _("Mã truy cập của OA đang được làm mới; hãy thử lại."))


def _connect(province: Province, given: Connection, actor: Actor, again: bool) -> tuple[OfficialAccount, Result]:
    with scoping.system("zalo connect"):
        oa = _account(province, given)
        Grant.objects.get_or_create(oa=oa, app_id=given.app_id)
        grant = tokens.locked_grant(oa.pk)
        result = _tokens(grant, given, again)
        clear_alarms(oa, Alarm.Kind.STOPPED, Alarm.Kind.WEBHOOK_SECRET)
        record(
            "zalo.connected",
            subject=("official_account", oa.pk),
            province_id=province.pk,
            agency_ids=(),
            actor=actor,
            data={"oa_id": oa.oa_id},
        )
    return oa, result


def _account(province: Province, given: Connection) -> OfficialAccount:
    oa = OfficialAccount.objects.select_for_update().filter(oa_id=given.oa_id).first()
    if oa is None:
        oa = OfficialAccount(oa_id=given.oa_id, province=province)
    elif oa.province_id != province.pk:
        raise InvalidInput.on("oa_id", "taken", _("OA này đã kết nối cho tỉnh khác."))
    OfficialAccount.objects.filter(province=province, is_current=True).exclude(pk=oa.pk).update(is_current=False)
    oa.app_id, oa.app_secret, oa.oa_secret = given.app_id, given.app_secret, given.oa_secret
    oa.is_current, oa.state = True, OfficialAccount.State.CONNECTED
    oa.stopped_reason = oa.phone_stopped_reason = ""
    oa.save()
    return oa


def _tokens(grant: Grant, given: Connection, again: bool) -> Result:
    known = grant.refresh_token == given.refresh_token or tokens.spent_before(grant, given.refresh_token)
    if known and grant.alive and grant.access_token and not again:
        return Result.GRANTED
    exchange = oauth.refresh(given.app_id, given.app_secret, given.refresh_token)
    if exchange.result is Result.REFUSED:
        raise InvalidInput.on(
            "refresh_token",
            "refused",
            _("Zalo không nhận refresh token này (%(reason)s); hãy cấp quyền lại cho OA.")
            % {"reason": exchange.message},
        )
    good_pair = grant.alive and bool(grant.access_token) and not again
    if exchange.result is not Result.GRANTED and good_pair:
        raise Conflict("unclear", _("Chưa đổi được refresh token mới (%s); kết nối cũ vẫn dùng.") % exchange.message)
    if grant.refresh_token and grant.refresh_token != given.refresh_token:
        GrantAudit.objects.create(
            grant=grant, at=now(), cause="connect", result="replaced",
            previous_access=grant.access_token, previous_refresh=grant.refresh_token,
        )  # fmt: skip
    grant.access_token, grant.refresh_token = "", given.refresh_token
    grant.state, grant.reason, grant.failures = Grant.State.ALIVE, "", 0
    tokens.keep(grant, exchange, "connect")
    return exchange.result
