"""The register of breaches of a union."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import BreachStep
from congdoan.areas.privacy.models import Breach
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation

#: Shown on one page; a union that has more has other worries.
SHOWN = 200


@dataclass(frozen=True)
class Line:
    breach: Breach
    step: BreachStep
    late: bool


def next_step(breach: Breach) -> BreachStep:
    """Return what is to be done next; telling the authority need not wait for the assessment."""
    if not breach.waits:
        return BreachStep.CLOSED
    if breach.assessed_at is None:
        return BreachStep.ASSESS
    if breach.must_report and breach.reported_at is None:
        return BreachStep.REPORT
    if breach.must_tell and breach.told_at is None:
        return BreachStep.TELL
    return BreachStep.CLOSE


def breaches_at(unit: Organisation, *, at: datetime) -> list[Line]:
    """Return a union's register, open ones first, the newest first."""
    open_first = F("closed_at").desc(nulls_first=True)
    rows = Breach.objects.filter(keeper=unit).order_by(open_first, "-noticed_at", "-pk")[:SHOWN]
    lines = [Line(one, next_step(one), one.late_at(at)) for one in rows]
    return sorted(lines, key=lambda line: not line.breach.waits)


def get_breach(actor: Actor, pk: int) -> Breach:
    """:raises NotFound: when there is none, or its register is not the actor's to read"""
    found = Breach.objects.select_related("organisation", "keeper").filter(pk=pk).first()
    if found is None or not actor.may(policies.VIEW, on=found.keeper):
        raise NotFound
    return found
