"""Access tokens of one's own: what there is, making one, ending one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, require_oneself, signed_in
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotFound, Refusal
from congdoan.kernel.accounts.forms.tokens import TokenForm
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.rules.scopes import scopes
from congdoan.kernel.accounts.services.tokens import (
    Issued,
    issue_token,
    revoke_token,
    shown_tokens,
)


@signed_in
def tokens(request: ActorRequest) -> HttpResponse:
    at, labels = clock.now(), scopes()
    rows = [
        {
            "token": one,
            "live": one.is_live(at),
            "scopes": [labels.get(code, code) for code in one.scopes],
        }
        for one in shown_tokens(_self(request), at=at)
    ]
    return render(request, "accounts/tokens.html", {"rows": rows})


@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
def token_new(request: ActorRequest) -> HttpResponse:
    """Make a token, after a fresh proof of who sits there; its secret is shown on this answer."""
    require_oneself(request.actor)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                made = _issued(_self(request), form)
        except AlreadyDone:
            messages.info(
                request,
                gettext("Mã đã được lập; nếu chưa kịp chép thì thu hồi mã đó rồi lập mã mới."),
            )
            return redirect("accounts:tokens")
        except Refusal as refusal:
            form.refuse(refusal, "name")
        else:
            answer = render(request, "accounts/token_made.html", {"made": made})
            answer["Cache-Control"] = "no-store"
            return answer
    status = 422 if form.errors else 200
    return render(request, "accounts/token_new.html", {"form": form}, status=status)


def _issued(user: User, form: TokenForm) -> Issued:
    return issue_token(user=user, at=clock.now(), **form.cleaned_data)


@signed_in
@require_POST
def token_revoke(request: ActorRequest, pk: int) -> HttpResponse:
    token = revoke_token(user=_self(request), pk=pk, at=clock.now())
    messages.success(
        request,
        gettext("Đã thu hồi mã “{name}”; chương trình giữ mã đó không gọi được nữa.").format(
            name=token.name
        ),
    )
    return redirect("accounts:tokens")


def _self(request: ActorRequest) -> User:
    if not isinstance(request.user, User):
        raise NotFound
    return request.user
