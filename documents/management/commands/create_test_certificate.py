from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.trial_certificate import make


class Command(BaseCommand):
    help = "Tạo chứng thư ký số thử (không có giá trị pháp lý) cho SIGNING_PKCS12; không dùng khi chạy thật"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="tệp .p12 sẽ được ghi; đã có thì giữ nguyên")
        parser.add_argument("--passphrase", default="", help="mật khẩu của tệp")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Bản chạy thật dùng chứng thư do tổ chức được cấp phép cấp.")
        path = Path(options["path"])
        if path.exists():
            self.stdout.write(f"Đã có {path}, giữ nguyên.")
            return
        make(path, passphrase=options["passphrase"])
        self.stdout.write(f"Đã tạo {path}.")
