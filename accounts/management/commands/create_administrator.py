import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.appoint_administrator import appoint_administrator
from foundation import scoping
from foundation.errors import DomainError


class Command(BaseCommand):
    """Prints one JSON object ``{"username","password"}``; the password of a new account is shown this once."""

    help = "Giao vị trí Quản trị hệ thống của một tỉnh; người quản trị tạo các tài khoản khác trong trang quản trị."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--province", required=True, help="mã cấp 1, ví dụ H05")
        parser.add_argument("--agency", required=True, help="mã định danh đơn vị, ví dụ H05.000")
        parser.add_argument("--agency-name", default="", help="tên, nếu đơn vị chưa có: tạo Trung tâm PVHCC mang mã đó")
        parser.add_argument("--name", default="", help="họ và tên của người quản trị")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with scoping.system("appoint administrator"):
                made = appoint_administrator(
                    options["username"], full_name=options["name"], province_code=options["province"],
                    agency_code=options["agency"], agency_name=options["agency_name"],
                )  # fmt: skip
        except DomainError as error:
            told = "; ".join(str(e.message) for e in error.errors) or str(error.message)
            raise CommandError(told) from error
        self.stdout.write(json.dumps({"username": made.user.username, "password": made.password or None}))
