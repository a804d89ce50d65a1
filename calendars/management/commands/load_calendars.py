from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calendars.file_faults import CalendarFileError
from calendars.loading import load


class Command(BaseCommand):
    """Loads the national working calendar: our own files, or a file with the days off of a new year."""

    help = "Nạp lịch làm việc và ngày nghỉ quốc gia."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="tệp YAML của một năm; bỏ trống: các tệp có sẵn")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load([Path(options["file"])] if options["file"] else None)
        except CalendarFileError as error:
            for fault in error.faults:
                self.stderr.write(fault)
            raise CommandError(f"Không nạp gì cả: {len(error.faults)} lỗi.") from error
        removed = f", bỏ {loaded.removed} ngày" if loaded.removed else ""
        self.stdout.write(
            f"{loaded.patterns} khung giờ, {loaded.days} ngày đặc biệt, {loaded.years} năm đã đủ{removed}"
        )
