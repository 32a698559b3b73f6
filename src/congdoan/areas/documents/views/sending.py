"""Sending, and what became of it at each receiver."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.sending import ReceiverForm
from congdoan.areas.documents.forms.writing import NoteForm
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.selectors.choices import (
    agreements,
    groupings,
    kinds,
    levels,
    saved_lists,
)
from congdoan.areas.documents.selectors.cosigners import bodies_of
from congdoan.areas.documents.selectors.documents import get_document
from congdoan.areas.documents.selectors.incoming import answers_to
from congdoan.areas.documents.selectors.matrix import (
    NAMED,
    by_branch,
    ended_since,
    get_outsider,
    outsiders_waiting,
    passed_on,
    receivers_of,
    totals,
    unanswered,
    writing_of,
)
from congdoan.areas.documents.selectors.receiving import preview
from congdoan.areas.documents.services.following import remind
from congdoan.areas.documents.services.sending import mark_sent_outside, send_document
from congdoan.areas.documents.tables import ReceiverTable
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.api import position_choices


def _form(request: ActorRequest, document: Document) -> ReceiverForm:
    day, data = request.actor.today, request.POST if request.method == "POST" else request.GET
    return ReceiverForm(
        data or None,
        actor=request.actor,
        levels=levels(on=day),
        kinds=kinds(on=day),
        groupings=groupings(document.organisation, on=day),
        positions=position_choices(day),
        agreements=agreements(document.organisation, on=day),
        lists=saved_lists(document.organisation),
        initial={"reach": document.reach, "outside": _who_asked(document)},
        use_required_attribute=False,
    )


def _who_asked(document: Document) -> str:
    """An answer to what came by exchange goes back the same way."""
    asked = document.answers
    return f"{asked.sender_name}; {asked.sender_code}" if asked and asked.sender_code else ""


@needs(policies.ISSUE)
def send(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose receivers by rule, look at who they are, send: the list is frozen then."""
    actor = request.actor
    document = get_document(actor, pk)
    actor.require(policies.ISSUE, on=document.organisation)
    form = _form(request, document)
    back = reverse("documents:detail", args=[pk])
    shown, status = None, 200
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            answer = _send(request, document, form)
            if answer is not None:
                return answer
            status = 422
        shown = preview(document, form.rule, on=actor.today)
    elif request.method == "POST":
        status = 422
    # Who issues a joint document with the unit keeps a copy like any receiver.
    picked = form.picked if form.is_bound else tuple(bodies_of(document))
    known = names(picked, on=actor.today)
    context = {
        **place(request, document.organisation),
        "document": document,
        "form": form,
        "shown": shown,
        "picked": [(key, known.get(key, "")) for key in picked],
        "hidden": _hidden(form) if shown else [],
        "back": back,
    }
    return render_page(request, "documents/send.html", context, status=status)


def _hidden(form: ReceiverForm) -> list[tuple[str, str]]:
    """Return the choices as fields of the form that sends: what was seen is what is sent."""
    values = [
        (name, str(value if value is not True else "on"))
        for name, value in form.cleaned_data.items()
        if value and name not in ("pick", "picked")
    ]
    return values + [("picked", str(key)) for key in form.picked]


def _send(request: ActorRequest, document: Document, form: ReceiverForm) -> HttpResponse | None:
    """Send once; None when it was refused (the form says why)."""
    actor = request.actor
    there = reverse("documents:receivers", args=[document.pk])

    try:
        with once(request):
            send_document(
                actor=actor,
                document=document,
                rule=form.rule,
                on=actor.today,
                at=clock.now(),
                expected=read_key(request.POST.get("expected", "")) or None,
            )
    except AlreadyDone:
        pass
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return redirect(there)


@needs(policies.VIEW)
def receivers(request: ActorRequest, pk: int) -> HttpResponse:
    """The live picture: counts, by branch, one line a receiver."""
    actor = request.actor
    document = get_document(actor, pk)
    day = document.sent_at.date() if document.sent_at else actor.today
    waiting_outside = outsiders_waiting(document)
    heirs = passed_on(document, on=actor.today)
    context = {
        **place(request, document.organisation),
        "document": document,
        "totals": totals(document),
        "branches": by_branch(document, on=day),
        "table": ReceiverTable(receivers_of(document, on=day), request, on=day),
        "waiting": unanswered(document).count(),
        "outside": waiting_outside[:NAMED],
        "outside_more": max(0, waiting_outside.count() - NAMED),
        "passed_on": heirs,
        "passed_more": ended_since(document, on=actor.today).count() - len(heirs) if heirs else 0,
        "writing": writing_of(document),
        "sending": document.sent_at is not None and document.delivered_at is None,
    }
    return render_page(request, "documents/receivers.html", context, part="live")


@needs(policies.VIEW)
def answers(request: ActorRequest, pk: int) -> HttpResponse:
    document = get_document(request.actor, pk)
    page = answers_to(
        document,
        on=request.actor.today,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {**place(request, document.organisation), "document": document, "page": page}
    return render_page(request, "documents/answers.html", context)


@needs(policies.ISSUE)
@require_POST
def remind_all(request: ActorRequest, pk: int) -> HttpResponse:
    document = get_document(request.actor, pk)
    back = reverse("documents:receivers", args=[pk])

    def do() -> None:
        remind(actor=request.actor, document=document, at=clock.now())

    return press(request, do, back=back, done=_("Đã nhắc các nơi nhận chưa trả lời."))


@needs(policies.ISSUE)
def outside(request: ActorRequest, pk: int, receiver: int) -> HttpResponse:
    """Say that somebody outside the platform has been sent it."""
    actor = request.actor
    document = get_document(actor, pk)
    actor.require(policies.ISSUE, on=document.organisation)
    one = get_outsider(document, receiver)
    form = NoteForm(request.POST or None, actor=actor)

    def do() -> None:
        mark_sent_outside(actor=actor, receiver=one, note=form.cleaned_data["note"], at=clock.now())

    page = {
        **place(request, document.organisation),
        "document": document,
        "title": _("Đã gửi ra ngoài hệ thống"),
        "action": _("Ghi là đã gửi"),
        "warning": f"{one.name} · {one.address or one.get_channel_display()}",
    }
    back = reverse("documents:receivers", args=[pk])
    return act(request, form, do, back=back, page=page, done=_("Đã ghi."))
