from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province
from complaints.actions.submit_feedback import NewFeedback, submit_feedback
from complaints.models import Feedback
from foundation.errors import InvalidInput, TooMany
from foundation.throttle import hit
from portal.addresses import client_address


class FeedbackForm(forms.Form):
    """One page; the consent box is unticked."""

    kind = forms.ChoiceField(
        label=_("Phản ánh về"), choices=Feedback.Kind.choices, widget=forms.RadioSelect, required=False
    )
    province = forms.ChoiceField(label=_("Tỉnh, thành phố"), required=False)
    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"maxlength": 5000}), required=False)
    dossier_code = forms.CharField(label=_("Mã hồ sơ"), max_length=100, required=False)
    name = forms.CharField(
        label=_("Họ và tên"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    zalo_consent = forms.BooleanField(label=_("Tôi đồng ý nhận trả lời qua Zalo"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        served = Province.objects.filter(valid_to=None, id__in=Agency.objects.values("province_id")).order_by("name")
        self.fields["province"].choices = [("", _("Chọn tỉnh")), *((p.code, p.name) for p in served)]  # type: ignore[attr-defined]


def feedback(request: HttpRequest) -> HttpResponse:
    """``/phan-anh/``: feedback and proposals; never denunciations."""
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = hit(f"feedback:{client_address(request)}", limit=10, seconds=3600)
        if not decision.allowed:
            raise TooMany(
                "too_many",
                str(_("Bạn đã gửi nhiều phản ánh. Hãy thử lại sau một giờ.")),
                extra={"retry_after": decision.retry_after},
            )
        try:
            row = submit_feedback(NewFeedback(**form.cleaned_data))
        except InvalidInput as error:
            for fault in error.errors:
                form.add_error(fault.field if fault.field in form.fields else None, str(fault.message))
        else:
            return render(request, "public/feedback_done.html.jinja", {"row": row}, using="jinja2")
    status = 400 if form.errors else 200
    return render(request, "public/feedback.html.jinja", {"form": form}, status=status, using="jinja2")
