from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class ClientCredentialsOnly(OAuth2Validator):
    """Systems only: client credentials, the secret in the HTTP Basic header, nothing else."""

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return grant_type == "client_credentials" and super().validate_grant_type(
            client_id, grant_type, client, request, *args, **kwargs
        )
