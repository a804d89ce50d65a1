"""What a request needs of an account, as a plain value that can be handed to a loop."""

import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AccountCredentials:
    """An Official Account and its present token; the token stays out of logs and error pages."""

    oa_pk: uuid.UUID
    oa_id: str
    app_id: str
    access_token: str = field(repr=False)
    openapi_rate: int | None = None  # requests a minute by the account's package, None: not limited
    phone_rate: int | None = None  # templates by phone a minute, None: not limited
