"""Work and notification for who signs along: when it is their turn, no earlier."""

from datetime import date, datetime

from django.urls import reverse

from congdoan.areas.documents.models import CoSigner, Document
from congdoan.areas.documents.selectors.signers import find_signing, signings
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.people.models import Person
from congdoan.support.notifications.api import notify
from congdoan.support.worklist.api import cancel_work, close_work, open_work

COSIGN = "documents.cosign"


def _key(cosigner: CoSigner, document: Document) -> str:
    """Approved again, it is asked for again."""
    return f"{COSIGN}.{cosigner.pk}.{document.approved_at:%Y%m%d%H%M%S%f}"


def ask(*, actor: Actor, document: Document, cosigner: CoSigner, on: date, at: datetime) -> None:
    """Put it on the list of who is to sign: the one named, else the body's head."""
    unit, url = cosigner.organisation, reverse("documents:cosign", args=[cosigner.pk])
    way = find_signing(unit.pk, cosigner.to_sign, on=on)
    people = [way.person_id] if way else [one.person_id for one in signings(unit.pk, on=on)]
    open_work(
        actor=actor,
        kind=COSIGN,
        key=_key(cosigner, document),
        title=document.subject,
        organisation=unit,
        on=on,
        source_label=document.subject,
        source_url=url,
        position="" if way else "PRESIDENT",
        assignee=Person.objects.get(pk=way.person_id) if way else None,
    )
    notify(
        actor=actor,
        kind="documents.cosign_asked",
        key=_key(cosigner, document),
        at=at,
        people=people,
        context={
            "subject": document.subject,
            "sender": name_of(document.organisation, on=on),
        },
        url=url,
    )


def close(*, actor: Actor, cosigner: CoSigner, at: datetime, done: bool = True) -> None:
    end = close_work if done else cancel_work
    end(actor=actor, key=_key(cosigner, cosigner.document), at=at)
