"""A year's targets of an organisation: what it was given, what it gave, how far it has come."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from congdoan.areas.development import policies
from congdoan.areas.development.enums import Indicator, TargetState
from congdoan.areas.development.models import Target, TargetRound
from congdoan.areas.development.selectors.progress import progress
from congdoan.areas.members.api import unscoped_member_counts
from congdoan.areas.workforce.api import unscoped_density
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile, Placement


@dataclass(frozen=True)
class Reached:
    """A target and what has been reached of it."""

    target: Target | None
    #: None: not known (no number of employees).
    reached: int | None

    @property
    def value(self) -> int | None:
        return self.target.value if self.target else None

    @property
    def percent(self) -> int | None:
        """Return the share reached in whole percent; None without a target above zero."""
        if not self.value or self.reached is None:
            return None
        return max(0, self.reached) * 100 // self.value


@dataclass(frozen=True)
class Line:
    """One subordinate: its name that day, its members, its figures in the order of indicators."""

    organisation_id: int
    name: str
    members: int
    figures: list[Reached]
    there: bool

    @property
    def targets(self) -> list[Target]:
        return [one.target for one in self.figures if one.target]

    @property
    def state(self) -> TargetState | None:
        """Return what is awaited soonest: a decision, then an answer."""
        states = {target.state for target in self.targets}
        order = (
            TargetState.PROPOSED, TargetState.GIVEN, TargetState.DRAFT, TargetState.SETTLED,
            TargetState.ACCEPTED,
        )  # fmt: skip
        return next((state for state in order if state in states), None)


@dataclass(frozen=True)
class Sheet:
    """All direct subordinates of a superior in a year, with sums."""

    round: TargetRound | None
    lines: list[Line]
    sums: list[Reached] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(line.state == TargetState.GIVEN for line in self.lines)

    @property
    def proposals(self) -> int:
        return sum(line.state == TargetState.PROPOSED for line in self.lines)


def visible_round(actor: Actor, pk: int) -> TargetRound:
    """:raises NotFound: when there is none, or the actor sees neither its giver nor a receiver."""
    found = TargetRound.objects.select_related("superior").filter(pk=pk).first()
    if found is None:
        raise NotFound
    if actor.may(policies.VIEW, on=found.superior):
        return found
    reach = actor.reach(policies.VIEW).values("pk")
    if found.targets.filter(organisation_id__in=reach).exclude(state=TargetState.DRAFT).exists():
        return found
    raise NotFound


def visible_unit(actor: Actor, pk: int | None) -> Organisation:
    """:raises NotFound: when there is none, or none whose targets the actor may see."""
    found = Organisation.objects.filter(pk=pk).first() if pk else None
    if found is None or not actor.may(policies.VIEW, on=found):
        raise NotFound
    return found


def visible_receiver(actor: Actor, target_round: TargetRound, pk: int) -> Organisation:
    """:raises NotFound: when the actor is of neither the receiver nor the giver."""
    found = Organisation.objects.filter(pk=pk).first()
    if found is None or not (
        actor.may(policies.VIEW, on=found) or actor.may(policies.ASSIGN, on=target_round.superior)
    ):
        raise NotFound
    return found


def targets_of(target_round: TargetRound, organisation: Organisation) -> list[Target]:
    """Return what a receiver was given in a round."""
    given = target_round.targets.filter(organisation=organisation)
    return list(given.exclude(state=TargetState.DRAFT))


def subordinates(superior: Organisation, *, on: date) -> list[tuple[int, str]]:
    """Return the unions directly under ``superior`` on a day (id, name), in order of names."""
    children = Placement.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, parent=superior, child__family=Family.UNION
    )
    rows = OrganisationProfile.objects.on(on).filter(
        organisation_id__in=children.values("child_id")
    )
    return list(rows.order_by("sort_key", "organisation_id").values_list("organisation_id", "name"))


def sheet_of(superior: Organisation, *, year: int, on: date) -> Sheet:
    """
    Return the year's sheet of a superior: those under it on ``on`` and whoever was given a target.

    Who may see it is the caller's question (``visible_round``, ``policies.VIEW``).
    """
    found = TargetRound.objects.filter(superior=superior, year=year).first()
    targets = {
        (one.organisation_id, one.indicator): one for one in (found.targets.all() if found else [])
    }
    there = dict(subordinates(superior, on=on))
    others = {pk for pk, _indicator in targets} - set(there)
    called = {**there, **(names(others, on=on) if others else {})}
    ids = list(called)
    reached = progress(ids, year=year, on=on)
    members = unscoped_member_counts(ids, on=on) if ids else {}
    lines = [
        Line(
            pk,
            name,
            members[pk],
            [Reached(targets.get((pk, one.value)), reached[one][pk]) for one in Indicator],
            pk in there,
        )
        for pk, name in called.items()
    ]
    return Sheet(found, lines, _sums(superior, lines, year=year, on=on))


def _sums(superior: Organisation, lines: list[Line], *, year: int, on: date) -> list[Reached]:
    """Return the sums below; of a share, what the whole branch has reached."""
    sums = []
    for place, indicator in enumerate(Indicator):
        figures = [line.figures[place] for line in lines]
        values = [one.value for one in figures if one.value is not None]
        if indicator.is_share:
            if values:
                whole = unscoped_density(superior.pk, on=min(on, date(year, 12, 31))).whole
                sums.append(Reached(Target(indicator=indicator, value=max(values)), whole))
            else:
                sums.append(Reached(None, None))
            continue
        sum_ = Target(indicator=indicator, value=sum(values)) if values else None
        sums.append(Reached(sum_, sum(one.reached or 0 for one in figures)))
    return sums


def given_to(organisation: Organisation, *, year: int, on: date) -> list[Reached]:
    """Return what the organisation was given for a year, with what it has reached."""
    targets = list(
        Target.objects.filter(organisation=organisation, round__year=year)
        .exclude(state=TargetState.DRAFT)
        .select_related("round__superior")
    )
    if not targets:
        return []
    reached = progress([organisation.pk], year=year, on=on)
    order = list(Indicator)
    return [
        Reached(one, reached[Indicator(one.indicator)][organisation.pk])
        for one in sorted(targets, key=lambda one: order.index(Indicator(one.indicator)))
    ]


def default_year(day: date) -> int:
    """Return the year people plan for: from November on, the next one."""
    return (day + timedelta(days=61)).year
