"""Counters of the webhook and the chat."""

from prometheus_client import Counter

webhook_events = Counter(
    "zalo_webhook_events_total",
    "Requests to the webhook by what became of them",
    ["result"],  # stored duplicate unsigned unknown_account bad_signature wrong_secret probe test spooled lost
)
webhook_forms = Counter("zalo_webhook_signature_total", "By which form signatures matched", ["form"])
inbound_failures = Counter("zalo_inbound_failures_total", "Events whose handling failed and is tried again", ["name"])
replies = Counter("zalo_replies_total", "Answers in chat by how they ended", ["state"])
