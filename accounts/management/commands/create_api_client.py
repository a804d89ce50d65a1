import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.actions.create_api_client import create_api_client
from foundation import scoping
from foundation.errors import DomainError


class Command(BaseCommand):
    """Prints one JSON object ``{"client_id","client_secret","scopes"}``; the secret is shown this once."""

    help = "Tạo một hệ thống kết nối API của tỉnh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--province", required=True, help="mã cấp 1, ví dụ H05")
        parser.add_argument("--scopes", required=True, help='ví dụ "dossiers:read dossiers:write"')
        parser.add_argument("--agency", action="append", default=[], help="mã đơn vị; bỏ trống là cả tỉnh")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = set(options["scopes"].split()) - set(dict(settings.OAUTH2_PROVIDER["SCOPES"]))  # type: ignore[call-overload]
        if unknown:
            raise CommandError(f"Phạm vi không có: {' '.join(sorted(unknown))}")
        try:
            with scoping.system("create API client"):
                made = create_api_client(
                    options["name"],
                    province_code=options["province"],
                    scopes=options["scopes"].split(),
                    agency_codes=options["agency"],
                )
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(
            json.dumps(
                {
                    "client_id": made.client.client_id,
                    "client_secret": made.secret,
                    "scopes": made.client.scopes(),
                }
            )
        )
