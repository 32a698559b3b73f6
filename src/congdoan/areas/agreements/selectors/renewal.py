"""What is unfinished in the agreement before, and may go on in the one that replaces it."""

from dataclasses import dataclass

from congdoan.areas.agreements.models import Agreement, CarriedDuty, Duty, Party
from congdoan.areas.agreements.rules.duties import OWED
from congdoan.areas.agreements.selectors.duties import duties_of


@dataclass(frozen=True)
class Unfinished:
    """An open duty of the agreement before; ``party`` bears it in the new one (None = all)."""

    duty: Duty
    party: Party | None
    #: Its bearer is no party of the new agreement: nobody could carry it on.
    homeless: bool
    chosen: bool


def unfinished_before(agreement: Agreement) -> list[Unfinished]:
    """Return the open duties of the agreement this one replaces, in the order of their text."""
    if agreement.predecessor is None:
        return []
    chosen = set(agreement.carried.values_list("duty_id", flat=True))
    parties = {party.organisation_id: party for party in agreement.parties.all()}
    rows = duties_of(agreement.predecessor).filter(state__in=OWED)
    found = []
    for duty in rows.order_by("obligation__order", "due", "pk"):
        bearer = duty.obligation.party
        party = parties.get(bearer.organisation_id) if bearer else None
        homeless = bearer is not None and party is None
        found.append(Unfinished(duty, party, homeless, duty.pk in chosen))
    return found


def carried_into(agreement: Agreement) -> list[CarriedDuty]:
    """Return what was chosen to go on, done already or not."""
    rows = agreement.carried.select_related("duty__obligation__party", "duty__period")
    return list(rows.order_by("pk"))
