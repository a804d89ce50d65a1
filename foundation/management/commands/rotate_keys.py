from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.encryption.rotation import remaining, rotate


class Command(BaseCommand):
    """One line per table with what was written again; exit 1 while something still lies under an older key."""

    help = "Mã hóa lại dữ liệu bằng khóa đứng đầu FIELD_ENCRYPTION_KEYS, để có thể bỏ khóa cũ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="chỉ đếm, không đổi gì")

    def handle(self, *args: Any, **options: Any) -> None:
        left = 0
        for table in remaining() if options["check"] else rotate():
            left += table.left
            self.stdout.write(f"{table.table}: mã hóa lại {table.written}, bỏ {table.forgotten}, còn {table.left}")
        if left:
            raise CommandError(f"Còn {left} dòng dưới khóa cũ; chưa được bỏ khóa cũ.")
        self.stdout.write("Mọi giá trị đã dùng khóa mới; có thể bỏ khóa cũ khỏi FIELD_ENCRYPTION_KEYS.")
