from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, public, signed_in
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.accounts.forms.passwords import AskReset, ChangePassword, ChoosePassword
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services import lockout, passwords
from congdoan.kernel.accounts.services.adapter import AccountAdapter


@signed_in
@sensitive_post_parameters()
@never_cache
def change(request: ActorRequest) -> HttpResponse:
    """Change the password; who was given a first one comes here and nowhere else."""
    user = _self(request)
    form = ChangePassword(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid() and _changed(request, user, form):
        messages.success(request, gettext("Đã đổi mật khẩu; các thiết bị khác phải đăng nhập lại."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request,
        "accounts/password_change.html",
        {"form": form, "forced": user.must_change_password},
        status=422 if form.errors else 200,
    )


def _changed(request: ActorRequest, user: User, form: ChangePassword) -> bool:
    adapter = AccountAdapter(request)
    try:
        if not adapter.reauthenticate(user, form.cleaned_data["old_password"]):
            form.add_error("old_password", gettext("Mật khẩu đang dùng không đúng."))
            return False
        passwords.change_password(
            user=user,
            password=form.cleaned_data["password1"],
            session_key=request.session.session_key or "",
            at=clock.now(),
        )
    except ValidationError as locked:
        form.add_error("old_password", locked)
        return False
    except passwords.SamePassword as refusal:
        form.add_error("password1", refusal.sentence)
        return False
    update_session_auth_hash(request, user)
    return True


@public("who forgot the password is not signed in")
@never_cache
def ask_reset(request: ActorRequest) -> HttpResponse:
    """
    Send a link when the installation can send mail, else say whom to ask.

    The answer is the same whether or not an account has the address.
    """
    if not settings.EMAIL_HOST:
        return render(request, "accounts/password_forgotten.html")
    form = AskReset(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_send(request, form):
        form.save(
            request=request,
            use_https=request.is_secure(),
            subject_template_name="accounts/mail/reset_subject.txt",
            email_template_name="accounts/mail/reset.txt",
            token_generator=default_token_generator,
            extra_email_context={"address": settings.SITE_ADDRESS},
        )
        return render(request, "accounts/password_reset_sent.html")
    status = 422 if form.errors else 200
    return render(request, "accounts/password_reset.html", {"form": form}, status=status)


def _may_send(request: ActorRequest, form: AskReset) -> bool:
    """Count each letter: nobody floods a mailbox."""
    at = clock.now()
    key = lockout.key_of_name(f"reset {form.cleaned_data['email']}")
    try:
        lockout.require_unlocked_address(AccountAdapter(request).get_client_ip(request), at=at)
        lockout.require_unlocked(key, at=at)
    except lockout.TooManyTries as refusal:
        form.add_error("email", refusal.sentence)
        return False
    lockout.count_failure(key, at=at)
    return True


class Reset(PasswordResetConfirmView):
    """Django's own check of the link; the password is set by our service."""

    template_name = "accounts/password_reset_confirm.html"

    def get_form_class(self) -> Any:
        return ChoosePassword

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.user
        if not isinstance(user, User):
            raise NotFound
        passwords.reset_password(user=user, password=form.cleaned_data["password1"], at=clock.now())
        self.request.session.pop("_password_reset_token", None)
        messages.success(self.request, gettext("Đã đặt mật khẩu mới; mời đăng nhập."))
        return redirect("account_login")


@public("the link in the letter stands for the password")
def reset(request: ActorRequest, uidb64: str, token: str) -> HttpResponse:
    return cast(HttpResponse, Reset.as_view()(request, uidb64=uidb64, token=token))


def _self(request: ActorRequest) -> User:
    if not isinstance(request.user, User):
        raise NotFound
    return request.user
