import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.seeding.bulk.load import check, load, own_share, people_for, prepare, work
from portal.seeding.bulk.story import SPAN
from portal.seeding.run import NotADemo


class Command(BaseCommand):
    """N invented dossiers with parties, clock, events and ledger, by COPY; for benchmarks. Refuses real databases."""

    help = "Nạp nhanh N hồ sơ mẫu (chỉ trên cơ sở dữ liệu chạy thử)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="cùng số thì cùng câu chuyện")
        parser.add_argument("--ledger", type=float, default=1.0, help="tỷ lệ hồ sơ còn sổ tin nhắn, 0 đến 1")
        parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="số tiến trình")
        parser.add_argument("--days", type=float, default=SPAN, help="nộp trong bấy nhiêu ngày gần đây")
        parser.add_argument("--part", default="", help="nội bộ: phần việc của một tiến trình, ví dụ 0/2")
        parser.add_argument("--people", type=int, default=0, help="nội bộ: số người nộp")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["count"]
        if count < 1:
            raise CommandError("N phải từ 1 trở lên.")
        try:
            if options["part"]:
                check()
                part, parts = (int(n) for n in options["part"].split("/"))
                found = own_share(prepare(), part, parts)
                people = options["people"] or people_for(count)
                self.stdout.write(str(work(found, count, people, options["seed"], options["ledger"], options["days"])))
                return
            done = load(
                count, seed=options["seed"], ledger=options["ledger"], jobs=options["jobs"], span=options["days"]
            )
        except NotADemo as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Đã nạp {done.dossiers} hồ sơ ({done.rows} dòng) trong {done.seconds:.1f} giây: "
            f"{done.dossiers / done.seconds:.0f} hồ sơ/giây, {done.rows / done.seconds:.0f} dòng/giây."
        )
