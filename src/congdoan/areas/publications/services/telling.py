"""Work and notifications that follow from publications."""

from datetime import datetime

from django.urls import reverse

from congdoan.areas.publications.models import Publication
from congdoan.areas.publications.selectors.publishing import approvers
from congdoan.foundation.actor import Actor
from congdoan.support.notifications.api import notify
from congdoan.support.worklist.api import cancel_work, close_work, open_work

APPROVE = "publications.approve"


def _key(publication: Publication) -> str:
    return f"{APPROVE}.{publication.pk}"


def _url(publication: Publication) -> str:
    return reverse("publications:publication", args=[publication.pk])


def ask_approval(*, actor: Actor, publication: Publication, at: datetime) -> None:
    cancel_work(actor=actor, key=_key(publication), at=at)
    open_work(
        actor=actor,
        kind=APPROVE,
        key=_key(publication),
        title=publication.title,
        organisation=publication.organisation,
        on=at.date(),
        source_label=str(publication.get_channel_display()),
        source_url=_url(publication),
        position="PRESIDENT",
    )
    _say(
        "prepared",
        actor=actor,
        publication=publication,
        at=at,
        people=approvers(publication.organisation_id, on=at.date()),
        context={"name": actor.name},
    )


def approved(*, actor: Actor, publication: Publication, at: datetime) -> None:
    close_work(actor=actor, key=_key(publication), at=at)


def nobody_approves(*, actor: Actor, publication: Publication, at: datetime) -> None:
    cancel_work(actor=actor, key=_key(publication), at=at)


def returned(*, actor: Actor, publication: Publication, at: datetime) -> None:
    _say(
        "returned",
        actor=actor,
        publication=publication,
        at=at,
        context={"reason": publication.returned},
    )


def withdrawn(*, actor: Actor, publication: Publication, at: datetime) -> None:
    _say(
        "withdrawn",
        actor=actor,
        publication=publication,
        at=at,
        people=approvers(publication.organisation_id, on=at.date()),
        context={"name": actor.name, "reason": publication.withdrawn_why},
    )


def failed(*, actor: Actor, publication: Publication, at: datetime) -> None:
    """Tell who prepared it, and the leaders, that the other side did not take it (or may have)."""
    _say(
        "doubt" if publication.may_still_stand else "failed",
        actor=actor,
        publication=publication,
        at=at,
        people=approvers(publication.organisation_id, on=at.date()),
        context={"fault": str(publication.get_fault_display())},
    )


def _say(
    what: str,
    *,
    actor: Actor,
    publication: Publication,
    at: datetime,
    context: dict[str, str],
    people: set[int] | None = None,
) -> None:
    by = publication.prepared_by_id
    notify(
        actor=actor,
        kind=f"publications.{what}",
        key=f"publications.{publication.pk}.{what}.{at.isoformat()}",
        at=at,
        people=people or (),
        users=[by] if by else (),
        context={
            "title": publication.title,
            "channel": str(publication.get_channel_display()),
            **context,
        },
        url=_url(publication),
    )
