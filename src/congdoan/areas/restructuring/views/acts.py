"""A page with one form and one act behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal


def sent(request: ActorRequest) -> QueryDict | None:
    """Return what was sent, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None


def answer_form(
    request: ActorRequest,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    context: Mapping[str, Any],
    *,
    said: str,
    done: str | Callable[[Any], str],
    field: Mapping[type[Refusal], str] | str = "",
    template: str = "restructuring/form.html",
) -> HttpResponse:
    """Show the form; do the act once; a refusal stands beside ``field`` or above the form."""
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                made = do(form.cleaned_data)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            beside = field.get(type(refusal), "") if isinstance(field, Mapping) else field
            if beside in form.fields and not isinstance(refusal, AlreadyDone):
                form.refuse(refusal, beside)
            else:
                refused = refusal.sentence
        else:
            messages.success(request, said)
            return redirect(done(made) if callable(done) else done)
    status = 409 if refused else 422 if form.errors else 200
    page = {
        "consequences": (),
        "tone": "",
        "action": "",
        "about": "",
        "back": done if isinstance(done, str) else "",
        **context,
        "form": form,
        "refused": refused,
    }
    return render_page(request, template, page, status=status)


def act(request: ActorRequest, do: Callable[[], Any], *, said: str, done: str) -> HttpResponse:
    """Do a thing that needs no form, once; a refusal is said on the page one comes back to."""
    try:
        with once(request):
            do()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect(done)
