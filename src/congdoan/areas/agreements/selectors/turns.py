"""Changes of host: what is asked, and whose answer is missing."""

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import TurnState
from congdoan.areas.agreements.models import HostChange, Review
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation


def asked_change(review: Review) -> HostChange | None:
    """Return the change of host that waits for an answer."""
    rows = review.host_changes.select_related("proposer", "before", "host")
    return rows.filter(state=TurnState.ASKED).first()


def changes_of(review: Review) -> list[HostChange]:
    """Return every change of host proposed for a review, newest first."""
    rows = review.host_changes.select_related("proposer", "before", "host")
    return list(rows.order_by("-pk"))


def change_awaits(change: HostChange) -> list[int]:
    """Return who has not agreed yet: of the two the turn passes between, who still takes part."""
    staying = change.review.agreement.parties.staying()
    ids = set(staying.values_list("organisation_id", flat=True))
    said = {change.proposer_id, *change.agreed.values_list("pk", flat=True)}
    return [pk for pk in (change.review.host_id, change.host_id) if pk in ids and pk not in said]


def answerer(actor: Actor, change: HostChange) -> Organisation | None:
    """Return the awaited party the actor answers for, the one they work for now first."""
    rows = actor.reach(policies.REVIEW).filter(pk__in=change_awaits(change))
    found = sorted(rows, key=lambda one: one.pk != actor.organisation_id)
    return found[0] if found else None
