"""What imports that change organisations share: the decision they rest on, and the way back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.support.exchange.rules.kinds import Context, RowDraft


def decision_of(context: Context) -> organisations.Decision:
    """Return the document named in the upload form."""
    return organisations.Decision(
        number=context.options.get("decision_no", ""),
        signed_on=context.day("decision_on"),
        issuer=context.options.get("decided_by", ""),
        # Whoever commits has seen each row's warnings: they ask for no more words.
        exception=_("người nhập đã xem cảnh báo của từng dòng khi nhập từ bảng tính."),
    )


def tell(row: RowDraft, column: str, departure: organisations.Departure | None) -> None:
    """Say on a row what differs from the rules of its day: a fault or a warning."""
    if departure is not None:
        say = row.fail if departure.firm else row.warn
        say(column, departure.text, **departure.values)


def undo_events(inverses: Sequence[dict[str, Any]], context: Context, reason: str) -> None:
    """Take the events back, newest first; one that newer changes rest on stops everything."""
    ids = sorted({inverse["event"] for inverse in inverses}, reverse=True)
    events = OrganisationEvent.objects.in_bulk(ids)
    for pk in ids:
        organisations.undo_event(actor=context.actor, event=events[pk], reason=reason)
