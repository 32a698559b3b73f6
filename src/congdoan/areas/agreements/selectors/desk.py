"""What the desk shows of agreements."""

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.foundation.actor import Actor

_BUSY = (State.DRAFT, State.CONSULTATION, State.NEGOTIATED, State.SIGNED, State.EFFECTIVE)


def busy_agreements(actor: Actor, *, limit: int = 6) -> list[Agreement]:
    """
    Return agreements of the organisation the actor works for that are under way or in force.

    Those still under way come first, the newest first. One query.
    """
    own = visible_agreements(actor).filter(
        parties__organisation=actor.organisation_id or 0, state__in=_BUSY
    )
    rows = list(own.distinct().order_by("-pk")[: limit * 3])
    rows.sort(key=lambda agreement: agreement.state == State.EFFECTIVE)
    return rows[:limit]
