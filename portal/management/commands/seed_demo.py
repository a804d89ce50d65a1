from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.seeding import greeting
from portal.seeding.run import NotADemo, connect, seed


class Command(BaseCommand):
    """The demo data, once; refuses on a database that is not a demo. At every start: accounts connected, greeting anew."""

    help = "Nạp dữ liệu mẫu cho bản chạy thử."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = seed()
        except NotADemo as error:
            raise CommandError(str(error)) from error
        connect()
        greeting.write()
        if done and options["verbosity"]:
            self.stdout.write("Đã nạp dữ liệu mẫu.")
