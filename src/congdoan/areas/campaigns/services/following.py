"""What becomes of campaigns when organisations change: the union above goes on, or its heir."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from congdoan.areas.campaigns.enums import State
from congdoan.areas.campaigns.models import Campaign
from congdoan.areas.campaigns.selectors.campaigns import owner_of
from congdoan.areas.campaigns.services.work import sync_campaign_work
from congdoan.foundation.actor import Actor


def follow(
    *,
    actor: Actor,
    touched: Iterable[int] | None,
    on: date,
    at: datetime,
    back: Iterable[int] = (),
) -> None:
    """
    Bring open campaigns of touched organisations (all, when None) up to the facts.

    ``back``: who is about to exist again, since what ended it is being undone.
    """
    rows = Campaign.objects.filter(state=State.OPEN)
    if touched is not None:
        ids = list(touched)
        rows = rows.filter(Q(organisation__in=ids) | Q(place__in=ids) | Q(opened_by__in=ids))
    returning = set(back)
    for one in rows.select_related("organisation", "opened_by", "place"):
        owner = one.organisation
        if one.opened_by.exists_on(on) or one.opened_by_id in returning:
            owner = one.opened_by
        elif not owner.exists_on(on):
            owner = owner_of(one.place, on=on) or owner
        if owner.pk != one.organisation_id:
            one.organisation = owner
            one.save(update_fields=["organisation"])
        sync_campaign_work(actor=actor, campaign=one, on=on, at=at, back=one.place_id in returning)
