"""Migrate, collect the assets and seed once, in one process: three starts would cost six seconds."""

import os
import sys
from pathlib import Path


def main() -> int:
    """0 when the demo may start; 1 with a sentence that says what is in its way."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError
    from redis import RedisError

    try:
        django.setup()
        _stays_here()
        _broker()
        _fill()
    except (ImproperlyConfigured, CommandError) as refusal:
        print(refusal)
    except RedisError as error:
        print(f"Không kết nối được Redis ({type(error).__name__}): kiểm tra REDIS_URL.")
    except OperationalError as error:
        print(f"Không dùng được PostgreSQL: kiểm tra DATABASE_URL. {error}")
    else:
        return 0
    return 1


def _stays_here() -> None:
    """Its people are invented, but a message to a real host could still be charged: nothing is sent beyond this machine."""
    from django.conf import settings
    from django.core.management import CommandError

    from zalo.hosts import Host, is_loopback

    for host in Host:
        url = getattr(settings, f"ZALO_{host.upper()}_URL")
        if not is_loopback(url):
            raise CommandError(
                f"ZALO_{host.upper()}_URL={url}: bản chạy thử chỉ gửi đến máy này. Bỏ biến này để dùng Zalo giả lập."
            )


def _broker() -> None:
    from foundation.redis import client

    client().ping()


def _fill() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from foundation.partitions import ensure

    call_command("migrate", verbosity=0, interactive=False)
    ensure()  # the data may have slept for months
    _warn_of_role()
    static = Path(settings.STATIC_ROOT)
    call_command("build_assets", verbosity=0)
    _certificate(settings.SIGNING_PKCS12)
    if not (static / "staticfiles.json").exists() or os.environ.get("DEMO_COLLECT") == "1" or _older(static):
        call_command("collectstatic", verbosity=0, interactive=False)
    call_command("seed_demo", verbosity=0)
    connection.close()


def _certificate(path: str) -> None:
    """The demo signs what it issues with a certificate that says to be a trial; one that is given is left alone."""
    from documents.trial_certificate import make

    if path and not Path(path).exists():
        make(Path(path))


def _warn_of_role() -> None:
    """A given server's superuser would see every province; a demo goes on, but not in silence."""
    from foundation import scoping
    from foundation.checks.database import database_role

    with scoping.system("demo"):
        for finding in database_role():
            if finding.level != "ok":
                print(f"Cảnh báo: {finding.message}. {finding.cure}")


def _older(static: Path) -> bool:
    """Whether our own static files changed since they were collected."""
    root = Path(__file__).resolve().parents[2]
    stamp = (static / "staticfiles.json").stat().st_mtime
    return any(
        p.stat().st_mtime > stamp for base in ("static", "var/assets") for p in (root / base).rglob("*") if p.is_file()
    )


if __name__ == "__main__":
    sys.exit(main())
