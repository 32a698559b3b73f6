"""Where a campaign is called for: employers without a union, unions with few members."""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.campaigns.enums import Aim, State
from congdoan.areas.campaigns.models import Campaign
from congdoan.areas.campaigns.rules import fits
from congdoan.areas.restructuring.api import Employer, Verdict, employers_of
from congdoan.areas.workforce.api import Stated, percent_of, unscoped_listed, unscoped_numbers
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import profiles_on
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import Entry, catalogue, value

THRESHOLD = "campaign.threshold"


@dataclass(frozen=True)
class Proposal:
    """One place, and the rule that puts it here."""

    place: int
    name: str
    aim: Aim
    employees: int | None
    members: int
    rule: str
    rule_key: str

    @property
    def percent(self) -> float | None:
        return percent_of(self.members, self.employees)


@dataclass(frozen=True)
class Proposals:
    """What is proposed, and at how many employers nobody knows the number of employees."""

    found: list[Proposal]
    unknown: list[Proposal]


def proposals(actor: Actor, branch: Organisation, *, on: date) -> Proposals:
    """
    Return where campaigns are called for in a branch and none is open.

    :raises NotFound: when the actor may not look at the branch
    """
    busy = set(Campaign.objects.filter(state=State.OPEN).values_list("place_id", flat=True))
    free = [
        one
        for one in employers_of(actor, branch, on=on)
        if one.verdict == Verdict.MAY_FOUND and one.pk not in busy
    ]
    numbers = unscoped_numbers([one.pk for one in free], on=on)
    kinds = dict(
        profiles_on(on)
        .filter(organisation_id__in=[one.pk for one in free])
        .values_list("organisation_id", "kind")
    )
    rules = catalogue(THRESHOLD, on=on)
    found, unknown = [], []
    for one in free:
        rule = _rule(rules, one, kinds.get(one.pk, ""))
        if rule is None:
            continue
        made = _of_employer(one, numbers.get(one.pk), rule)
        if made.employees is None:
            unknown.append(made)
        elif made.employees >= int(rule.attributes["workers"]):
            found.append(made)
    found.sort(key=lambda one: -(one.employees or 0))
    return Proposals([*found, *_low(branch, busy, on)], unknown)


def _rule(rules: list[Entry], employer: Employer, kind: str) -> Entry | None:
    fitting = (one for one in rules if fits(one.attributes, kind=kind, funding=employer.funding))
    return next(fitting, None)


def _of_employer(employer: Employer, said: Stated | None, rule: Entry) -> Proposal:
    return Proposal(
        place=employer.pk,
        name=employer.name,
        aim=Aim.FOUND,
        employees=said.total if said else None,
        members=0,
        rule=str(rule.label),
        rule_key=f"{THRESHOLD}.{rule.code}",
    )


def _low(branch: Organisation, busy: set[int], on: date) -> list[Proposal]:
    low = value("workforce.rule.low_density", on=on, for_=branch.pk)
    units = [
        one
        for one in unscoped_listed(branch.pk, on=on)
        if one.percent is not None and one.percent < low and one.pk not in {*busy, branch.pk}
    ]
    units.sort(key=lambda one: one.percent or 0)
    return [
        Proposal(
            place=one.pk,
            name=one.name,
            aim=Aim.GROW,
            employees=one.employees,
            members=one.members,
            rule="",
            rule_key="workforce.rule.low_density",
        )
        for one in units
    ]
