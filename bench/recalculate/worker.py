"""One of the processes that share some jobs: ``python -m bench.recalculate.worker JOB…``."""

import sys
import time
import uuid

import django


def main(names: list[str]) -> None:
    """Work at whichever of them is free until all are done; 1 where one failed."""
    django.setup()
    from foundation import scoping
    from foundation.jobs import run_some
    from foundation.models import Job

    wanted = [uuid.UUID(name) for name in names]
    while True:
        with scoping.system("bench"):
            alive = list(
                Job.objects.filter(id__in=wanted, state__in=["queued", "running"]).values_list("id", flat=True)
            )
            failed = Job.objects.filter(id__in=wanted, error__gt="").exists()
        if failed:
            raise SystemExit(1)
        if not alive:
            return
        for key in alive:
            run_some(key, seconds=20)
        time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1:])
