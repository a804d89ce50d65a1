"""The form of a process: a line for each step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import ROLE_NAMES, Role
from portal.office.day_field import DayField
from procedures.agency_roles import AGENCY_ROLES
from procedures.drafting import Written
from procedures.models.version import UNITS

_WORKS = (
    Role.GUIDE, Role.RECEPTIONIST, Role.RETURNER, Role.CASHIER, Role.UNIT_HEAD, Role.CASE_OFFICER, Role.COORDINATOR,
    Role.SIGNER, Role.CLERK, Role.CENTRE_DIRECTOR,
)  # fmt: skip
_TIMES = list(UNITS)
_SLUG = {"autocapitalize": "none", "spellcheck": "false"}


class StepForm(forms.Form):
    """One step. ``next``: codes of the steps it leads to, a line each, with what the official chooses after a colon."""

    code = forms.RegexField(
        r"^[a-z0-9_]{1,40}$", label=gettext_lazy("Mã bước"), widget=forms.TextInput(attrs=_SLUG),
        error_messages={"invalid": gettext_lazy("Mã bước gồm chữ thường không dấu, chữ số, gạch dưới.")},
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Tên bước"), max_length=200)
    agency_role = forms.ChoiceField(label=gettext_lazy("Cơ quan"), choices=list(AGENCY_ROLES.items()))
    staff_role = forms.ChoiceField(label=gettext_lazy("Vai trò"), choices=[(r.value, ROLE_NAMES[r]) for r in _WORKS])
    amount = forms.DecimalField(
        label=gettext_lazy("Thời gian"), required=False, min_value=0, max_value=365, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), choices=_TIMES)
    outside_clock = forms.BooleanField(label=gettext_lazy("không tính vào thời hạn"), required=False)
    beside = forms.CharField(
        label=gettext_lazy("Chạy song song với bước"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=_SLUG),
    )
    silence_agrees = forms.BooleanField(label=gettext_lazy("không trả lời là đồng ý"), required=False)
    case = forms.CharField(
        label=gettext_lazy("Chỉ trong trường hợp"), required=False, max_length=40, widget=forms.TextInput(attrs=_SLUG)
    )
    next = forms.CharField(
        label=gettext_lazy("Đi tiếp đến"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, **_SLUG}),
    )  # fmt: skip

    ends = forms.BooleanField(label=gettext_lazy("kết thúc ở bước này"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ends") and str(data.get("next", "")).strip():
            raise ValidationError({"next": _("Đã chọn kết thúc ở bước này thì bỏ trống ô này.")})
        return data

    def has_changed(self) -> bool:
        """A line below the steps is used once it has a code or a name; its lists always say something."""
        if not self.empty_permitted:
            return super().has_changed()
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("code", "name"))

    def written(self) -> Written:
        """The step as a catalogue file has it."""
        data = self.cleaned_data
        step: Written = {name: data[name] for name in ("code", "name", "agency_role", "staff_role")}
        if data["amount"]:
            step["term"] = {"amount": float(data["amount"]), "unit": data["unit"]}
        step |= {name: data[name] for name in ("outside_clock", "silence_agrees", "beside", "case") if data[name]}
        if ways := [_way(line) for line in data["next"].splitlines() if line.strip()]:
            step["next"] = ways
        elif data["ends"]:
            step["next"] = []
        return step


def _way(line: str) -> Any:
    code, _colon, outcome = (part.strip() for part in line.partition(":"))
    return {"to": code, "outcome": outcome} if outcome else code


def initials(steps: list[Written]) -> list[dict[str, Any]]:
    """Steps as the form shows them; the last on the way ends by itself, another where it says so."""
    way = [index for index, step in enumerate(steps) if "beside" not in step]
    return [
        {**initial_of(step), "ends": step.get("next") == [] and index not in way[-1:]}
        for index, step in enumerate(steps)
    ]


def initial_of(step: Written) -> dict[str, Any]:
    """One step as the form shows it."""
    term = step.get("term", {})
    ways = (way if isinstance(way, str) else f"{way['to']}: {way['outcome']}" for way in step.get("next", []))
    return {**step, "amount": term.get("amount"), "unit": term.get("unit", "working_days"), "next": "\n".join(ways)}


class Lines(BaseFormSet):
    """The steps in their order."""

    def clean(self) -> None:
        codes = [form.cleaned_data.get("code") for form in self.forms if form.cleaned_data and not self._gone(form)]
        if twice := sorted({code for code in codes if code and codes.count(code) > 1}):
            raise ValidationError(_("Mã bước dùng hai lần: %(codes)s.") % {"codes": ", ".join(twice)})

    def _gone(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))

    def written(self) -> list[Written]:
        """What was typed, in the order given; emptied lines are left out."""
        kept = [f for f in self.forms if f.cleaned_data.get("code") and not self._gone(f)]
        numbered = enumerate(kept)
        ordered = sorted(numbered, key=lambda pair: (pair[1].cleaned_data.get("ORDER") or 999, pair[0]))
        return [form.written() for _place, form in ordered]


StepLines = formset_factory(StepForm, formset=Lines, extra=1, can_delete=True, can_order=True, max_num=60)


class PublishForm(forms.Form):
    """From when, by which decision, and when that was signed."""

    begins = DayField(label=gettext_lazy("Áp dụng từ ngày"))
    citation = forms.CharField(label=gettext_lazy("Quyết định công bố"), max_length=300)
    decided = DayField(label=gettext_lazy("Ngày ký quyết định"), required=False)
