"""A process that asks for a token better than the one it is given: ``python -m tests.faults.asking <account> <token>``."""

import json
import os
import sys
import uuid

import django


def main(oa: str, refused: str) -> None:
    from foundation import scoping
    from zalo.models import Grant
    from zalo.tokens import GrantDead, RefreshLater, refresh_after_failure

    try:
        got = refresh_after_failure(uuid.UUID(oa), refused).access_token
    except (GrantDead, RefreshLater) as error:
        print(json.dumps({"error": type(error).__name__}))
        return
    with scoping.system("test"):  # another transaction than the one in which it was kept
        committed = Grant.objects.get(oa_id=oa).access_token
    print(json.dumps({"got": got, "committed": committed}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    main(*sys.argv[1:])
