"""Dates of agreements for people's calendars: conferences called, agreements running out."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from congdoan.areas.agreements.enums import ReviewState, State
from congdoan.areas.agreements.models import Agreement, Ending, Review
from congdoan.areas.agreements.selectors.reviews import title_of
from congdoan.foundation.actor import Actor
from congdoan.support.worklist.api import Event

_AHEAD = timedelta(days=366)
_MOST = 200


def dates_of_agreements(actor: Actor, since: date) -> Iterator[Event]:
    """Return what concerns the organisation the actor works for: its own agreements only."""
    own = Agreement.objects.filter(parties__organisation=actor.organisation_id or 0)
    held = Review.objects.filter(agreement__in=own, session_on__gte=since).exclude(
        state=ReviewState.HELD
    )
    for one in held.select_related("agreement", "period").order_by("session_on")[:_MOST]:
        if one.session_on is None:
            continue
        yield Event(
            key=f"review-{one.pk}",
            title=f"{title_of(one)}: {one.agreement.title}",
            on=one.session_on,
            at=one.session_time,
            place=one.session_place,
            text=one.agenda,
            url=f"/phoi-hop/{one.agreement_id}/so-ket/{one.pk}/",
        )
    for end in Ending.objects.agreed().filter(agreement__in=own).select_related("agreement"):
        yield Event(
            key=f"agreement-end-{end.pk}",
            title=_("Chấm dứt trước hạn: {title}").format(title=end.agreement.title),
            on=end.wanted_on,
            url=f"/phoi-hop/{end.agreement_id}/cham-dut/",
        )
    ending = own.filter(state=State.EFFECTIVE, valid__endswith__gte=since)
    ending = ending.filter(valid__endswith__lte=actor.today + _AHEAD)
    for row in ending.order_by("pk")[:_MOST]:
        yield Event(
            key=f"agreement-{row.pk}",
            title=_("Hết thời hạn: {title}").format(title=row.title),
            on=row.last_day,
            url=f"/phoi-hop/{row.pk}/",
        )
