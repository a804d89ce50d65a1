from typing import Any

from django.core.management.base import BaseCommand

from calendars.loading import load


class Command(BaseCommand):
    """Loads the national working calendar from our own file."""

    help = "Nạp lịch làm việc và ngày nghỉ quốc gia."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load()
        self.stdout.write(f"{loaded.patterns} khung giờ, {loaded.days} ngày đặc biệt")
