"""The signed-in home, the switch of language and of the organisation one works for."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from congdoan.foundation.actor import ActorRequest, public, signed_in
from congdoan.foundation.htmx import render_page


@public("the first page of the house; signed-out visitors see a welcome")
def home(request: ActorRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render_page(request, "desk/welcome.html")
    return render_page(request, "desk/home.html")


@public("the language of pages is everybody's choice, also before signing in")
@require_POST
def language(request: ActorRequest) -> HttpResponse:
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@signed_in
@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    request.session["organisation"] = request.POST.get("organisation", "")
    return HttpResponseRedirect("/")


def _back(request: ActorRequest) -> HttpResponse:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(address if safe else "/")
