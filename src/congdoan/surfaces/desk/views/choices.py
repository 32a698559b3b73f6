"""Language, and the organisation one works for."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, public, signed_in
from congdoan.foundation.keys import read_key
from congdoan.kernel.accounts.api import choose_language
from congdoan.kernel.accounts.models import User

A_YEAR = 365 * 24 * 3600


@public("the language of pages is everybody's choice, also before signing in")
@require_POST
def language(request: ActorRequest) -> HttpResponse:
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            choose_language(user=request.user, language=chosen, on=clock.today())
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@signed_in
@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    """
    Keep the choice; the actor takes it only while the person holds something there.

    The page one was on may not exist for the other organisation, so the home follows.
    """
    chosen = read_key(request.POST.get("organisation", ""))
    if chosen:
        request.session["organisation"] = chosen
    return HttpResponseRedirect(reverse("desk:home"))


def _back(request: ActorRequest) -> HttpResponse:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if safe else reverse("desk:home"))
