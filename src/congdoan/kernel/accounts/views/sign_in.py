from allauth.account import views as account
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from congdoan.foundation.actor import ActorRequest, public, signed_in

sign_in = public("the way in")(account.LoginView.as_view(template_name="accounts/sign_in.html"))
sign_out = public("who is out already is sent to the way in")(
    account.LogoutView.as_view(template_name="accounts/sign_out.html")
)
reauthenticate = signed_in(
    account.ReauthenticateView.as_view(template_name="accounts/reauthenticate.html")
)


@public("says how people get an account")
def sign_up_closed(request: ActorRequest) -> HttpResponse:
    return render(request, "accounts/sign_up_closed.html")


@public("shown to who has a closed account")
@never_cache
def inactive(request: ActorRequest) -> HttpResponse:
    return render(request, "accounts/inactive.html")
