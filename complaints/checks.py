"""Does what is said about the conduct of officials reach somebody."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from accounts.models import Agency, Position, Province
from accounts.queries import in_being
from accounts.roles import CONDUCT_READERS
from foundation.self_check import Finding, self_check

_CURE = "Giao vị trí Kiểm soát thủ tục hành chính hoặc Thanh tra cho một người của cơ quan khác."


@self_check
def readers_of_conduct() -> Iterator[Finding]:
    """For each agency of a served province somebody reads what is said about its officials who has no post there."""
    for province in Province.objects.filter(valid_to=None, agencies__isnull=False).distinct().order_by("code"):
        name, posts = f"feedback {province.code}", defaultdict[UUID, set[UUID]](set)
        rows = Position.objects.filter(in_being(), agency__province=province, user__is_active=True)
        readers = set(rows.filter(role__in=CONDUCT_READERS).values_list("user_id", flat=True))
        for user_id, agency_id in rows.filter(user_id__in=readers).values_list("user_id", "agency_id"):
            posts[user_id].add(agency_id)
        if not posts:
            yield Finding(name, "warning", "chưa ai đọc được phản ánh về hành vi của cán bộ", _CURE)
            continue
        blind = Agency.objects.filter(id__in=set.intersection(*posts.values())).order_by("code")
        for agency in blind:
            yield Finding(name, "warning", f"không ai đọc được phản ánh về hành vi của cán bộ {agency.name}", _CURE)
        if not blind:
            yield Finding(name, "ok", f"{len(readers)} người đọc phản ánh về hành vi của cán bộ")
