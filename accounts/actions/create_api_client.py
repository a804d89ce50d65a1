import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, ApiClient, Province
from accounts.queries import agency_by_code, current_province
from foundation.errors import InvalidInput


@dataclass(frozen=True)
class NewClient:
    """A client and its secret, which is stored only as a digest and can never be shown again."""

    client: ApiClient
    secret: str


@transaction.atomic
def create_api_client(
    name: str, *, province_code: str, scopes: Sequence[str], agency_codes: Sequence[str] = ()
) -> NewClient:
    """Let a system of the province use the API; InvalidInput names the province or agency that does not exist."""
    try:
        province = current_province(province_code)
    except Province.DoesNotExist as error:
        raise InvalidInput.on("province", "unknown", _("Không có tỉnh mang mã này.")) from error
    agencies = []
    for code in agency_codes:
        try:
            agency = agency_by_code(code)
        except Agency.DoesNotExist as error:
            raise InvalidInput.on("agency", "unknown", _("Không có đơn vị mang mã này.")) from error
        if agency.province_id != province.id:
            raise InvalidInput.on("agency", "foreign", _("Đơn vị không thuộc tỉnh này."))
        agencies.append(agency)
    secret = secrets.token_urlsafe(32)
    client = ApiClient(
        name=name,
        province=province,
        allowed_scopes=" ".join(dict.fromkeys(scopes)),
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    client.save()
    client.agencies.set(agencies)
    return NewClient(client, secret)
