from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse

from congdoan.foundation import clock
from congdoan.foundation.actor import public, signed_in
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services.second_factor import factors, note_factors

View = Callable[..., HttpResponse]


def _noted(view: View) -> View:
    """Record what a page of allauth changed among the user's second factors."""

    @wraps(view)
    def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if request.method != "POST" or not isinstance(user, User):
            return view(request, *args, **kwargs)
        before = factors(user)
        response = view(request, *args, **kwargs)
        note_factors(user=user, before=before, on=clock.today())
        return response

    return signed_in(noted)


def _page(view: Any, name: str) -> View:
    made: View = view.as_view(template_name=f"accounts/second_factor/{name}.html")
    return made


_HALF_WAY = public("between the password and the second factor")

index = signed_in(_page(base.IndexView, "index"))
authenticate = _HALF_WAY(_page(base.AuthenticateView, "authenticate"))
reauthenticate = _noted(_page(base.ReauthenticateView, "reauthenticate"))
app_on = _noted(_page(totp.ActivateTOTPView, "app_on"))
app_off = _noted(_page(totp.DeactivateTOTPView, "app_off"))
codes = signed_in(_page(recovery_codes.ViewRecoveryCodesView, "codes"))
codes_new = signed_in(_page(recovery_codes.GenerateRecoveryCodesView, "codes_new"))
codes_file = signed_in(
    recovery_codes.DownloadRecoveryCodesView.as_view(
        template_name="accounts/second_factor/codes.txt"
    )
)
keys = signed_in(_page(webauthn.ListWebAuthnView, "keys"))
key_add = _noted(_page(webauthn.AddWebAuthnView, "key_add"))
key_rename = signed_in(_page(webauthn.EditWebAuthnView, "key_rename"))
key_remove = _noted(_page(webauthn.RemoveWebAuthnView, "key_remove"))
key_reauthenticate = _noted(_page(webauthn.ReauthenticateWebAuthnView, "key_reauthenticate"))
key_sign_in = public("signing in with a passkey")(webauthn.LoginWebAuthnView.as_view())
