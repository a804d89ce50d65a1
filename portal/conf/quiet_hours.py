from datetime import time

from django.core.exceptions import ImproperlyConfigured


def quiet_hours(text: str) -> tuple[time, time] | None:
    """``QUIET_HOURS``: ``21:30-06:05`` as two times of the day in Viet Nam; None for ``none``."""
    if text.lower() == "none":
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as error:
        raise ImproperlyConfigured("QUIET_HOURS: ghi như 21:30-06:05, hoặc none") from error
    if begins == ends:
        raise ImproperlyConfigured("QUIET_HOURS: giờ đầu và giờ cuối phải khác nhau")
    return begins, ends
