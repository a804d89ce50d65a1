import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.actors import Actor
from events.recording import record
from foundation import scoping
from foundation.errors import InvalidInput
from foundation.local_time import now
from zalo import requests
from zalo.accounts import TokenUnavailable, credentials
from zalo.actions.raise_alarm import clear_alarms
from zalo.answers import Answer
from zalo.calls import call
from zalo.models import Alarm, OfficialAccount, TemplateMapping

_KIND = re.compile(r"default|[a-z_]+(\.[a-z_]+)+")


def map_template(
    oa: OfficialAccount, *, kind: str, by: str, template_id: str, params: Mapping[str, str]
) -> TemplateMapping:
    """Say which approved template of the account tells a kind of message; doing it again changes nothing.

    Asks the platform for the template's parameters. Where it does not show the template, the mapping is
    trusted and flagged. InvalidInput for a parameter that the template does not have.
    """
    if not _KIND.fullmatch(kind):
        raise InvalidInput.on("kind", "invalid", _("Loại tin viết như dossier.accepted hoặc default."))
    if by not in TemplateMapping.By.values:
        raise InvalidInput.on("by", "invalid", _("Cách gửi là phone hoặc uid."))
    if not template_id or len(template_id) > 40:
        raise InvalidInput.on("template_id", "invalid", _("Mã mẫu tin trống hoặc dài quá 40 ký tự."))
    shown = _ask(oa, template_id)
    fields, status = _read(shown)
    strange = sorted(set(params.values()) - set(fields)) if fields else []
    if strange:
        raise InvalidInput.on(
            "param",
            "unknown",
            _("Mẫu tin không có tham số %(strange)s; các tham số: %(known)s.")
            % {"strange": ", ".join(strange), "known": ", ".join(fields)},
        )
    usable = status in ("", "ENABLE")
    with scoping.system("zalo template"):
        mapping, _made = TemplateMapping.objects.update_or_create(
            oa=oa,
            kind=kind,
            by=by,
            defaults={
                "template_id": template_id,
                "params": dict(params),
                "fields": fields,
                "trusted": not status,
                "state": TemplateMapping.State.ENABLED if usable else TemplateMapping.State.PAUSED,
                "reason": "" if usable else status,
                "checked_at": now() if status else None,
            },
        )
        if usable:
            clear_alarms(oa, Alarm.Kind.TEMPLATE, subject=template_id)
            template_ready(oa, actor=Actor.system("zalo_template"), kind=kind)
    return mapping


def template_ready(oa: OfficialAccount, *, actor: Actor, kind: str | None = None) -> None:
    """Leave the event that a template can be used: what waited for one may go. System scope."""
    record(
        "zalo.template_ready", subject=("official_account", oa.pk), province_id=oa.province_id, agency_ids=(),
        actor=actor, data={"oa_id": oa.oa_id, "kind": kind},
    )  # fmt: skip


def _ask(oa: OfficialAccount, template_id: str) -> Answer | None:
    try:
        account = credentials(oa.pk)
    except TokenUnavailable:
        return None
    return call(account, requests.template_info(template_id=template_id))


def _read(shown: Answer | None) -> tuple[dict[str, int], str]:
    """The parameters (name → greatest length) and the status; empty where the platform does not show them."""
    data = shown.data if shown and isinstance(shown.data, dict) else {}
    rows = data.get("listParams")
    fields = {
        str(row["name"]): int(row.get("maxLength") or 0)
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("name")
    }
    return fields, str(data.get("status") or "").upper()
