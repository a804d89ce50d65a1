from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import User
from foundation.errors import Conflict, InvalidInput
from portal.public.errors import page, refusal_page
from ratings.actions.vote import CITIZEN, check_open, vote
from ratings.models import Vote
from ratings.tokens import invitation_of


class RatingForm(forms.Form):
    """Five words and one sentence."""

    score = forms.TypedChoiceField(
        label=_("Mức độ hài lòng"), choices=list(reversed(Vote.Score.choices)), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mức.")},
    )  # fmt: skip
    text = forms.CharField(label=_("Ý kiến thêm"), widget=forms.Textarea(attrs={"maxlength": 1200}), required=False)


def rating(request: HttpRequest, token: str) -> HttpResponse:
    """``/danh-gia/<token>/``: once."""
    invitation_id = invitation_of(token)
    if invitation_id is None:
        raise Http404
    try:
        check_open(invitation_id)
    except Conflict as error:
        return refusal_page(request, error, _closed(error))
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vote(invitation_id, score=form.cleaned_data["score"], text=form.cleaned_data["text"], actor=_actor(request))
        except InvalidInput as error:
            for fault in error.errors:
                form.add_error(fault.field, str(fault.message))
        except Conflict as error:  # answered in another window meanwhile
            return refusal_page(request, error, _closed(error))
        else:
            return page(request, 200, str(_("Cảm ơn bạn")), str(_("Đánh giá của bạn đã được ghi nhận.")))
    status = 400 if form.errors else 200
    return render(request, "public/rating.html.jinja", {"form": form}, status=status, using="jinja2")


def _closed(error: Conflict) -> str:
    return str(_("Lời mời đã hết hạn") if error.code == "expired" else _("Hồ sơ này đã được đánh giá"))


def _actor(request: HttpRequest) -> Actor:
    """Who rates: nobody by name, but an official who is signed in is known as one."""
    user = request.user
    return Actor.of_user(user) if isinstance(user, User) and user.kind == User.Kind.STAFF else CITIZEN
