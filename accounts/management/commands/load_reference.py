from typing import Any

from django.core.management.base import BaseCommand

from accounts.reference import load


class Command(BaseCommand):
    """Loads provinces and communes from our own files."""

    help = "Nạp danh mục tỉnh và xã, phường, đặc khu."

    def handle(self, *args: Any, **options: Any) -> None:
        provinces, communes = load()
        self.stdout.write(f"{provinces} tỉnh (kể cả tỉnh cũ), {communes} xã, phường, đặc khu")
