"""``/can-bo/phan-anh/`` and ``/can-bo/danh-gia/``: what citizens said, for the staff concerned."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from complaints.models import Feedback
from complaints.queries import received
from foundation import read_log
from foundation.local_time import now
from foundation.paging import keyset
from portal.office.access import actor_of, officials_only
from ratings.queries import votes


@officials_only
def feedback(request: HttpRequest) -> HttpResponse:
    rows = keyset(
        received().order_by(),
        order=("received_at", "id"),
        cursor=request.GET.get("cursor"),
        size=30,
        descending=True,
    )
    conduct = [row.id for row in rows.items if row.kind == Feedback.Kind.CONDUCT]
    reader = actor_of(request)
    read_log.note("feedback", conduct, reader=reader, province_id=reader.province_id, way="list")
    return render(request, "office/feedback.html.jinja", {"page": rows, "now": now()}, using="jinja2")


@officials_only
def ratings(request: HttpRequest) -> HttpResponse:
    rows = keyset(
        votes().order_by(),
        order=("voted_at", "id"),
        cursor=request.GET.get("cursor"),
        size=30,
        descending=True,
    )
    return render(request, "office/ratings.html.jinja", {"page": rows}, using="jinja2")
