from accounts.models.agency import Agency
from accounts.models.api_client import ApiClient, IdempotentCall
from accounts.models.business import Business, BusinessContact
from accounts.models.citizen import Citizen
from accounts.models.consent import Consent
from accounts.models.official import Official
from accounts.models.position import Position
from accounts.models.substitution import Substitution
from accounts.models.territory import Commune, OldTerritory, Province
from accounts.models.user import User

__all__ = [
    "Agency",
    "ApiClient",
    "Business",
    "BusinessContact",
    "Citizen",
    "Commune",
    "Consent",
    "IdempotentCall",
    "Official",
    "OldTerritory",
    "Position",
    "Province",
    "Substitution",
    "User",
]
