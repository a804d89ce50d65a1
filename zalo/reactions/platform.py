"""What the platform decides about our templates and the account's quality."""

from collections.abc import Sequence

from accounts.actors import Actor
from foundation.local_time import now
from zalo.actions.map_template import template_ready
from zalo.actions.raise_alarm import clear_alarms, raise_alarm
from zalo.actions.stop_channel import pause_template
from zalo.inbox.registry import Inbound, handles
from zalo.models import Alarm, OfficialAccount, TemplateMapping

_GONE = {"REJECT", "DISABLE", "DELETE", "PENDING_REVIEW"}


@handles("change_template_status")
def template_status(events: Sequence[Inbound]) -> None:
    """A template that was taken away pauses its mappings at once; one that comes back resumes them."""
    for event in sorted(events, key=lambda e: e.occurred_at):
        oa = OfficialAccount.objects.get(pk=event.oa_pk)
        template_id, status = event.text("template_id"), event.text("status", "new_status")
        mapped = TemplateMapping.objects.filter(oa=oa, template_id=template_id)
        if status in _GONE and mapped.exists():
            pause_template(oa, template_id, f"{status} {event.text('reason')}".strip())
        elif status == "ENABLE":
            mapped.update(state=TemplateMapping.State.ENABLED, reason="", trusted=False, checked_at=now())
            clear_alarms(oa, Alarm.Kind.TEMPLATE, subject=template_id)
            if mapped.exists():
                template_ready(oa, actor=Actor.system("zalo.platform"))


@handles("change_template_quality")
def template_quality(events: Sequence[Inbound]) -> None:
    """A low quality ends with Zalo switching the template off: somebody should look before."""
    for event in events:
        quality = event.text("quality", "new_quality") or event.text("quality")
        if quality == "LOW":
            oa = OfficialAccount.objects.get(pk=event.oa_pk)
            raise_alarm(oa, Alarm.Kind.TEMPLATE, subject=event.text("template_id"), detail="LOW")


@handles("permission_revoked")
def permission_revoked(events: Sequence[Inbound]) -> None:
    """The account's admin took our app's rights away."""
    for event in events:
        raise_alarm(OfficialAccount.objects.get(pk=event.oa_pk), Alarm.Kind.GRANT_DEAD, detail=event.name)
