from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.foundation import clock
from congdoan.foundation.acting import press
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.support.texts import policies
from congdoan.support.texts.selectors import (
    get_readable_text,
    may_be_repeated,
    reading_health,
    sheets,
)
from congdoan.support.texts.services.programs import ocr
from congdoan.support.texts.services.reading import read_again


@signed_in
@require_safe
def show(request: ActorRequest, file: int) -> HttpResponse:
    """What was read in a file, for whoever may read the file."""
    stored, text = get_readable_text(request.actor, file)
    context = {
        "file": stored,
        "text": text,
        "one": text,
        "sheets": () if text.waits else sheets(text),
        "may_repeat": may_be_repeated(text),
    }
    return render_page(request, "texts/show.html", context, part="live")


@signed_in
@require_POST
def again(request: ActorRequest, file: int) -> HttpResponse:
    """Try once more what could not be read."""
    get_readable_text(request.actor, file)

    def do() -> None:
        read_again(actor=request.actor, file=file, at=clock.now())

    done = _("Tệp được đưa lại vào hàng chờ đọc; kết quả hiện ở đây sau ít phút.")
    return press(request, do, back=reverse("texts:show", args=[file]), done=done)


@needs(policies.OPERATE)
@require_safe
def health(request: ActorRequest) -> HttpResponse:
    context = {"health": reading_health(), "ocr": ocr()}
    return render_page(request, "texts/health.html", context)
