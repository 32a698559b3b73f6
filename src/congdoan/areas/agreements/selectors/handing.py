"""Who owes a part of a handed-down duty, who has reported, what it adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Spread
from congdoan.areas.agreements.models import Agreement, Duty, HandDown, UnitReport
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import profiles_on
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, OrganisationProfile


def units_below(
    organisation: Organisation, *, spread: str, level: str, on: date
) -> "QuerySet[OrganisationProfile]":
    """Return the units below a party on ``on``: unions by command, partners by authority."""
    union = organisation.family == Family.UNION
    below = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND if union else HierarchyId.AUTHORITY,
        ancestor=organisation,
        depth__gt=0,
    )
    if spread == Spread.DIRECT:
        below = below.filter(depth=1)
    rows = profiles_on(on).filter(
        organisation__family=organisation.family,
        organisation_id__in=below.values("descendant_id"),
    )
    if level:
        rows = rows.filter(level=level)
    return rows


def units_of(hand_down: HandDown, *, on: date) -> "QuerySet[OrganisationProfile]":
    return units_below(
        hand_down.organisation, spread=hand_down.spread, level=hand_down.level, on=on
    )


def counting_day(duty: Duty, today: date) -> date:
    """Return the day whose units owe a duty: its due day, or today while that is ahead."""
    return min(max(duty.starts, today), duty.due)


def reported(hand_down: HandDown, duty: Duty, *, on: date) -> "QuerySet[Any]":
    """Return the units that owe a part of a duty, each with ``has_reported``."""
    own = UnitReport.objects.filter(
        hand_down=hand_down, duty=duty, organisation=OuterRef("organisation")
    )
    return units_of(hand_down, on=counting_day(duty, on)).annotate(has_reported=Exists(own))


@dataclass(frozen=True)
class RollUp:
    """How far the units below one party have come with a duty."""

    hand_down: HandDown
    name: str
    units: int
    done: int
    measured: Decimal | None

    @property
    def missing(self) -> int:
        return self.units - self.done

    @property
    def share(self) -> str:
        return f"{self.done * 100 // self.units}%" if self.units else "0%"


def hand_downs_of(duty: Duty) -> list[HandDown]:
    """Return the hand-downs that concern a duty: those running, and ended ones with reports."""
    rows = HandDown.objects.filter(obligation=duty.obligation).select_related("organisation")
    reported_on = UnitReport.objects.filter(hand_down=OuterRef("pk"), duty=duty)
    shown = rows.filter(Q(ended_on__isnull=True) | Exists(reported_on))
    return list(shown.order_by("pk"))


def roll_ups(duty: Duty, called: dict[int, str], *, on: date) -> list[RollUp]:
    """Return what the units below have done, by party that handed it down."""
    found = []
    for one in hand_downs_of(duty):
        rows = reported(one, duty, on=on)
        sums = UnitReport.objects.filter(hand_down=one, duty=duty).aggregate(all=Sum("measured"))
        found.append(
            RollUp(
                one,
                called.get(one.organisation_id, ""),
                rows.count(),
                rows.filter(has_reported=True).count(),
                sums["all"],
            )
        )
    return found


def reports_of(hand_down: HandDown, duty: Duty, units: Iterable[int]) -> dict[int, UnitReport]:
    """Return what these units reported, by unit; one query."""
    rows = UnitReport.objects.filter(hand_down=hand_down, duty=duty, organisation__in=list(units))
    return {one.organisation_id: one for one in rows}


def unscoped_hand_down(pk: int) -> HandDown | None:
    """Return a hand-down for the background; None when it is gone."""
    rows = HandDown.objects.select_related("organisation", "obligation__agreement")
    return rows.filter(pk=pk).first()


def running_hand_downs(agreement: Agreement) -> list[HandDown]:
    rows = HandDown.objects.running().filter(obligation__agreement=agreement)
    return list(rows.select_related("organisation", "obligation").order_by("pk"))


def open_duties(hand_down: HandDown, *, on: date) -> list[Duty]:
    """Return the duties that have begun since (or run while) they were handed down."""
    rows = Duty.objects.filter(
        obligation=hand_down.obligation_id, starts__lte=on, due__gte=hand_down.on
    )
    return list(rows.select_related("obligation", "period").order_by("due", "pk"))


def get_unit_duty(
    actor: Actor, hand_down_pk: int, duty_pk: int, unit_pk: int
) -> tuple[HandDown, Duty, Organisation]:
    """
    Return a unit's part of a duty, for the unit, those above it and the party that handed it down.

    :raises NotFound: when there is none, or none the actor has to do with
    """
    hand_down = (
        HandDown.objects.filter(pk=hand_down_pk)
        .select_related("organisation", "obligation__agreement")
        .first()
    )
    if hand_down is None:
        raise NotFound
    duty = (
        Duty.objects.filter(pk=duty_pk, obligation=hand_down.obligation_id)
        .select_related("obligation__agreement", "period")
        .first()
    )
    unit = Organisation.objects.filter(pk=unit_pk).first()
    if duty is None or unit is None or not actor.may(policies.VIEW, on=unit):
        raise NotFound
    if not reported(hand_down, duty, on=actor.today).filter(organisation=unit).exists():
        raise NotFound
    return hand_down, duty, unit
