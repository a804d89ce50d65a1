"""Which province a page speaks for: the one whose own address (``Province.public_url``) was asked for."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port

from accounts.models import Agency, Province
from foundation.local_time import today_local


def province_of(request: HttpRequest) -> Province | None:
    """The province of this host; None at the common address, where every province is offered.

    The common address (``PUBLIC_URL``) belongs to no province, nor does a host that two provinces name.
    """
    host = split_domain_port(request.get_host())[0].lower()
    if host == (urlsplit(settings.PUBLIC_URL).hostname or ""):
        return None
    own = Province.objects.filter(valid_to=None, public_url__icontains=f"//{host}")
    fitting = [p for p in own if urlsplit(p.public_url).hostname == host]
    return fitting[0] if len(fitting) == 1 else None


def served(only: Province | None = None) -> QuerySet[Province]:
    """The provinces that have agencies here, or just the one."""
    found = Province.objects.filter(valid_to=None, id__in=Agency.objects.values("province_id")).order_by("name")
    return found.filter(id=only.id) if only else found


def answering(province_ids: list[UUID]) -> QuerySet[Agency]:
    """The agencies that a citizen can name (no rooms inside agencies), by province and code."""
    here = Agency.objects.filter(province_id__in=province_ids, valid_from__lte=today_local(), valid_to=None)
    return here.exclude(kind=Agency.Kind.OFFICE).select_related("province").order_by("province__name", "code")
