"""The queues of the workers. Known before any model is, since Celery is set up first."""

QUEUES = ("default", "inbox", "delivery", "housekeeping")
HEARTBEAT_SECONDS = 30
