from django.http import HttpResponse
from django.views.decorators.http import require_safe

from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.support.texts import policies
from congdoan.support.texts.selectors import get_readable_text, reading_health, sheets
from congdoan.support.texts.services.programs import ocr


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
    }
    return render_page(request, "texts/show.html", context, part="live")


@needs(policies.OPERATE)
@require_safe
def health(request: ActorRequest) -> HttpResponse:
    context = {"health": reading_health(), "ocr": ocr()}
    return render_page(request, "texts/health.html", context)
