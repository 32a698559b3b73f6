"""What imports that change organisations share: the decision they rest on, and the way back."""

from collections.abc import Sequence
from typing import Any

from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.support.exchange.rules.kinds import Context


def decision_of(context: Context) -> organisations.Decision:
    """Return the document named in the upload form."""
    return organisations.Decision(
        number=context.options.get("decision_no", ""),
        signed_on=context.day("decision_on"),
        issuer=context.options.get("decided_by", ""),
    )


def undo_events(inverses: Sequence[dict[str, Any]], context: Context, reason: str) -> None:
    """Take the events back, newest first; one that newer changes rest on stops everything."""
    ids = sorted({inverse["event"] for inverse in inverses}, reverse=True)
    events = OrganisationEvent.objects.in_bulk(ids)
    for pk in ids:
        organisations.undo_event(actor=context.actor, event=events[pk], reason=reason)
