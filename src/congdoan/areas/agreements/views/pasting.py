"""Pasting a whole text from Word: clean, recognise, look at it, take it over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.forms.editing import PasteForm
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.numbering import numbered
from congdoan.areas.agreements.rules.pasting import Pasted, paste
from congdoan.areas.agreements.rules.structure import converted
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import Refusal

#: A line the clerk leaves out in the review.
LEFT_OUT = ""


@needs(policies.DRAFT)
def paste_page(request: ActorRequest, pk: int) -> HttpResponse:
    """Take what is pasted and show what was recognised; nothing is saved yet."""
    agreement = load(request, pk)
    form = PasteForm(request.POST or None, actor=request.actor)
    context = {**frame(request, agreement, "text"), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = paste(form.cleaned_data["pasted"])
        except Refusal as refusal:
            form.refuse(refusal, "pasted")
        else:
            return _review(request, context, found)
    return render_page(
        request, "agreements/paste.html", context, status=422 if form.errors else 200
    )


def _review(request: ActorRequest, context: dict[str, object], found: Pasted) -> HttpResponse:
    rows = [
        {
            "label": line.label,
            "level": line.item.level,
            "heading": line.item.heading,
            "text": line.item.text,
            "rows": min(8, 1 + len(line.item.text) // 90),
        }
        for line in numbered(found.lines)
    ]
    counts = {level.label: sum(row["level"] == level for row in rows) for level in Level}
    context = {
        **context,
        "rows": rows,
        "before": found.before,
        "counts": counts,
        "levels": [(LEFT_OUT, _("bỏ qua")), *Level.choices],
    }
    return render_page(request, "agreements/paste_review.html", context)


@needs(policies.DRAFT)
def take_over(request: ActorRequest, pk: int) -> HttpResponse:
    """Write the reviewed lines into the draft."""
    agreement = load(request, pk)
    if request.method != "POST":
        return redirect("agreements:paste", pk)
    lines = _lines(request)
    try:
        with once(request):
            made = api.add_lines(
                actor=request.actor,
                version=current_version(agreement),
                lines=lines,
                replace=request.POST.get("where") == "replace",
                at=clock.now(),
            )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("agreements:paste", pk)
    messages.success(request, _("Đã đưa {count} đoạn vào dự thảo.").format(count=len(made)))
    return redirect(reverse("agreements:editor", args=[pk]))


def _lines(request: ActorRequest) -> list[NewLine]:
    sent = request.POST
    rows = zip(sent.getlist("level"), sent.getlist("heading"), sent.getlist("text"), strict=False)
    lines = []
    for level, heading, text in rows:
        if level in Level.values:
            lines.append(NewLine(level, *converted(level, heading[:400], text)))
    return lines
