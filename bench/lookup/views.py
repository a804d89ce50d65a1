"""The empty house: what every answer costs before anything is looked up or shown."""

from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from dossiers.codes import search_key
from dossiers.lookup import check_pace
from foundation import scoping
from portal.addresses import counted_address

_BY_CODE = "SELECT id, status, due_at FROM dossiers_dossier WHERE code_key = %s"
_BY_ID = "SELECT code, status, due_at FROM dossiers_dossier WHERE id = %s"


def _page(mark: str) -> HttpResponse:
    """A constant body of the size of the product's page, with the code in front so that it can be checked."""
    return HttpResponse(mark.ljust(settings.BENCH_BODY_BYTES, "x"))


@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """The same throttle and the same scope transaction around one raw query."""
    code = request.POST["code"]
    check_pace(code, counted_address(request))
    with scoping.system("look-up by code"), connection.cursor() as cursor:
        cursor.execute(_BY_CODE, [search_key(code)])
        cursor.fetchone()
    return _page(code)


@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """The refresh: one raw query by key."""
    with scoping.system("look-up by code"), connection.cursor() as cursor:
        cursor.execute(_BY_ID, [UUID(request.COOKIES["bench"])])
        row = cursor.fetchone()
    return _page(row[0])


def naked(request: HttpRequest) -> HttpResponse:
    """Django and the server, nothing else."""
    return _page(request.POST["code"])
