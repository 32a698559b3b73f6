"""Talking about a duty: why it is disputed, what is missing, in one thread of both sides."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Duty
from congdoan.areas.agreements.rules.rota import HostNotAParty
from congdoan.areas.agreements.selectors.duties import duty_subject
from congdoan.areas.agreements.services.telling import tell
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.discussion.api import Comment, CommentKind, comment


@transaction.atomic
def discuss_duty(
    *, actor: Actor, duty: Duty, organisation: Organisation, text: str, at: datetime
) -> Comment:
    """
    Say something about a duty for a party; the other parties are told.

    :raises NothingSaid: for an empty message
    """
    actor.require(policies.COMMENT, on=organisation)
    agreement = duty.obligation.agreement
    parties = set(agreement.parties.values_list("organisation_id", flat=True))
    if organisation.pk not in parties:
        raise HostNotAParty
    made = comment(
        actor=actor,
        subject=duty_subject(duty),
        anchor="",
        party=organisation,
        kind=CommentKind.OPINION,
        text=text,
        at=at,
    )
    tell(
        actor=actor,
        agreement=agreement,
        kind="duty_discussed",
        on=actor.today,
        at=at,
        once=f"{duty.pk}.{made.pk}",
        organisations=parties - {organisation.pk},
        part=f"nhiem-vu/{duty.pk}/",
        context={"words": duty.obligation.words[:160], "said": made.text[:300]},
    )
    return made
