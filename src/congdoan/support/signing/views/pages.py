"""Pages that do one thing with one form: a refusal goes beside its field."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal
from congdoan.support.files.api import (
    ContentIsNotWhatItSays,
    FileIsEmpty,
    FileTooLarge,
    FileTypeRefused,
    HasMacros,
)
from congdoan.support.signing.rules.scans import NobodySigned, ScanTooLong, ScanUnreadable
from congdoan.support.signing.rules.slots import (
    PaperIsAnotherText,
    ReasonMissing,
    SignedBeforeFreeze,
    SignedInTheFuture,
)
from congdoan.support.signing.services.confirming import SecondFactorMissing, WrongSecret
from congdoan.support.signing.services.opening import DeadlineInThePast
from congdoan.support.signing.services.paper import PlaceMissing

#: Beside which field a refusal is shown; the others stand above the form.
FIELDS: dict[type[Refusal], str] = {
    WrongSecret: "secret",
    SecondFactorMissing: "secret",
    PaperIsAnotherText: "typed_hash",
    SignedInTheFuture: "signed_on",
    SignedBeforeFreeze: "signed_on",
    PlaceMissing: "place",
    ReasonMissing: "reason",
    DeadlineInThePast: "deadline",
    FileTooLarge: "upload",
    FileIsEmpty: "upload",
    FileTypeRefused: "upload",
    ContentIsNotWhatItSays: "upload",
    HasMacros: "upload",
    ScanUnreadable: "upload",
    ScanTooLong: "upload",
    NobodySigned: "signatures",
}


def done(request: ActorRequest, form: Form, act: Callable[[], object], said: str) -> bool:
    """Do the act; a refusal goes into the form, and what was typed stays."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        field = FIELDS.get(type(refusal), "")
        shown = field in form.fields and not form[field].is_hidden
        form.refuse(refusal, field if shown else None)
        return False
    messages.success(request, said)
    return True


def page(
    request: ActorRequest, template: str, form: Form, context: dict[str, object]
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, template, {"form": form, **context}, status=status)


def to_room(packet_id: int) -> HttpResponse:
    return redirect("signing:room", packet_id)
