"""Deciding: approve, give back, take down, try again."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.documents.api import Recalled
from congdoan.areas.publications import policies
from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.areas.publications.models import Publication
from congdoan.areas.publications.rules.refusals import (
    MayStillStand,
    NotAtThisStep,
    NotIssued,
    OwnPreparation,
    SaysWhy,
    ShownOtherwise,
)
from congdoan.areas.publications.selectors.publishing import approvers
from congdoan.areas.publications.services import telling
from congdoan.areas.publications.services.preparing import held
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.jobs import enqueue
from congdoan.kernel.audit import api as audit

SEND = "publications.send"


@transaction.atomic
def approve_publication(
    *, actor: Actor, publication: Publication, at: datetime, mark: str | None = None
) -> Publication:
    """
    Let it be made public: on the public page at once, on a page of others by the outbox.

    ``mark``: of what the approver was shown.

    :raises ShownOtherwise: when it is not that any more
    :raises OwnPreparation: for who prepared it, unless nobody else at the unit could approve
    """
    actor.require(policies.APPROVE, on=publication.organisation)
    require_oneself(actor)
    publication = held(publication, PublicationState.DRAFT)
    if publication.document.withdrawn:
        raise NotIssued
    if mark is not None and mark != publication.mark:
        raise ShownOtherwise
    own = publication.prepared_by_id is not None and publication.prepared_by_id == actor.user_id
    if own and approvers(publication.organisation_id, on=at.date()) - {actor.person_id}:
        raise OwnPreparation
    publication.approved_by_name, publication.approved_at = actor.name, at
    publication.self_approved = own
    if publication.channel == Channel.PORTAL:
        publication.state, publication.published_at = PublicationState.PUBLISHED, at
    else:
        publication.state, publication.next_attempt_at = PublicationState.QUEUED, at
        enqueue(SEND, key=SEND)
    publication.save(
        update_fields=[
            "approved_by_name", "approved_at", "self_approved", "state", "published_at",
            "next_attempt_at",
        ]
    )  # fmt: skip
    telling.approved(actor=actor, publication=publication, at=at)
    _record(actor, "approved_alone" if own else "approved", publication)
    return publication


@transaction.atomic
def return_publication(
    *, actor: Actor, publication: Publication, reason: str, at: datetime
) -> None:
    """Give it back to who prepared it, with what is to be changed."""
    actor.require(policies.APPROVE, on=publication.organisation)
    if not reason:
        raise SaysWhy
    publication = held(publication, PublicationState.DRAFT)
    publication.returned = reason
    publication.save(update_fields=["returned"])
    telling.nobody_approves(actor=actor, publication=publication, at=at)
    telling.returned(actor=actor, publication=publication, at=at)
    _record(actor, "returned", publication, reason)


@transaction.atomic
def withdraw_publication(
    *, actor: Actor, publication: Publication, reason: str, at: datetime
) -> None:
    """Take it down: the public page says that it was there and why it is not any more."""
    actor.require(policies.APPROVE, on=publication.organisation)
    if not reason:
        raise SaysWhy
    publication = held(
        publication,
        PublicationState.QUEUED,
        PublicationState.PUBLISHED,
        PublicationState.UNSURE,
        PublicationState.FAILED,
    )
    _take_down(actor, publication, reason=reason, at=at)


def _take_down(actor: Actor, publication: Publication, *, reason: str, at: datetime) -> None:
    publication.withdrawn_at, publication.withdrawn_why = at, reason
    if publication.provider_id:
        publication.state, publication.next_attempt_at = PublicationState.LEAVING, at
        publication.failures, publication.fault = 0, ""
        enqueue(SEND, key=SEND)
    else:
        publication.state = PublicationState.WITHDRAWN
    publication.save(
        update_fields=[
            "withdrawn_at", "withdrawn_why", "state", "next_attempt_at", "failures", "fault",
        ]
    )  # fmt: skip
    telling.nobody_approves(actor=actor, publication=publication, at=at)
    telling.withdrawn(actor=actor, publication=publication, at=at)
    _record(actor, "withdrawn", publication, reason)


def withdraw_with_document(asked: Recalled) -> None:
    """Answer ``documents.recalled``: a paper that is taken back does not stand anywhere."""
    rows = Publication.objects.filter(document_id=asked.document.pk)
    rows = rows.exclude(state__in=[PublicationState.WITHDRAWN, PublicationState.LEAVING])
    # Taken down already, and it may still stand there: a person looks.
    rows = rows.exclude(state=PublicationState.UNSURE, withdrawn_at__isnull=False)
    for one in rows.select_for_update(of=("self",)).select_related("organisation"):
        _take_down(asked.actor, one, reason=asked.reason, at=asked.at)


@transaction.atomic
def try_again(*, actor: Actor, publication: Publication, at: datetime) -> None:
    """
    Let what failed, or is not seen on the page, be posted once more.

    :raises MayStillStand: when it is to be taken down, and nobody knows which post it is
    """
    actor.require(policies.APPROVE, on=publication.organisation)
    publication = held(publication, PublicationState.FAILED, PublicationState.UNSURE)
    leaving = publication.withdrawn_at is not None
    if leaving and not publication.provider_id:
        raise MayStillStand
    publication.state = PublicationState.LEAVING if leaving else PublicationState.QUEUED
    publication.failures, publication.fault, publication.next_attempt_at = 0, "", at
    publication.save(update_fields=["state", "failures", "fault", "next_attempt_at"])
    enqueue(SEND, key=SEND)
    _record(actor, "tried_again", publication)


@transaction.atomic
def say_it_is_there(*, actor: Actor, publication: Publication, at: datetime) -> None:
    """
    Say that the post stands on the page: nobody saw the answer, somebody saw the post.

    :raises MayStillStand: when it was taken down: then it must not stand there
    """
    actor.require(policies.APPROVE, on=publication.organisation)
    publication = held(publication, PublicationState.UNSURE)
    if publication.may_still_stand:
        raise MayStillStand
    publication.state, publication.published_at = PublicationState.PUBLISHED, at
    publication.fault = ""
    publication.save(update_fields=["state", "published_at", "fault"])
    _record(actor, "seen", publication)


@transaction.atomic
def say_it_is_gone(*, actor: Actor, publication: Publication, at: datetime) -> None:
    """
    Say that no post stands on the page (any more): somebody looked, and took it away if it did.

    :raises NotAtThisStep: when it was not taken down, or nothing is unsure of it
    """
    actor.require(policies.APPROVE, on=publication.organisation)
    publication = held(publication, PublicationState.UNSURE)
    if not publication.may_still_stand:
        raise NotAtThisStep(state=publication.get_state_display())
    publication.state, publication.fault, publication.next_attempt_at = (
        PublicationState.WITHDRAWN, "", None,
    )  # fmt: skip
    publication.save(update_fields=["state", "fault", "next_attempt_at"])
    telling.withdrawn(actor=actor, publication=publication, at=at)
    _record(actor, "gone", publication)


def _record(actor: Actor, verb: str, publication: Publication, reason: str = "") -> None:
    audit.record(
        actor=actor,
        verb=f"publications.{verb}",
        target=publication,
        organisation_id=publication.organisation_id,
        label=publication.title,
        reason=reason,
        changes={"channel": publication.channel},
    )
