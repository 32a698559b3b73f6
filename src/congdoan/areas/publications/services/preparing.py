"""Preparing what is made public: written, changed, thrown away."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from congdoan.areas.documents.api import Document, DocumentState
from congdoan.areas.publications import policies
from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.areas.publications.models import Publication
from congdoan.areas.publications.rules.refusals import (
    LinkIsNoAddress,
    MustBeChecked,
    NoFileToShow,
    NoPage,
    NotAtThisStep,
    NotIssued,
    PublishedThere,
    TypeIsClosed,
)
from congdoan.areas.publications.selectors.publishing import (
    closed_type,
    file_to_show,
    page_of_unit,
    signs_of,
)
from congdoan.areas.publications.services import telling
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit

#: Issued, and not taken back.
_OPEN = (
    DocumentState.ISSUED,
    DocumentState.SENT,
    DocumentState.CORRECTED,
    DocumentState.REPLACED,
    DocumentState.ARCHIVED,
)


@dataclass(frozen=True)
class PublicationData:
    """What the officer types."""

    title: str
    summary: str
    link: str = ""
    with_file: bool = False
    #: A person has looked: no secret, nobody's data that must be hidden.
    checked: bool = False


@transaction.atomic
def prepare_publication(
    *, actor: Actor, document: Document, channel: str, data: PublicationData, at: datetime
) -> Publication:
    """
    Prepare a paper for one channel; a leader approves it.

    :raises NotIssued, TypeIsClosed, MustBeChecked: when it must not be made public (yet)
    :raises PublishedThere, NoPage: when the channel has it, or is not there
    """
    actor.require(policies.PREPARE, on=document.organisation)
    if document.state not in _OPEN:
        raise NotIssued
    closed = closed_type(document, on=at.date())
    if closed:
        raise TypeIsClosed(type=closed)
    if channel == Channel.FACEBOOK and page_of_unit(document.organisation) is None:
        raise NoPage
    rows = Publication.objects.filter(document=document, channel=channel)
    # One that was taken down while it was on its way may still stand there.
    if rows.exclude(state=PublicationState.WITHDRAWN, started_at__isnull=True).exists():
        raise PublishedThere
    made = Publication(
        organisation=document.organisation,
        document=document,
        channel=channel,
        prepared_by_id=actor.user_id,
        prepared_by_name=actor.name,
        prepared_at=at,
    )
    _fill(made, data, checked_by=actor.name)
    made.save(force_insert=True)
    _record(actor, "prepared", made)
    telling.ask_approval(actor=actor, publication=made, at=at)
    return made


def _fill(publication: Publication, data: PublicationData, *, checked_by: str) -> None:
    if not data.checked:
        raise MustBeChecked
    if data.link and not data.link.startswith("https://"):
        raise LinkIsNoAddress
    document = publication.document
    publication.title, publication.summary, publication.link = data.title, data.summary, data.link
    publication.file = None
    if data.with_file and publication.channel == Channel.PORTAL:
        publication.file = file_to_show(document)
        if publication.file is None:
            raise NoFileToShow
    publication.signs = signs_of(document, publication.message)
    publication.checked_by_name = checked_by
    publication.returned = ""
    publication.settle_keys()


def held(publication: Publication, *states: str) -> Publication:
    """
    Return it afresh, locked.

    :raises NotAtThisStep: when it is at another step
    """
    found = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("organisation", "document__organisation")
        .get(pk=publication.pk)
    )
    if found.state not in states:
        raise NotAtThisStep(state=found.get_state_display())
    return found


@transaction.atomic
def change_publication(
    *, actor: Actor, publication: Publication, data: PublicationData, at: datetime
) -> Publication:
    """Change what waits for approval; the approver is asked about this text and no other."""
    actor.require(policies.PREPARE, on=publication.organisation)
    publication = held(publication, PublicationState.DRAFT)
    _fill(publication, data, checked_by=actor.name)
    # Who wrote the words does not approve them.
    publication.prepared_by_id, publication.prepared_by_name = actor.user_id, actor.name
    publication.save(
        update_fields=[
            "title", "summary", "link", "file", "folded", "signs", "checked_by_name", "returned",
            "prepared_by", "prepared_by_name",
        ]
    )  # fmt: skip
    _record(actor, "changed", publication)
    telling.ask_approval(actor=actor, publication=publication, at=at)
    return publication


@transaction.atomic
def discard_publication(*, actor: Actor, publication: Publication, at: datetime) -> None:
    """Throw away what nobody approved."""
    actor.require(policies.PREPARE, on=publication.organisation)
    publication = held(publication, PublicationState.DRAFT)
    telling.nobody_approves(actor=actor, publication=publication, at=at)
    _record(actor, "discarded", publication)
    publication.delete()


def _record(actor: Actor, verb: str, publication: Publication) -> None:
    audit.record(
        actor=actor,
        verb=f"publications.{verb}",
        target=publication,
        organisation_id=publication.organisation_id,
        label=publication.title,
        changes={"channel": publication.channel, "signs": publication.signs},
    )
