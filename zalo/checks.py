"""Is each Official Account able to speak and to hear."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import F

from accounts.models import Province
from foundation.local_time import iso_local, now
from foundation.self_check import Finding, self_check
from zalo import requests
from zalo.calls import call
from zalo.hosts import Host, is_loopback
from zalo.models import Alarm, Grant, InboundEvent, OfficialAccount, TemplateMapping
from zalo.models.template import DEFAULT
from zalo.outcomes import Outcome
from zalo.templates import offered
from zalo.tokens import credentials_of

_CONSENT = "Quản trị OA cấp quyền lại cho ứng dụng, rồi chạy zalo_connect với refresh token mới."


@self_check
def hosts() -> Iterator[Finding]:
    """A demo stays on this machine; production speaks to Zalo over TLS."""
    urls = {host: getattr(settings, f"ZALO_{host.upper()}_URL") for host in Host}
    for host, url in urls.items():
        name = f"zalo {host}"
        if settings.DEMO and not is_loopback(url):
            yield Finding(name, "error", "bản trình diễn trỏ ra ngoài máy này", f"Sửa ZALO_{host.upper()}_URL.")
        elif settings.PRODUCTION and not url.startswith("https://"):
            yield Finding(name, "error", "không dùng HTTPS", f"Sửa ZALO_{host.upper()}_URL.")
        else:
            yield Finding(name, "ok", url)


@self_check
def accounts() -> Iterator[Finding]:
    """Each current account: consent, token, a call, the webhook, templates."""
    found = list(OfficialAccount.objects.filter(is_current=True).select_related("province").order_by("province__code"))
    connected = {oa.province_id for oa in found}
    served = Province.objects.filter(valid_to=None, agencies__isnull=False).exclude(id__in=connected).distinct()
    for province in served.order_by("code"):
        yield Finding(
            f"zalo {province.code}", "warning", "tỉnh chưa kết nối OA nào",
            f"Chạy manage.py zalo_connect --province {province.code} …",
        )  # fmt: skip
    if not found and not served:
        yield Finding("zalo", "warning", "chưa kết nối OA nào", "Chạy manage.py zalo_connect.")
    for oa in found:
        name = f"zalo {oa.province.code}"
        yield from _account(name, oa)
        yield from _webhook(name, oa)
        yield from _templates(name, oa)


def _account(name: str, oa: OfficialAccount) -> Iterator[Finding]:
    grant = Grant.objects.select_related("oa").filter(oa=oa, app_id=F("oa__app_id")).first()
    if grant is None or not grant.alive:
        yield Finding(name, "error", f"OA {oa.oa_id}: hết quyền ({grant.reason if grant else ''})", _CONSENT)
        return
    if not oa.connected:
        yield Finding(
            name,
            "error",
            f"OA {oa.oa_id} tạm ngừng: {oa.stopped_reason}",
            "Khắc phục rồi chạy lại zalo_connect.",
        )
        return
    if oa.phone_stopped_reason:
        yield Finding(
            name, "error", f"ngừng gửi theo điện thoại: {oa.phone_stopped_reason}",
            "Khắc phục (hạn mức, Zalo Cloud Account) rồi chạy lại zalo_connect.",
        )  # fmt: skip
    if not grant.access_token or grant.expires_at is None or grant.expires_at <= now():
        yield Finding(
            name,
            "warning",
            "chưa có access token còn hạn",
            "Kiểm tra tiến trình nền; token được làm mới tự động.",
        )
        return
    yield _called(name, oa, call(credentials_of(grant), requests.account_info()).outcome, grant)


def _called(name: str, oa: OfficialAccount, outcome: Outcome, grant: Grant) -> Finding:
    if outcome.accepted:
        return Finding(name, "ok", f"OA {oa.oa_id}, token đến {iso_local(grant.expires_at)}")
    told = f"{outcome.code or ''} {outcome.message}".strip()
    if not outcome.left:
        return Finding(name, "error", f"không gọi được Zalo ({told})", "Kiểm tra mạng và ZALO_OPENAPI_URL.")
    return Finding(name, "error", f"Zalo trả lời: {told}", "Xem quyền của ứng dụng trong trang nhà phát triển.")


def _webhook(name: str, oa: OfficialAccount) -> Iterator[Finding]:
    label = f"{name} webhook"
    if not oa.oa_secret:
        yield Finding(label, "error", "thiếu khóa bí mật của OA", "Chạy zalo_connect với --oa-secret.")
    elif Alarm.objects.filter(oa=oa, kind=Alarm.Kind.WEBHOOK_SECRET, cleared_at=None).exists():
        yield Finding(
            label, "error", "chữ ký khớp khóa của ứng dụng, không khớp khóa của OA",
            "Lấy OA Secret Key ở trang webhook của ứng dụng, chạy lại zalo_connect với --oa-secret.",
        )  # fmt: skip
    elif not InboundEvent.objects.filter(oa=oa).exists():
        yield Finding(
            label, "warning", "chưa nhận sự kiện nào",
            f"Đặt địa chỉ webhook {settings.PUBLIC_URL}/webhooks/zalo/ và bật các sự kiện.",
        )  # fmt: skip
    else:
        yield Finding(label, "ok", "nhận được sự kiện có chữ ký đúng")


def _templates(name: str, oa: OfficialAccount) -> Iterator[Finding]:
    label = f"{name} templates"
    rows = list(TemplateMapping.objects.filter(oa=oa).order_by("kind", "by"))
    for by in TemplateMapping.By:
        if not any(row.by == by and row.kind == DEFAULT for row in rows):
            yield Finding(
                label,
                "warning",
                f"chưa gắn mẫu chung ({by})",
                f"Chạy manage.py zalo_template --kind default --by {by} …",
            )
    for row in rows:
        which = f"{row.kind} ({row.by}) mẫu {row.template_id}"
        if row.state == TemplateMapping.State.PAUSED:
            yield Finding(label, "error", f"{which}: {row.reason}", "Gửi duyệt lại mẫu, rồi chạy zalo_template.")
        elif unfilled := row.unfilled(offered()):
            yield Finding(
                label, "warning", f"{which}: chưa có dữ liệu cho tham số {', '.join(unfilled)}",
                "Chạy lại zalo_template với --param của_ta=của_mẫu.",
            )  # fmt: skip
        elif row.trusted:
            yield Finding(
                label,
                "warning",
                f"{which}: Zalo không cho xem mẫu này",
                "Đối chiếu mã mẫu và tham số bằng tay.",
            )
        else:
            yield Finding(label, "ok", which)
