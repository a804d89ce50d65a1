from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.models import Province
from complaints.actions.submit_feedback import NewFeedback, submit_feedback
from complaints.models import Feedback
from complaints.queries import provisional
from foundation.encryption import blind_index
from foundation.errors import InvalidInput, TooMany
from foundation.phones import parse_phone
from foundation.throttle import hit
from portal.addresses import counted_address
from portal.public.place import answering, province_of, served

BY_ADDRESS, BY_PHONE, WINDOW = 10, 5, 3600


class Names(forms.Select):
    """Names that are Vietnamese in every language of the page; the empty choice is a word of the page."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["lang"] = "vi"
        return option


class FeedbackForm(forms.Form):
    """One page; the consent box is unticked. The agencies are those of the province that is known or chosen."""

    kind = forms.ChoiceField(
        label=_("Phản ánh về"), choices=Feedback.Kind.choices, widget=forms.RadioSelect, required=False
    )
    province = forms.ChoiceField(label=_("Tỉnh, thành phố"), required=False, widget=Names)
    agency = forms.ChoiceField(
        label=_("Cơ quan"), required=False, widget=Names,
        error_messages={"invalid_choice": _("Cơ quan này không thuộc tỉnh đã chọn.")},
    )  # fmt: skip
    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"maxlength": 5000}), required=False)
    dossier_code = forms.CharField(
        label=_("Mã hồ sơ"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "short"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Họ và tên"), required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Số điện thoại"), max_length=50, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "short"}),
    )  # fmt: skip
    zalo_consent = forms.BooleanField(label=_("Tôi đồng ý nhận trả lời qua Zalo"), required=False)

    def __init__(self, *args: Any, provinces: Sequence[Province], chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [] if len(provinces) == 1 else [("", _("Chọn tỉnh"))]
        self.fields["province"].choices = [*blank, *((p.code, p.name) for p in provinces)]  # type: ignore[attr-defined]
        here = answering([p.id for p in provinces if p.code == chosen])
        self.fields["agency"].choices = [("", _("Không rõ")), *((a.code, a.name) for a in here)]  # type: ignore[attr-defined]


def feedback(request: HttpRequest) -> HttpResponse:
    """``/phan-anh/``: feedback and proposals; never denunciations. ``?province=`` brings that province's agencies."""
    place = province_of(request)
    provinces = list(served(place))
    asked = request.POST.get("province", "") or request.GET.get("province", "")
    chosen = provinces[0].code if len(provinces) == 1 and not asked else asked
    refused: TooMany | None = None
    form = FeedbackForm(request.POST or None, provinces=provinces, chosen=chosen, initial={"province": chosen})
    if request.method == "POST" and form.is_valid():
        try:
            _check_pace(counted_address(request), form.cleaned_data["phone"])
            row = submit_feedback(NewFeedback(**form.cleaned_data))
        except InvalidInput as error:
            for fault in error.errors:
                form.add_error(fault.field if fault.field in form.fields else None, str(fault.message))
        except TooMany as error:  # what was typed stays in the form
            refused = error
            form.add_error(None, str(error.message))
        else:
            return render(
                request, "public/feedback_done.html.jinja",
                {"row": row, "place": place, "provisional": provisional(row)}, using="jinja2",
            )  # fmt: skip
    status = refused.status if refused else 400 if form.errors else 200
    page = {"form": form, "place": place, "provinces": provinces, "chosen": chosen}
    response = render(request, "public/feedback.html.jinja", page, status=status, using="jinja2")
    if refused:
        response["Retry-After"] = str(refused.extra["retry_after"])
    return response


def _check_pace(address: str, typed_phone: str) -> None:
    """TooMany where this address or this phone number has sent too much; the number itself is not kept in Redis."""
    decisions = [hit(f"feedback:a:{address}", limit=BY_ADDRESS, seconds=WINDOW)]
    phone = parse_phone(typed_phone)
    if phone.valid:
        mark = blind_index(phone.e164, "feedback pace").hex()
        decisions.append(hit(f"feedback:p:{mark}", limit=BY_PHONE, seconds=WINDOW))
    refused = [d.retry_after for d in decisions if not d.allowed]
    if refused:
        raise TooMany(
            "too_many",
            str(_("Bạn đã gửi nhiều phản ánh. Hãy thử lại sau một giờ.")),
            extra={"retry_after": max(refused)},
        )
