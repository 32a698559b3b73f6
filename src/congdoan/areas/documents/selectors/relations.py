"""Relations between papers, and which rule a task on a day at a unit."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from congdoan.areas.documents.enums import (
    BACKWARD,
    ENDING,
    NUMBERED,
    DocumentState,
    IncomingState,
    RelationKind,
)
from congdoan.areas.documents.models import Document, Effect, Incoming, Relation
from congdoan.areas.documents.rules.refusals import NoSuchPaper, SeveralPapers
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.models import Organisation

_GONE = (IncomingState.REFUSED, IncomingState.WITHDRAWN)


@dataclass(frozen=True)
class Related:
    """A line of a paper's relations: the words, the other paper, where it is to be read."""

    pk: int
    words: str
    title: str
    url: str
    starts: date
    #: Said of this paper itself, so it can be taken back here.
    own: bool


def relations_of(paper: Document | Incoming, unit: Organisation) -> list[Related]:
    """
    Return what a paper is to others and others to it, as ``unit`` may see it.

    Another unit's papers are named by number only, unless they came here too.
    """
    document = paper if isinstance(paper, Document) else paper.document
    mine = Q(document=document) if document else Q(incoming=paper)
    theirs = Q(older_document=document) if document else Q(older_incoming=paper)
    rows = list(
        Relation.objects.filter(mine | theirs)
        .select_related("document", "incoming", "older_document", "older_incoming")
        .order_by("starts", "pk")
    )
    arrived = _arrived([one for row in rows for one in _papers(row)], unit)
    found = []
    for row in rows:
        forward = row.document == document if document else row.incoming == paper
        newer, older = _papers(row)
        title, url = _shown(older if forward else newer, unit, arrived)
        words = row.get_kind_display() if forward else str(BACKWARD[row.kind])
        own = forward and (document is None or document.organisation_id == unit.pk)
        found.append(Related(row.pk, words, title, url, row.starts, own))
    return found


def _papers(row: Relation) -> tuple[Document | Incoming | None, Document | Incoming | None]:
    return row.document or row.incoming, row.older_document or row.older_incoming


def _arrived(papers: list[Document | Incoming | None], unit: Organisation) -> dict[int, int]:
    """Return document → its entry at ``unit``, for the documents of others."""
    others = [one.pk for one in papers if isinstance(one, Document)]
    rows = Incoming.objects.filter(organisation=unit, document__in=others)
    return {key: pk for key, pk in rows.values_list("document_id", "pk") if key}


def _shown(
    paper: Document | Incoming | None, unit: Organisation, arrived: dict[int, int]
) -> tuple[str, str]:
    if paper is None:
        return "", ""
    if isinstance(paper, Incoming):
        entry = paper.pk if paper.organisation_id == unit.pk else None
    elif paper.organisation_id == unit.pk:
        return paper.title, reverse("documents:detail", args=[paper.pk])
    else:
        entry = arrived.get(paper.pk)
    if entry is None:
        return paper.symbol, ""
    title = f"{paper.symbol}: {paper.subject}" if paper.symbol else str(paper)
    return title, reverse("documents:incoming", args=[entry])


def find_paper(unit: Organisation, symbol: str, year: int | None) -> Document | Incoming:
    """
    Return the paper of the unit's registers with this number, of this year where one is named.

    :raises NoSuchPaper, SeveralPapers: when it is none, or not one
    """
    wanted = vietnamese.tidy(symbol)
    own = Document.objects.filter(organisation=unit, symbol__iexact=wanted, state__in=NUMBERED)
    came = Incoming.objects.filter(organisation=unit, symbol__iexact=wanted).exclude(
        state__in=_GONE
    )
    if year is not None:
        own = own.filter(issued_on__year=year)
        came = came.filter(Q(dated_on__year=year) | Q(dated_on__isnull=True, arrived_on__year=year))
    found: list[Document | Incoming] = [
        *own.select_related("organisation")[:5],
        *[one.document or one for one in came.select_related("document__organisation")[:5]],
    ]
    if not found:
        raise NoSuchPaper(symbol=wanted)
    if len(found) > 1:
        raise SeveralPapers(count=len(found), symbol=wanted)
    return found[0]


def effect_of(paper: Document | Incoming) -> Effect | None:
    if isinstance(paper, Incoming) and paper.document_id is None:
        return Effect.objects.filter(incoming=paper).first()
    document = paper.pk if isinstance(paper, Document) else paper.document_id
    return Effect.objects.filter(document=document).first()


def recalled_by(on: date, prefix: str = "") -> Q:
    """Return which documents were recalled by a day; "" of ``prefix`` for documents themselves."""
    state, day = f"{prefix}state", f"{prefix}withdrawn_on"
    # Recalled before the day was written down: as if always.
    return Q(**{f"{day}__lte": on}) | Q(**{f"{day}__isnull": True, state: DocumentState.RECALLED})


def in_force(unit: Organisation, *, on: date) -> QuerySet[Effect]:
    """
    Return what rules the work of ``unit`` on a day: its own documents and what it was sent.

    Also what was passed on to it under a cover letter. Out are those a later document replaced or
    repealed by then, and what was recalled by then: on the days before it was in force.
    """
    came = Incoming.objects.filter(organisation=unit, arrived_on__lte=on).exclude(
        Q(state=IncomingState.REFUSED)
        | Q(state=IncomingState.WITHDRAWN, done_at__date__lte=on)
        | Q(state=IncomingState.WITHDRAWN, done_at__isnull=True)
    )
    passed_on = came.filter(document__forwards__isnull=False)
    here = (
        Q(document__organisation=unit, document__state__in=NUMBERED)
        | Q(document__in=came.filter(document__isnull=False).values("document"))
        | Q(document__in=passed_on.values("document__origin"))
        | Q(incoming__in=came.values("pk"))
        | Q(incoming__in=passed_on.values("document__forwards"))
    )
    ended = Relation.objects.filter(
        Q(older_document=OuterRef("document")) | Q(older_incoming=OuterRef("incoming")),
        kind__in=ENDING,
        starts__lte=on,
    ).exclude(recalled_by(on, "document__"))
    replaced = Document.objects.filter(
        replaces=OuterRef("document"), corrects=False, state__in=NUMBERED, issued_on__lte=on
    ).exclude(recalled_by(on))
    rows = Effect.objects.on(on).filter(here).exclude(recalled_by(on, "document__"))
    return (
        rows.exclude(Exists(ended))
        .exclude(Exists(replaced))
        .select_related("document__organisation", "incoming")
        .annotate(starts=F("valid__startswith"), ends=F("valid__endswith"))
    )


def amended_by(effects: list[Effect], *, on: date) -> dict[int, list[str]]:
    """Return the numbers of what amends each, by the key of the effect; one query."""
    documents = {one.document_id: one.pk for one in effects if one.document_id}
    incomings = {one.incoming_id: one.pk for one in effects if one.incoming_id}
    rows = (
        Relation.objects.filter(
            Q(older_document__in=documents) | Q(older_incoming__in=incomings),
            kind=RelationKind.AMENDS,
            starts__lte=on,
        )
        .exclude(recalled_by(on, "document__"))
        .select_related("document", "incoming")
        .order_by("starts", "pk")
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        newer = row.document or row.incoming
        key = documents.get(row.older_document_id or 0) or incomings.get(row.older_incoming_id or 0)
        if newer is not None and key is not None:
            found.setdefault(key, []).append(newer.symbol)
    return found
