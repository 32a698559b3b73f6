"""Documents an actor may see: those of their own unit and of those it succeeded."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import NUMBERED
from congdoan.areas.documents.models import Attachment, Document, Incoming, Merge, TaskReport
from congdoan.areas.documents.selectors.cosigners import may_read_joint
from congdoan.areas.documents.selectors.reading import asked_to_read
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import FileQuestion

#: Why this slice keeps files.
BODY, ARRIVED = "documents.body", "documents.arrived"
#: The paper made of a text that was written here, once it has its number.
ISSUED = "documents.issued"
#: All merged letters in one file: the sender's to print, nobody else's to read.
MERGED = "documents.merged"
EVIDENCE = "documents.evidence"


def get_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when its documents are not the actor's to see."""
    unit = Organisation.objects.filter(pk=pk).first()
    if unit is None or not actor.may(policies.VIEW, on=unit):
        raise NotFound
    return unit


def counted_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when its figures are not the actor's to see."""
    unit = Organisation.objects.filter(pk=pk).first()
    if unit is None or not actor.may(policies.COUNT, on=unit):
        raise NotFound
    return unit


def own_unit(actor: Actor) -> Organisation | None:
    """Return the organisation the actor works for now, if its documents are theirs to see."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    return unit if unit is not None and actor.may(policies.VIEW, on=unit) else None


def documents_of(unit: Organisation, *, on: date) -> QuerySet[Document]:
    """Return what the unit had begun to write by a day."""
    return Document.objects.filter(organisation=unit, drafted_at__date__lte=on)


def get_document(actor: Actor, pk: int) -> Document:
    """:raises NotFound: when there is none, or not the actor's to see."""
    found = (
        Document.objects.select_related(
            "organisation", "number", "answers", "forwards", "origin", "replaces"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None or not actor.may(policies.VIEW, on=found.organisation):
        raise NotFound
    return found


def get_incoming(actor: Actor, pk: int) -> Incoming:
    """:raises NotFound: when there is none, or not the actor's to see."""
    found = (
        Incoming.objects.select_related(
            "organisation", "document", "receiver", "file", "number", "replies_to"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None or not actor.may(policies.VIEW, on=found.organisation):
        raise NotFound
    return found


def own_arrival(actor: Actor, document: int) -> Incoming:
    """
    Return where a document arrived at the actor's: one address for all who are told of it.

    Where only a cover letter passed it on, that one.

    :raises NotFound: when it did not
    """
    found = Incoming.objects.filter(
        actor.within(policies.VIEW, "organisation_id"),
        Q(document=document) | Q(document__origin=document),
    )
    rows = sorted(
        found,
        key=lambda one: (one.organisation_id != actor.organisation_id, one.document_id != document),
    )
    if not rows:
        raise NotFound
    return rows[0]


def files_of(document: Document) -> list[Attachment]:
    """Return the files, the text itself first."""
    rows = document.attachments.select_related("file")
    return list(rows.order_by("-is_scan", "-is_body", "pk"))


def may_read(asked: FileQuestion) -> bool | None:
    """Answer ``files.may_read_file``: who may see the document, or what arrived of it."""
    answers = {
        ARRIVED: _may_read_arrived,
        EVIDENCE: _may_read_evidence,
        MERGED: _may_read_merged,
        BODY: _may_read_text,
        ISSUED: _may_read_text,
    }
    answer = answers.get(asked.purpose)
    return None if answer is None else answer(asked.actor, asked.file_id) or None


def _may_read_arrived(actor: Actor, file: int) -> bool:
    units = actor.within(policies.VIEW, "organisation_id")
    return Incoming.objects.filter(units, Q(file=file) | Q(more_files__file=file)).exists()


def _may_read_merged(actor: Actor, file: int) -> bool:
    units = actor.within(policies.VIEW, "document__organisation_id")
    return Merge.objects.filter(units, file=file).exists()


def _may_read_text(actor: Actor, file: int) -> bool:
    documents = Attachment.objects.filter(file=file).values("document")
    own = Document.objects.filter(actor.within(policies.VIEW, "organisation_id"), pk__in=documents)
    if own.exists() or may_read_joint(actor, Document.objects.filter(pk__in=documents)):
        return True
    if asked_to_read(actor, documents):
        return True
    # What a unit forwards, its receivers read too: the text it passes on hangs on the origin.
    passed_on = Document.objects.filter(
        Q(forwards__document__in=documents) | Q(origin__in=documents)
    ).values("pk")
    arrived = Incoming.objects.filter(
        actor.within(policies.VIEW, "organisation_id"),
        Q(document__in=documents) | Q(document__in=passed_on),
    )
    return arrived.exists()


def _may_read_evidence(actor: Actor, file: int) -> bool:
    """What proves a task is read by who reported it and by who ordered it."""
    seen = actor.within(policies.VIEW, "organisation_id") | actor.within(
        policies.VIEW, "task__document__organisation_id"
    )
    return TaskReport.objects.filter(seen, file=file).exists()


@dataclass(frozen=True)
class Chain:
    """A document passed down: the paper at its head and the covers in between."""

    origin: Document
    files: list[Attachment]


def chain_of(document: Document) -> Chain | None:
    """Return the paper a cover letter passes on, with its files."""
    if document.origin_id is None or document.origin is None:
        return None
    return Chain(document.origin, files_of(document.origin))


def numbered(unit: Organisation, *, register: str, year: int) -> QuerySet[Document]:
    return Document.objects.filter(
        organisation=unit, register=register, state__in=NUMBERED, issued_on__year=year
    )
