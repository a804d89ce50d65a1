"""What an act found wrong, on the form that asked for it."""

from collections.abc import Mapping

from django.forms import Form

from foundation.errors import InvalidInput


def show_faults(form: Form, refused: InvalidInput, names: Mapping[str, str] | None = None) -> None:
    """Each fault beside its field; on top where the form has no such field. ``names``: fields that are called otherwise."""
    for fault in refused.errors:
        name = (names or {}).get(fault.field, fault.field)
        form.add_error(name if name in form.fields else None, str(fault.message))
