"""Telling officers and the person; titles name the matter, no personal data."""

from collections.abc import Mapping
from datetime import date, datetime

from congdoan.foundation.actor import Actor
from congdoan.kernel.people.api import unscoped_holders
from congdoan.support.notifications.api import notify

#: Who answers for papers about personal data.
TOLD = ("PRESIDENT", "VICE_PRESIDENT", "SPECIALIST")


def tell_officers(
    *,
    actor: Actor,
    organisation: int,
    kind: str,
    key: str,
    context: Mapping[str, object],
    url: str,
    on: date,
    at: datetime,
) -> None:
    holders = unscoped_holders(organisation=organisation, positions=TOLD, on=on)
    notify(
        actor=actor,
        kind=kind,
        key=key,
        at=at,
        people=set(holders.values_list("person_id", flat=True)),
        context=context,
        url=url,
    )
