"""What the pages of this slice share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

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
    done: str,
    page: dict[str, Any],
    field: str | None = None,
) -> HttpResponse:
    """Show ``form``, or do what it says once and go ``back``; a refusal stands at the form."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(request):
                    made = do()
            except AlreadyDone:
                return redirect(back)
            except (NotAllowed, NotFound):
                raise
            except Refusal as refusal:
                form.refuse(refusal, field)
            else:
                messages.success(request, done)
                return redirect(made if isinstance(made, str) else back)
    context = {"form": form, "back": back, **page}
    return render_page(request, "cadres/form.html", context, status=status)
