from typing import Any

from django.core.management.base import BaseCommand

from foundation.partitions import ensure


class Command(BaseCommand):
    """Makes the partitions of this month and the next three; prints what it made. Beat does the same every hour."""

    help = "Tạo các phần theo tháng còn thiếu."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ensure(months_ahead=3):
            self.stdout.write(name)
