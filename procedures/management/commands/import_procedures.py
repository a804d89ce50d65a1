from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedures.importing import CatalogueError, import_catalogue


class Command(BaseCommand):
    """Validates and imports a catalogue file (YAML), all or nothing; errors by line and field."""

    help = "Kiểm tra và nạp danh mục thủ tục từ tệp YAML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = Path(options["file"]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Không đọc được tệp: {error}") from error
        try:
            done = import_catalogue(text)
        except CatalogueError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"Không nạp gì cả: {len(error.faults)} lỗi.") from error
        for warning in done.warnings:
            self.stderr.write(f"lưu ý: {warning}")
        self.stdout.write(
            f"{done.created} phiên bản mới, {done.unchanged} không đổi; {done.waivers} quy định miễn, giảm mới"
        )
