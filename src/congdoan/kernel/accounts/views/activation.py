from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, public
from congdoan.kernel.accounts.forms.passwords import Activate
from congdoan.kernel.accounts.services import invitations, lockout
from congdoan.kernel.accounts.services.adapter import AccountAdapter


@public("who was invited has no password yet")
@sensitive_post_parameters("code", "password1", "password2")
@never_cache
def activate(request: ActorRequest) -> HttpResponse:
    """Code and password; wrong codes count against the network address."""
    form = Activate(request.POST or None)
    if request.method == "POST" and form.is_valid() and _activated(request, form):
        return redirect("account_login")
    status = 422 if form.errors else 200
    return render(request, "accounts/activate.html", {"form": form}, status=status)


def _activated(request: ActorRequest, form: Activate) -> bool:
    at, address = clock.now(), AccountAdapter(request).get_client_ip(request)
    try:
        lockout.require_unlocked_address(address, at=at)
        invitation = invitations.open_invitation(form.cleaned_data["code"], at=at)
    except lockout.TooManyTries as refusal:
        form.add_error("code", refusal.sentence)
        return False
    except invitations.CodeDoesNotWork as refusal:
        lockout.count_failure_of_address(address, at=at)
        form.add_error("code", refusal.sentence)
        return False
    form.user = invitation.user
    form.full_clean()  # once more, now against the user's own name
    if not form.is_valid():
        return False
    user = invitations.activate(
        invitation=invitation, password=form.cleaned_data["password1"], at=at
    )
    messages.success(
        request,
        gettext("Đã kích hoạt. Tên đăng nhập của bạn là {name}; mời đăng nhập.").format(
            name=user.username
        ),
    )
    return True
