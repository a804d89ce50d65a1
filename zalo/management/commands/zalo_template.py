from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation import scoping
from foundation.errors import DomainError
from zalo.actions.map_template import map_template
from zalo.models import OfficialAccount, TemplateMapping
from zalo.templates import offered


class Command(BaseCommand):
    """Maps a kind of message to an approved template of the account. May be run again."""

    help = "Gắn một loại tin với mẫu tin đã duyệt của OA; loại default dùng cho các loại chưa gắn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--oa-id", required=True)
        parser.add_argument("--kind", required=True, help="ví dụ dossier.accepted hoặc default")
        parser.add_argument("--by", required=True, choices=TemplateMapping.By.values)
        parser.add_argument("--template-id", required=True)
        parser.add_argument("--param", action="append", default=[], metavar="của_ta=của_mẫu")

    def handle(self, *args: Any, **options: Any) -> None:
        params = dict(_pair(text) for text in options["param"])
        with scoping.system("zalo template"):
            oa = OfficialAccount.objects.filter(oa_id=options["oa_id"]).first()
        if oa is None:
            raise CommandError(f"Chưa kết nối OA {options['oa_id']}; chạy zalo_connect trước.")
        try:
            mapping = map_template(
                oa,
                kind=options["kind"],
                by=options["by"],
                template_id=options["template_id"],
                params=params,
            )
        except DomainError as error:
            raise CommandError("; ".join(f"{e.field}: {e.message}" for e in error.errors)) from None
        note = " — chưa đối chiếu được với Zalo, tạm tin" if mapping.trusted else ""
        if unfilled := mapping.unfilled(offered()):
            note += f" — chưa có dữ liệu cho: {', '.join(unfilled)} (dữ liệu có: {', '.join(sorted(offered()))})"
        if mapping.state == TemplateMapping.State.PAUSED:
            note = f" — tạm dừng: {mapping.reason}"
        self.stdout.write(f"{mapping.kind} ({mapping.by}): mẫu {mapping.template_id}{note}")


def _pair(text: str) -> tuple[str, str]:
    ours, sign, theirs = text.partition("=")
    if not (ours and sign and theirs):
        raise CommandError(f"--param viết là của_ta=của_mẫu, không phải {text!r}.")
    return ours.strip(), theirs.strip()
