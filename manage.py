#!/usr/bin/env python
import os
import sys

from portal.demo.joining import join


def main() -> None:
    """Django's commands. A setting that is missing or wrong ends it with one line that says what to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if joined := join(os.environ):
        sys.stderr.write(f"Dùng bản chạy thử đang chạy ở {joined}.\n")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        django.setup()
    except ImproperlyConfigured as fault:
        sys.exit(f"error   settings: {fault}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
