import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actors import Actor
from accounts.models import Province
from accounts.queries import current_province
from foundation import scoping
from foundation.errors import DomainError
from zalo.accounts import TokenUnavailable, credentials
from zalo.actions.check_account import check_account, shown_id
from zalo.actions.connect_account import Connection, connect_account
from zalo.actions.map_template import map_template
from zalo.models import OfficialAccount
from zalo.oauth import Result
from zalo.outcomes import Kind
from zalo.template_file import read_templates
from zalo.tokens import refresh_after_failure


class Command(BaseCommand):
    """Connects an Official Account and makes it the province's current one. May be run again."""

    help = "Kết nối Official Account của một tỉnh; chạy lại không đổi gì thêm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--province", required=True, help="mã cấp 1, ví dụ H05")
        parser.add_argument("--oa-id", required=True)
        parser.add_argument("--app-id", required=True)
        parser.add_argument("--refresh-token", required=True)
        parser.add_argument("--app-secret", default="", help="hoặc biến môi trường ZALO_APP_SECRET")
        parser.add_argument("--oa-secret", default="", help="hoặc biến môi trường ZALO_OA_SECRET")
        parser.add_argument("--templates", default="", help="tệp YAML các mẫu tin")

    def handle(self, *args: Any, **options: Any) -> None:
        given = Connection(
            oa_id=options["oa_id"].strip(),
            app_id=options["app_id"].strip(),
            refresh_token=options["refresh_token"].strip(),
            app_secret=(options["app_secret"] or os.environ.get("ZALO_APP_SECRET", "")).strip(),
            oa_secret=(options["oa_secret"] or os.environ.get("ZALO_OA_SECRET", "")).strip(),
        )
        try:
            templates = read_templates(Path(options["templates"])) if options["templates"] else []
            with scoping.system("zalo connect"):
                province = current_province(options["province"])
            actor = Actor.system("zalo_connect")
            oa, result = connect_account(province, given, actor=actor)
            if result is Result.GRANTED and not works(oa):
                oa, result = connect_account(province, given, actor=actor, again=True)
            self._report(oa, result)
            for template in templates:
                mapping = map_template(oa, **template)
                self.stdout.write(f"{mapping.kind} ({mapping.by}): mẫu {mapping.template_id}")
        except Province.DoesNotExist:
            raise CommandError(f"Không có tỉnh mang mã {options['province']}.") from None
        except DomainError as error:
            raise CommandError(_sentence(error)) from None

    def _report(self, oa: OfficialAccount, result: Result) -> None:
        if result is not Result.GRANTED:
            self.stderr.write(f"Đã lưu OA {oa.oa_id}, chưa lấy được access token; hệ thống sẽ tự thử lại.")
            return
        try:
            answer = check_account(credentials(oa.pk))
        except TokenUnavailable:
            self.stderr.write(f"Đã lưu OA {oa.oa_id}, access token chưa dùng được.")
            return
        told = shown_id(answer)
        if told and told != oa.oa_id:
            with scoping.system("zalo connect"):
                OfficialAccount.objects.filter(pk=oa.pk).update(
                    state=OfficialAccount.State.STOPPED, stopped_reason=f"token của OA {told}"[:300]
                )
            raise CommandError(f"Token này thuộc OA {told}, không phải {oa.oa_id}; OA được tạm ngừng.")
        self.stdout.write(f"Đã kết nối OA {oa.oa_id} cho {oa.province.name}.")


def works(oa: OfficialAccount) -> bool:
    """Whether the platform takes the token we hold, or gives another for our refresh token."""
    try:
        account = credentials(oa.pk)
        if check_account(account).outcome.kind is Kind.REFRESH_ONCE:
            refresh_after_failure(oa.pk, account.access_token)
    except TokenUnavailable:
        return False
    return True


def _sentence(error: DomainError) -> str:
    return "; ".join(f"{e.field}: {e.message}" for e in error.errors) or error.message
