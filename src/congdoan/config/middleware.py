"""Speaks the reader's language; makes the actor; turns refusals no view caught into pages."""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from congdoan.config.database_refusals import Unreadable, refusal_of
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.problems import FOR_PROGRAMS, problem
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import SESSION_KEY, actor_for, running_support
from congdoan.kernel.accounts.api import pending_duty
from congdoan.kernel.accounts.models import User
from congdoan.kernel.rulebook.api import one_edition

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Session key of the organisation switcher's choice.
CHOSEN_ORGANISATION = "organisation"
_LOOKING = ("GET", "HEAD", "OPTIONS")
#: Before the first unions, and further ahead than any plan.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class LanguageMiddleware:
    """
    Speak Vietnamese unless the reader chose another language.

    What a browser asks for is no choice: browsers in Vietnam often ask for English unasked. The
    choice is a cookie, set by the switch on every page or, at sign-in, from the account.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Make the request's actor: who, today, and the day that is shown (``?as_of=``)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        today = clock.today()
        if user is not None:
            duty = pending_duty(user, path=request.path, on=today)
            if duty:
                return _send_to(request, duty)
        helped = self._helped(request, user)
        cast(ActorRequest, request).actor = actor_for(
            helped or user,
            today=today,
            as_of=self._as_of(request, today),
            organisation_id=request.session.get(CHOSEN_ORGANISATION),
            acting_for=user.display_name if helped and user else "",
        )
        with one_edition():
            return self.get_response(request)

    def _helped(self, request: HttpRequest, user: User | None) -> User | None:
        """Return whom an operator is helping by a support session that still runs."""
        if user is None or not user.is_operator or SESSION_KEY not in request.session:
            return None
        session = running_support(
            operator_id=user.pk, pk=request.session[SESSION_KEY], at=clock.now()
        )
        return session.user if session else None

    def _as_of(self, request: HttpRequest, today: date) -> date:
        text = request.GET.get("as_of", "")
        if not text or request.method not in _LOOKING:
            # What is done is done today, by who has the right today.
            return today
        try:
            return _day(text)
        except (ValueError, OverflowError):
            messages.warning(
                request,
                _("Ngày “%(text)s” không đọc được; trang đang hiện ngày hôm nay.")
                % {"text": text[:20]},
            )
            return today


def _send_to(request: HttpRequest, duty: str) -> HttpResponse:
    """Send the whole page there: htmx would follow a plain redirect and put the page in a part."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": duty})
    return redirect(duty)


def _day(text: str) -> date:
    """
    Read ``2023-11-09`` (links) or ``09/11/2023`` (typed).

    :raises ValueError: also outside the years people mean; a page may add a year to the day
    """
    if "/" in text:
        day, month, year = text.split("/")
        found = date(int(year), int(month), int(day))
    else:
        found = date.fromisoformat(text)
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError
    return found


class RefusalMiddleware:
    """Show a refusal, ours or the database's, as its sentence on a page with the right status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _unreadable(request):
            return _page(request, Unreadable())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        refusal = problem if isinstance(problem, Refusal) else refusal_of(problem)
        return None if refusal is None else _page(request, refusal)


def _page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.path.startswith(FOR_PROGRAMS):
        return problem(refusal)
    return render(request, "ui/refusal.html", {"refusal": refusal}, status=refusal.status)


def _unreadable(request: HttpRequest) -> bool:
    """Tell whether the address holds a NUL, which no text of ours and no database column can."""
    return "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
