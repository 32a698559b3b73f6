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

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import SESSION_KEY, actor_for, running_support
from congdoan.kernel.accounts.api import pending_duty
from congdoan.kernel.accounts.models import User
from congdoan.kernel.rulebook.api import one_edition

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Session key of the organisation switcher's choice.
CHOSEN_ORGANISATION = "organisation"


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
                return redirect(duty)
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
        if not text:
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


def _day(text: str) -> date:
    """Read ``2023-11-09`` (links) or ``09/11/2023`` (typed)."""
    if "/" in text:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)


class RefusalMiddleware:
    """Show a refusal as its sentence on a page with the right status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refusal):
            return None
        return render(request, "ui/refusal.html", {"refusal": problem}, status=problem.status)
