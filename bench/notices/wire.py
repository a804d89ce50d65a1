"""What the product would send for a batch, byte for byte, and with which token."""

from typing import Any

from bench.notices.queue import Batch


def of(batch: Batch) -> dict[str, Any]:
    """``{"token", "bodies"}``; leaves the batch as it was."""
    from foundation import scoping
    from notifications.delivery.claim import Claimed
    from notifications.delivery.intents import tracking_id
    from notifications.delivery.routes import Route, routes
    from notifications.models import Message
    from zalo.requests import template_by_phone

    with scoping.system("bench"):
        rows = list(Message.objects.filter(id__in=batch.ids))
    taken = [
        Claimed(
            m.id, m.correlation_id, m.province_id, m.kind, m.recipient_id, m.data, 0, [], m.urgency, m.event_seq,
            m.planned_at, m.id,
        )
        for m in rows
    ]  # fmt: skip
    found, bodies, token = routes(taken), [], ""
    for message in taken:
        route = found[message.id]
        assert isinstance(route, Route), route
        token = route.account.access_token
        request = template_by_phone(
            phone=route.address,
            template_id=route.template_id,
            data=route.fields,
            tracking_id=tracking_id(message, 1),
        )
        assert request.body is not None
        bodies.append(request.body.decode())
    return {"token": token, "bodies": bodies}
