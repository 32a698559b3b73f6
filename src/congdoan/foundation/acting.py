"""One form that does one act: shown, refused beside a field, or done once; and one button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal


def act(
    request: ActorRequest,
    form: Form,
    do: Callable[[], Any],
    *,
    back: str,
    page: dict[str, Any],
    template: str,
    done: str = "",
    already: str | Promise = "",
    field: str | None = None,
) -> HttpResponse:
    """
    Show ``form``, or do what it says once and go where ``do`` says, else ``back``.

    ``done`` is told after it, ``already`` after a double click. A refusal stands at ``field``, or
    above the form.
    """
    asked = request.method == "POST"
    if asked and form.is_valid():
        try:
            with once(request):
                made = do()
        except AlreadyDone:
            if already:
                messages.info(request, str(already))
            return redirect(back)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal, field)
        else:
            if done:
                messages.success(request, done)
            return redirect(made if isinstance(made, str) else back)
    page = {"form": form, "back": back, **page}
    return render_page(request, template, page, status=422 if asked else 200)


def press(request: ActorRequest, do: Callable[[], Any], *, back: str, done: str) -> HttpResponse:
    """Do what a button says, once, and go where ``do`` says, else back; a refusal is told there."""
    try:
        with once(request):
            made = do()
    except AlreadyDone:
        messages.info(request, _("Việc này đã làm rồi; không làm lại lần nữa."))
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        if done:
            messages.success(request, done)
        if isinstance(made, str):
            return redirect(made)
    return redirect(back)
