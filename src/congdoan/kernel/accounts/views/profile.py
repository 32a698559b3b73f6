from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext

from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.accounts.forms.profile import Profile
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.rules.devices import device_name
from congdoan.kernel.accounts.rules.phones import national_phone
from congdoan.kernel.accounts.services import identifiers, sessions
from congdoan.kernel.accounts.services.adapter import speak
from congdoan.kernel.accounts.services.profiles import change_profile


@signed_in
def profile(request: ActorRequest) -> HttpResponse:
    user = _self(request)
    form = Profile(request.POST or None, initial=_present(user))
    if request.method == "POST" and form.is_valid() and _saved(user, form):
        with translation.override(user.language):
            messages.success(request, gettext("Đã lưu thông tin tài khoản."))
        response = redirect("accounts:profile")
        speak(response, user.language)
        return response
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "account": user,
            "shortcuts": panels.shortcuts("accounts.profile", actor=request.actor),
        },
        status=422 if form.errors else 200,
    )


def _present(user: User) -> dict[str, Any]:
    return {
        "display_name": user.display_name,
        "email": user.email,
        "phone": national_phone(user.phone),
        "language": user.language,
    }


def _saved(user: User, form: Profile) -> bool:
    try:
        change_profile(user=user, on=clock.today(), **form.cleaned_data)
    except identifiers.EmailTaken as refusal:
        form.add_error("email", refusal.sentence)
    except (identifiers.PhoneTaken, identifiers.UnfitPhone) as refusal:
        form.add_error("phone", refusal.sentence)
    else:
        return True
    return False


@signed_in
def session_list(request: ActorRequest) -> HttpResponse:
    """Where one is signed in; one or all other sessions can be ended."""
    user, at = _self(request), clock.now()
    live = sessions.live_sessions(user, at=at)
    if request.method == "POST":
        others = live.exclude(session_key=request.session.session_key or "")
        chosen = request.POST.get("session", "")
        if chosen:
            others = others.filter(pk=read_key(chosen))
        ended = sessions.revoke_sessions(user=user, sessions=others, at=at)
        if ended:
            messages.success(request, gettext("Đã đăng xuất {count} thiết bị.").format(count=ended))
        else:
            messages.info(request, gettext("Phiên này đã kết thúc trước đó."))
        return redirect("usersessions_list")
    rows = [
        {
            "session": one,
            "device": device_name(one.user_agent),
            "is_current": one.session_key == request.session.session_key,
        }
        for one in live
    ]
    return render(request, "accounts/sessions.html", {"rows": rows})


def _self(request: ActorRequest) -> User:
    if not isinstance(request.user, User):
        raise NotFound
    return request.user
