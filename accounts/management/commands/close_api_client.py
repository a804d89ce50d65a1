from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.close_api_client import close_api_client
from foundation import scoping
from foundation.errors import DomainError


class Command(BaseCommand):
    """Closes one client; what it holds stops working with the next call."""

    help = "Chấm dứt quyền của một hệ thống kết nối API (lộ khóa, không dùng nữa)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("client_id")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with scoping.system("close API client"):
                client = close_api_client(options["client_id"])
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"Đã chấm dứt quyền của «{client.name}»: mã truy cập, khóa và phạm vi không còn dùng được.")
