"""Merged letters: for whom, the list, each one's own copy."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.merging import MergeForm
from congdoan.areas.documents.models import Document, MergedLetter
from congdoan.areas.documents.selectors.documents import get_document, get_incoming
from congdoan.areas.documents.selectors.merging import (
    copy_of,
    get_letter,
    get_merge,
    letters_of,
    merge_of,
    own_letter,
    sources,
)
from congdoan.areas.documents.services.merging import choose_merge
from congdoan.areas.documents.views.frame import act, place
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.support.rendering.api import to_pdf


@needs(policies.DRAFT)
def choose(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose for whom letters are merged, or that it is one letter after all."""
    document, actor = get_document(request.actor, pk), request.actor
    unit = document.organisation
    actor.require(policies.DRAFT, on=unit)
    chosen = merge_of(document)
    form = MergeForm(
        request.POST or None,
        actor=actor,
        sources=list(sources(actor, unit, on=actor.today).items()),
        initial={"source": chosen.source if chosen else ""},
    )
    detail = reverse("documents:detail", args=[pk])

    def do() -> str:
        made = choose_merge(
            actor=actor,
            document=document,
            source=form.cleaned_data["source"],
            on=actor.today,
            at=clock.now(),
        )
        return reverse("documents:letters", args=[pk]) if made else detail

    page = {
        **place(request, unit),
        "document": document,
        "title": _("Trộn thư"),
        "action": _("Lập danh sách thư"),
        "warning": _("Chọn lại thì danh sách trước được thay bằng danh sách của hôm nay.")
        if chosen
        else "",
    }
    done = _("Đã lập danh sách thư; hãy xem vài thư trước khi trình.")
    return act(request, form, do, back=detail, page=page, done=done, field="source")


@needs(policies.VIEW)
def letters(request: ActorRequest, pk: int) -> HttpResponse:
    """List the letters; once it is numbered, with the file to be printed."""
    document = get_document(request.actor, pk)
    merge = get_merge(document)
    context = {
        **place(request, document.organisation),
        "document": document,
        "merge": merge,
        "page": letters_of(
            merge, after=request.GET.get("after", ""), before=request.GET.get("before", "")
        ),
    }
    return render_page(request, "documents/letters.html", context)


@needs(policies.VIEW)
def letter(request: ActorRequest, pk: int, place: int) -> HttpResponse:
    """Return one receiver's letter as PDF."""
    document = get_document(request.actor, pk)
    return _printed(request, document, get_letter(get_merge(document), place))


@needs(policies.VIEW)
def own_copy(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Return the copy that is the receiver's own of what arrived there.

    :raises NotFound: when all receivers have the same
    """
    one = get_incoming(request.actor, pk)
    found = own_letter(one)
    if found is None:
        raise NotFound
    return _printed(request, found.merge.document, found)


def _printed(request: ActorRequest, document: Document, one: MergedLetter) -> HttpResponse:
    printed = copy_of(document, one, on=request.actor.today)
    name = f"{(document.symbol or 'du-thao').replace('/', '-')} {one.name}.pdf"
    return as_file(to_pdf(printed, created_at=clock.now()), "application/pdf", name)
