import sys
from typing import Any

from django.core.management.base import BaseCommand

from foundation.self_check import run_all


class Command(BaseCommand):
    """One line per integration: ok, warning or error, with the cure; exit 1 on an error."""

    help = "Tự kiểm tra cấu hình: mỗi kết nối một dòng, kèm cách khắc phục."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = run_all()
        for finding in findings:
            cure = f" — {finding.cure}" if finding.cure else ""
            self.stdout.write(f"{finding.level:<8}{finding.name}: {finding.message}{cure}")
        if any(finding.level == "error" for finding in findings):
            sys.exit(1)
