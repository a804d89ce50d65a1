"""Is each province that is served ready to be."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from accounts.models import Commune, Position, Province
from accounts.roles import Role
from foundation.self_check import Finding, self_check


@self_check
def provinces() -> Iterator[Finding]:
    """A served province (one with agencies) has a hotline to name to those who wait, and an administrator."""
    served = list(Province.objects.filter(valid_to=None, agencies__isnull=False).distinct().order_by("code"))
    if not served:
        yield Finding(
            "provinces", "warning", "chưa tỉnh nào có cơ quan", "Nhập cơ quan và cán bộ trong trang quản trị."
        )
    for province in served:
        name, faults = f"province {province.code}", []
        if not province.hotline:
            faults.append(("chưa có đường dây nóng", "Ghi đường dây nóng của tỉnh trong trang quản trị."))
        if not Position.objects.filter(role=Role.ADMIN, agency__province=province, user__is_active=True).exists():
            faults.append(("chưa có người quản trị", "Giao vị trí Quản trị hệ thống cho một cán bộ."))
        host = urlsplit(province.public_url).hostname
        if host and not validate_host(host, settings.ALLOWED_HOSTS):
            yield Finding(
                name, "error", f"trang {host} bị từ chối",
                "Thêm tên miền đó vào ALLOWED_HOSTS, hoặc sửa địa chỉ trang của tỉnh.",
            )  # fmt: skip
        for message, cure in faults:
            yield Finding(name, "warning", message, cure)
        if not faults:
            yield Finding(name, "ok", province.name)


@self_check
def territory() -> Iterator[Finding]:
    """Are the provinces and communes loaded: without them no address, old fee or old code finds its place."""
    present = Province.objects.filter(valid_to=None).count()
    former, communes = Province.objects.exclude(valid_to=None).count(), Commune.objects.count()
    if not (present and former and communes):
        yield Finding("territory", "warning", "chưa nạp danh mục tỉnh, xã", "Chạy: manage.py load_reference")
        return
    doubtful = Province.objects.filter(unverified=True).count()
    yield Finding(
        "territory", "ok",
        f"{present} tỉnh hiện nay, {former} tỉnh cũ, {communes} xã; {doubtful} mã cấp 1 cần kiểm tra",
    )  # fmt: skip
