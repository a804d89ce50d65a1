from zalo.actions.raise_alarm import raise_alarm
from zalo.models import Alarm, OfficialAccount, TemplateMapping
from zalo.outcomes import Outcome, Stops


def stop_channel(oa: OfficialAccount, outcome: Outcome, *, template_id: str = "") -> None:
    """Stop the template, the templates by phone, or the whole account, with the reason that Zalo gave.

    Nothing starts again by itself: ``zalo_template`` or the platform's event for a template,
    ``zalo_connect`` or the back office for an account. Needs the system scope.
    """
    reason = f"{outcome.code}: {outcome.message}"[:300]
    if outcome.stops is Stops.TEMPLATE:
        pause_template(oa, template_id, reason)
    elif outcome.stops is Stops.PHONE:
        OfficialAccount.objects.filter(pk=oa.pk).update(phone_stopped_reason=reason)
        raise_alarm(oa, Alarm.Kind.STOPPED, subject="phone", detail=reason)
    else:
        OfficialAccount.objects.filter(pk=oa.pk).update(state=OfficialAccount.State.STOPPED, stopped_reason=reason)
        raise_alarm(oa, Alarm.Kind.STOPPED, subject="account", detail=reason)


def pause_template(oa: OfficialAccount, template_id: str, reason: str) -> int:
    """Pause every mapping to this template; how many there were."""
    raise_alarm(oa, Alarm.Kind.TEMPLATE, subject=template_id, detail=reason)
    return TemplateMapping.objects.filter(oa=oa, template_id=template_id).update(
        state=TemplateMapping.State.PAUSED, reason=reason[:300]
    )
