from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import BusinessContact
from foundation import scoping
from foundation.errors import Conflict, InvalidInput, NotFound


def end_business_contact(contact_id: UUID, *, last_day: date) -> BusinessContact:
    """End a person's role for a business with a day. The row stays: who acted when can still be told.

    NotFound, Conflict where it has ended already, InvalidInput for a day before it began.
    """
    with scoping.system("end business contact"):
        contact = BusinessContact.objects.select_for_update(of=("self",)).filter(id=contact_id).first()
        if contact is None:
            raise NotFound("contact_not_found", _("Không có người liên hệ này."))
        if contact.valid_to is not None:
            raise Conflict("contact_ended", _("Vai trò này đã kết thúc."))
        if last_day < contact.valid_from:
            raise InvalidInput.on("last_day", "too_early", _("Ngày kết thúc phải sau ngày bắt đầu."))
        contact.valid_to = last_day
        contact.save(update_fields=["valid_to"])
    return contact
