"""Sending the answers of the chat: one at a time, the attempt written down before it leaves."""

import json
from datetime import timedelta

import structlog
from django.db.models import Q

from foundation import scoping
from foundation.local_time import now
from zalo import requests
from zalo.accounts import TokenUnavailable, credentials
from zalo.actions.raise_alarm import raise_for
from zalo.calls import call
from zalo.credentials import AccountCredentials
from zalo.metrics import replies
from zalo.models import ConversationLine, Reply
from zalo.outcomes import Kind, Outcome
from zalo.requests import Button
from zalo.tokens import RefreshLater, refresh_after_failure
from zalo.waits import scaled

log = structlog.get_logger(__name__)

_LEASE = 60.0
_SHORTEST_LEASE = 20.0  # longer than a call can take, whatever the scale
_TRIES = 8
_State = Reply.State


def send_due(limit: int = 200) -> int:
    """Send up to ``limit`` due answers; how many were tried. Index zalo_reply_open."""
    give_up_lost()
    done = 0
    while done < limit and (reply := _claim()) is not None:
        _finish(reply, _attempt(reply))
        done += 1
    return done


def give_up_lost() -> int:
    """Attempts whose worker died: nobody knows whether they left, so they are not sent again."""
    with scoping.system("zalo replies"):
        return Reply.objects.filter(state=_State.SENDING, lease_until__lt=now()).update(
            state=_State.UNCONFIRMED, reason="lease"
        )


def _claim() -> Reply | None:
    with scoping.system("zalo replies"):
        reply = (
            Reply.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("zalo_user")
            .filter(state=_State.QUEUED, due_at__lte=now())
            .order_by("due_at", "id")
            .first()
        )
        if reply is None:
            return None
        reply.state, reply.tries = _State.SENDING, reply.tries + 1
        reply.lease_until = now() + timedelta(seconds=max(scaled(_LEASE), _SHORTEST_LEASE))
        reply.save(update_fields=["state", "tries", "lease_until"])
        return reply


def _attempt(reply: Reply) -> Outcome:
    person = reply.zalo_user
    try:
        account = credentials(person.oa_id)
        outcome = _say(account, person.user_id, reply)
        if outcome.kind is Kind.REFRESH_ONCE:
            account = refresh_after_failure(person.oa_id, account.access_token)
            outcome = _say(account, person.user_id, reply)
    except RefreshLater as error:
        return Outcome(Kind.RETRY, message="token", retry_after=error.retry_after, left=False)
    except TokenUnavailable:
        return Outcome(Kind.STOP_CHANNEL, message="grant", left=False)
    return outcome


def _say(account: AccountCredentials, user_id: str, reply: Reply) -> Outcome:
    buttons = [Button(*item) for item in json.loads(reply.buttons or "[]")]
    request = requests.consultation(user_id=user_id, text=reply.text, buttons=buttons)
    outcome = call(account, request).outcome
    if outcome.kind is Kind.DEGRADE and buttons:
        plain = requests.without_buttons(reply.text, buttons)
        outcome = call(account, requests.consultation(user_id=user_id, text=plain)).outcome
    return outcome


def _finish(reply: Reply, outcome: Outcome) -> None:
    changes = _changes(reply, outcome)
    with scoping.system("zalo replies"):
        # Another worker may have taken the lease for lost in between; what we know for sure still counts.
        known = Q(state=_State.SENDING) | (Q(state=_State.UNCONFIRMED) if outcome.accepted else Q(pk=None))
        if Reply.objects.filter(known, pk=reply.pk).update(**changes) and outcome.accepted:
            _log_line(reply, outcome)
    replies.labels(state=changes["state"]).inc()
    if outcome.alarm:
        raise_for(reply.zalo_user.oa_id, outcome)


def _changes(reply: Reply, outcome: Outcome) -> dict[str, object]:
    reason = f"{outcome.code if outcome.code is not None else ''} {outcome.message}".strip()[:300]
    if outcome.accepted:
        return {"state": _State.SENT, "message_id": outcome.message_id[:60], "reason": ""}
    if outcome.kind is Kind.AMBIGUOUS:
        return {"state": _State.UNCONFIRMED, "reason": reason}
    again = outcome.kind in (Kind.RETRY, Kind.REFRESH_ONCE)
    codes = [*reply.codes, outcome.code] if outcome.left and outcome.code is not None else reply.codes
    alike = (
        outcome.max_tries is not None and outcome.code is not None and codes.count(outcome.code) >= outcome.max_tries
    )
    if not again or alike or (outcome.left and reply.tries >= _TRIES):
        return {"state": _State.FAILED, "reason": reason}
    pause = outcome.retry_after if outcome.retry_after is not None else scaled(5.0 * 2 ** (reply.tries - 1))
    # What never left was no attempt.
    return {
        "state": _State.QUEUED, "reason": reason, "due_at": now() + timedelta(seconds=pause), "codes": codes,
        "tries": reply.tries if outcome.left else reply.tries - 1,
    }  # fmt: skip


def _log_line(reply: Reply, outcome: Outcome) -> None:
    ConversationLine.objects.bulk_create(
        [
            ConversationLine(
                zalo_user_id=reply.zalo_user_id, by=ConversationLine.By.PROGRAM,
                message_id=outcome.message_id[:60], text=reply.text, at=outcome.sent_time or now(),
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
