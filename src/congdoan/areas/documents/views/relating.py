"""What is in force for a task on a day; the effect of a document and its relations to others."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.relating import EffectForm, RelationForm
from congdoan.areas.documents.models import Document, Incoming
from congdoan.areas.documents.selectors.choices import topics
from congdoan.areas.documents.selectors.documents import get_document, get_incoming, get_unit
from congdoan.areas.documents.selectors.relations import effect_of, find_paper, in_force
from congdoan.areas.documents.services.relating import declare_effect, relate, unrelate
from congdoan.areas.documents.tables.force import ForceTable
from congdoan.areas.documents.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.VIEW)
def force(request: ActorRequest, unit: int) -> HttpResponse:
    """Which documents rule the unit's tasks on the day that is looked at."""
    actor = request.actor
    found = get_unit(actor, unit)
    table = ForceTable(in_force(found, on=actor.as_of), request, unit=found, on=actor.as_of)
    context = {**place(request, found, "force"), "table": table, "day_shown": actor.as_of}
    return render_page(request, "documents/force.html", context)


def _effect(request: ActorRequest, paper: Document | Incoming, back: str) -> HttpResponse:
    actor, known = request.actor, effect_of(paper)
    dated = paper.issued_on if isinstance(paper, Document) else paper.dated_on or paper.arrived_on
    initial: dict[str, object] = {"starts": dated or actor.today}
    if known is not None:
        initial = {"topic": known.topic, "starts": known.valid.lower, "until": known.valid.upper}
    form = EffectForm(
        request.POST or None, actor=actor, topics=topics(on=actor.today), initial=initial
    )

    def do() -> None:
        declare_effect(actor=actor, paper=paper, data=form.wish, at=clock.now())

    page = {
        **_page(request, paper),
        "title": _("Hiệu lực của văn bản"),
        "action": _("Ghi"),
    }
    return act(request, form, do, back=back, page=page, done=_("Đã ghi."), field="until")


def _relation(request: ActorRequest, paper: Document | Incoming, back: str) -> HttpResponse:
    actor = request.actor
    dated = paper.issued_on if isinstance(paper, Document) else paper.dated_on
    form = RelationForm(request.POST or None, actor=actor, initial={"starts": dated or actor.today})

    def do() -> None:
        data = form.cleaned_data
        relate(
            actor=actor,
            paper=paper,
            kind=data["kind"],
            older=find_paper(paper.organisation, data["symbol"], data["year"]),
            starts=data["starts"],
            at=clock.now(),
        )

    page = {
        **_page(request, paper),
        "title": _("Quan hệ với văn bản khác"),
        "action": _("Ghi quan hệ"),
    }
    return act(request, form, do, back=back, page=page, done=_("Đã ghi."), field="symbol")


def _page(request: ActorRequest, paper: Document | Incoming) -> dict[str, object]:
    name = "document" if isinstance(paper, Document) else "one"
    return {**place(request, paper.organisation), name: paper}


def _of_document(request: ActorRequest, pk: int) -> tuple[Document, str]:
    found = get_document(request.actor, pk)
    request.actor.require(policies.ISSUE, on=found.organisation)
    return found, reverse("documents:detail", args=[pk])


def _of_incoming(request: ActorRequest, pk: int) -> tuple[Incoming, str]:
    found = get_incoming(request.actor, pk)
    request.actor.require(policies.REGISTER, on=found.organisation)
    return found, reverse("documents:incoming", args=[pk])


@needs(policies.ISSUE)
def effect(request: ActorRequest, pk: int) -> HttpResponse:
    return _effect(request, *_of_document(request, pk))


@needs(policies.REGISTER)
def incoming_effect(request: ActorRequest, pk: int) -> HttpResponse:
    return _effect(request, *_of_incoming(request, pk))


@needs(policies.ISSUE)
def relation(request: ActorRequest, pk: int) -> HttpResponse:
    return _relation(request, *_of_document(request, pk))


@needs(policies.REGISTER)
def incoming_relation(request: ActorRequest, pk: int) -> HttpResponse:
    return _relation(request, *_of_incoming(request, pk))


@needs(policies.ISSUE)
@require_POST
def relation_drop(request: ActorRequest, pk: int, relation: int) -> HttpResponse:
    return _drop(request, relation, *_of_document(request, pk))


@needs(policies.REGISTER)
@require_POST
def incoming_relation_drop(request: ActorRequest, pk: int, relation: int) -> HttpResponse:
    return _drop(request, relation, *_of_incoming(request, pk))


def _drop(
    request: ActorRequest, relation: int, paper: Document | Incoming, back: str
) -> HttpResponse:
    def do() -> None:
        unrelate(actor=request.actor, paper=paper, relation=relation)

    return press(request, do, back=back, done=_("Đã bỏ quan hệ."))
