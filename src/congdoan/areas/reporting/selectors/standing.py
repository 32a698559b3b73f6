"""Who answers for a report today: its own side, who accepts it, the second line."""

from datetime import date

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Adjustment, Report, Round
from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.api import unscoped_heirs, unscoped_stand_ins
from congdoan.kernel.organisations.models import Organisation


def in_place_of(organisation: Organisation, *, on: date) -> list[int]:
    """Return who acts for an organisation on a day: itself, its heirs, else the one above."""
    if organisation.exists_on(on):
        return [organisation.pk]
    heirs = unscoped_heirs([organisation.pk], on=on)
    if organisation.pk in heirs:
        return list(heirs[organisation.pk].heirs)
    until = organisation.valid.upper or on
    stand_ins = unscoped_stand_ins([organisation.pk], on=min(until, on))
    return [stand_ins[organisation.pk]] if organisation.pk in stand_ins else []


def acting_at(
    actor: Actor, capability: Capability, organisation: Organisation, *, on: date
) -> Organisation | None:
    """Return for whom the actor may do it: the organisation, or who stands in its place."""
    if organisation.exists_on(on):
        return organisation if actor.may(capability, on=organisation) else None
    for pk in in_place_of(organisation, on=on):
        found = Organisation.objects.get(pk=pk)
        if actor.may(capability, on=found):
            return found
    return None


def own_unit(actor: Actor, capability: Capability) -> Organisation:
    """:raises NotAllowed: when the actor may not do it at the unit they work for"""
    pk = actor.organisation_id
    found = Organisation.objects.filter(pk=pk).first() if pk else None
    if found is None or not actor.may(capability, on=found):
        raise NotAllowed
    return found


def taking_unit(actor: Actor, found: Round) -> Organisation:
    """
    Return the unit one works for, when it takes reports in the round.

    :raises NotAllowed: when it takes none, or the actor does not judge there
    """
    unit = own_unit(actor, policies.JUDGE)
    if not Report.objects.filter(round=found, superior=unit).exists():
        raise NotAllowed
    return unit


def adjustment_of(actor: Actor, found: Round, pk: int) -> Adjustment:
    """:raises NotFound: when the round has no such line of a unit the actor judges for"""
    held = Adjustment.objects.select_related("round", "superior").filter(pk=pk, round=found)
    one = held.first()
    if one is None or not actor.may(policies.JUDGE, on=one.superior):
        raise NotFound
    return one


def may_write(actor: Actor, report: Report) -> bool:
    return acting_at(actor, policies.WRITE, report.organisation, on=actor.today) is not None


def judging(actor: Actor, report: Report, *, second: bool = False) -> Organisation | None:
    """Return on whose behalf the actor judges the report on a line; None: not at all."""
    whose = report.second if second else report.superior
    if whose is None:
        return None
    return acting_at(actor, policies.JUDGE, whose, on=actor.today)
