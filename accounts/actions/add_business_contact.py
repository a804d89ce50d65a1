from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Business, BusinessContact, Citizen
from foundation import scoping
from foundation.errors import Conflict, InvalidInput


def add_business_contact(business: Business, citizen: Citizen, role: str, *, since: date) -> BusinessContact:
    """Let a person act for a business from a day on (người đại diện, người được ủy quyền, người liên hệ).

    InvalidInput for a role that does not exist; Conflict where the person already has it.
    """
    if role not in BusinessContact.ContactRole.values:
        raise InvalidInput.on("role", "invalid", _("Vai trò là legal, authorised hoặc contact."))
    with scoping.system("add business contact"):
        contact, made = BusinessContact.objects.get_or_create(
            business=business, citizen=citizen, role=role, valid_to=None, defaults={"valid_from": since}
        )
    if not made:
        raise Conflict("contact_exists", _("Người này đang giữ vai trò đó của doanh nghiệp."))
    return contact
