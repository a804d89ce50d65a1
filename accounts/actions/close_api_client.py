import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import AccessToken

from accounts.models import ApiClient
from foundation.errors import NotFound


@transaction.atomic
def close_api_client(client_id: str) -> ApiClient:
    """End a system's access at once (its secret leaked, it is no longer used): tokens, secret and scopes are gone.

    The row stays, since events name it. NotFound for an unknown ``client_id``.
    """
    client = ApiClient.objects.select_for_update().filter(client_id=client_id).first()
    if client is None:
        raise NotFound("api_client_not_found", _("Không có hệ thống kết nối mang mã này."))
    AccessToken.objects.filter(application=client).delete()
    client.client_secret, client.allowed_scopes = secrets.token_urlsafe(32), ""
    client.save()
    return client
