"""
Who was asked to sign, who has, who has not and since when: computed from tree and register.

Every page here takes a constant number of queries, whatever the number of units.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Scope, Standing
from congdoan.areas.agreements.models import (
    Agreement,
    Cascade,
    CascadeQuerySet,
    Party,
    StateChange,
)
from congdoan.areas.agreements.rules import cascade as rules
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import sort_key
from congdoan.kernel.organisations.api import names, profiles_on
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import (
    Counterpart,
    Grouping,
    GroupingMember,
    Lineage,
    Organisation,
    OrganisationProfile,
    Placement,
)


def visible_cascades(actor: Actor) -> CascadeQuerySet:
    """Return what the actor's organisations asked, and what was asked of branches they work in."""
    asked = Cascade.objects.by(actor.reach(policies.VIEW)).values("pk")
    under = Cascade.objects.above(actor.reach(policies.DRAFT)).values("pk")
    return Cascade.objects.filter(Q(pk__in=asked) | Q(pk__in=under))


def get_visible_cascade(actor: Actor, pk: int) -> Cascade:
    """:raises NotFound: when there is none, or none the actor has to do with."""
    found = (
        visible_cascades(actor)
        .select_related("superior", "grouping", "text_template")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def get_covered_cascade(actor: Actor, pk: int) -> Cascade:
    """
    Return a cascade whose coverage the actor may see: the superior's own people and those above.

    :raises NotFound: also for a unit that was asked: it sees its own line only
    """
    found = get_visible_cascade(actor, pk)
    if not actor.may(policies.VIEW, on=found.superior):
        raise NotFound
    return found


def units_asked(cascade: Cascade, *, on: date) -> "QuerySet[OrganisationProfile]":
    """Return the union units in scope on ``on``, with their names and kinds of that day."""
    rows = profiles_on(on).filter(organisation__family=Family.UNION)
    if cascade.scope == Scope.GROUPING and cascade.grouping is not None:
        members = GroupingMember.objects.on(on).filter(grouping=cascade.grouping_id)
        rows = rows.filter(organisation_id__in=members.values("organisation_id"))
    else:
        below = Lineage.objects.on(on).filter(
            hierarchy_id=HierarchyId.COMMAND, ancestor=cascade.superior_id, depth__gt=0
        )
        if cascade.scope == Scope.DIRECT:
            below = below.filter(depth=1)
        rows = rows.filter(organisation_id__in=below.values("descendant_id"))
    if cascade.level:
        rows = rows.filter(level=cascade.level)
    if cascade.unit_kind:
        rows = rows.filter(kind=cascade.unit_kind)
    return rows


def kinds_asked(cascade: Cascade, *, on: date) -> set[str]:
    """Return the kinds of employer among the units asked."""
    return set(units_asked(cascade, on=on).order_by().values_list("kind", flat=True).distinct())


def _changes(cascade: Cascade, *, on: date) -> "QuerySet[StateChange]":
    """
    Return for the unit of the outer row the states of its agreements that count, best first.

    One counts when it is of the kind asked for, covers a part of the time, and has a partner (not
    only unions) among its parties.
    """
    own = Party.objects.filter(organisation_id=OuterRef(OuterRef("organisation_id")))
    partner = Party.objects.filter(
        agreement=OuterRef("agreement_id"), organisation__family=Family.PARTNER
    )
    place = Case(
        *(When(state=state, then=Value(rank)) for rank, state in enumerate(rules.RANKED)),
        output_field=IntegerField(),
    )
    return (
        StateChange.objects.filter(
            Q(until__isnull=True) | Q(until__gt=on),
            Exists(partner),
            agreement_id__in=own.values("agreement_id"),
            agreement__kind=cascade.kind,
            agreement__valid__overlap=cascade.valid,
            on__lte=on,
        )
        .annotate(place=place)
        .order_by("place", "on", "pk")
    )


def covered(cascade: Cascade, *, on: date) -> "QuerySet[Any]":
    """Return the units asked, each with ``change_id`` and ``best`` (state) of what counts."""
    changes = _changes(cascade, on=on)
    return units_asked(cascade, on=on).annotate(
        change_id=Subquery(changes.values("pk")[:1]), best=Subquery(changes.values("state")[:1])
    )


def with_standing(rows: "QuerySet[Any]", wanted: str) -> "QuerySet[Any]":
    """Keep the covered units that stand where ``wanted`` says."""
    if wanted == Standing.NONE:
        return rows.filter(best__isnull=True)
    return rows.filter(best__in=rules.states_of(wanted))


def without_signature(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Keep the covered units that still have to sign."""
    signed = rules.states_of(Standing.IN_FORCE)
    return rows.filter(Q(best__isnull=True) | ~Q(best__in=signed))


def changes_of(rows: Iterable[Any]) -> dict[int, StateChange]:
    """Return the states these covered units are shown with, by ``change_id``; one query."""
    wanted = {row.change_id for row in rows if row.change_id}
    found = StateChange.objects.filter(pk__in=wanted).select_related("agreement")
    return {change.pk: change for change in found}


@dataclass
class Tally:
    """How many units stand where."""

    name: str = ""
    code: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Standing, 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def signed(self) -> int:
        return self.counts[Standing.IN_FORCE]

    @property
    def missing(self) -> int:
        return self.total - self.signed

    @property
    def percent(self) -> int:
        """Return the share that has signed, rounded down: 100 means all."""
        return self.signed * 100 // self.total if self.total else 0

    @property
    def share(self) -> str:
        return f"{self.percent}%"

    def add(self, one: Standing) -> None:
        self.counts[one] += 1


@dataclass(frozen=True)
class Coverage:
    whole: Tally
    branches: list[Tally]
    kinds: list[Tally]


def coverage(cascade: Cascade, *, on: date) -> Coverage:
    """Count the units asked by where they stand: all, by sub-branch, by kind of employer."""
    rows = list(covered(cascade, on=on).values_list("organisation_id", "kind", "best"))
    heads = _heads(cascade, on=on)
    called = names(set(heads.values()), on=on)
    whole = Tally()
    branches: dict[int, Tally] = {}
    kinds: dict[str, Tally] = {}
    for unit, kind, best in rows:
        one = rules.standing(best)
        whole.add(one)
        head = heads.get(unit)
        if head is not None:
            tally = branches.setdefault(head, Tally(called.get(head, ""), str(head)))
            tally.add(one)
        kinds.setdefault(kind, Tally(code=kind)).add(one)
    return Coverage(
        whole,
        sorted(branches.values(), key=lambda tally: sort_key(tally.name)),
        sorted(kinds.values(), key=lambda tally: tally.code),
    )


def _heads(cascade: Cascade, *, on: date) -> dict[int, int]:
    """Return for each unit the direct subordinate of the superior it stands under, if any."""
    children = Placement.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, parent=cascade.superior_id
    )
    below = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, ancestor_id__in=children.values("child_id"), depth__gt=0
    )
    return dict(below.values_list("descendant_id", "ancestor_id"))


def in_branch(
    rows: "QuerySet[OrganisationProfile]", head: int, *, on: date
) -> "QuerySet[OrganisationProfile]":
    below = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, ancestor_id=head)
    return rows.filter(organisation_id__in=below.values("descendant_id"))


@dataclass(frozen=True)
class UnitLine:
    """What one unit owes a cascade."""

    unit: Organisation
    name: str
    standing: Standing
    change: StateChange | None
    partners: list[tuple[int, str]]

    @property
    def agreement(self) -> Agreement | None:
        return self.change.agreement if self.change else None


def unit_line(cascade: Cascade, unit: Organisation, *, on: date) -> UnitLine:
    """:raises NotFound: when the unit is not asked"""
    row = covered(cascade, on=on).filter(organisation=unit).first()
    if row is None:
        raise NotFound
    change = changes_of([row]).get(row.change_id)
    best = row.best
    return UnitLine(unit, row.name, rules.standing(best), change, partners_of(unit, on=on))


def partners_of(unit: Organisation, *, on: date) -> list[tuple[int, str]]:
    """Return the counterparts a unit may sign with, by name."""
    ids = list(
        Counterpart.objects.on(on)
        .filter(union=unit, partner__valid__contains=on)
        .values_list("partner_id", flat=True)
    )
    return sorted(names(ids, on=on).items(), key=lambda pair: sort_key(pair[1]))


def units_in_sight(actor: Actor, cascade: Cascade) -> "QuerySet[Any]":
    """Return the units asked that the actor may look at: the own one, and those below it."""
    return covered(cascade, on=actor.today).filter(
        organisation__in=actor.reach(policies.VIEW).exclude(pk=cascade.superior_id)
    )


def cascades_asking(units: Iterable[int], *, kind: str, on: date) -> list[Cascade]:
    """Return the running cascades of a kind that ask one of ``units``."""
    wanted = set(units)
    above = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, descendant_id__in=wanted, depth__gt=0
    )
    running = Cascade.objects.filter(
        Q(superior_id__in=above.values("ancestor_id")) | Q(scope=Scope.GROUPING),
        kind=kind,
        closed_on__isnull=True,
    ).select_related("superior", "grouping")
    return list(running)


def running_cascades() -> list[Cascade]:
    """Return every cascade that is not closed, for the calendar."""
    open_ones = Cascade.objects.filter(closed_on__isnull=True)
    return list(open_ones.select_related("superior", "grouping").order_by("pk"))


def askable_superiors(actor: Actor) -> dict[int, str]:
    """Return the organisations the actor may ask for, by name."""
    ids = list(actor.reach(policies.CASCADE).values_list("pk", flat=True)[:200])
    return names(ids, on=actor.today)


def own_groupings(superiors: Iterable[int], *, on: date) -> list[Grouping]:
    rows = Grouping.objects.on(on).filter(superior_id__in=list(superiors))
    return list(rows.order_by("folded", "pk")[:500])


def branches_of(cascade: Cascade, *, on: date) -> list[tuple[int, str]]:
    """Return the direct subordinates that have units of their own below, by name."""
    children = Placement.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, parent=cascade.superior_id
    )
    parents = Placement.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, parent_id__in=children.values("child_id")
    )
    found = names(set(parents.values_list("parent_id", flat=True)), on=on)
    return sorted(found.items(), key=lambda pair: sort_key(pair[1]))


def visible_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is none, or none the actor may look at agreements of."""
    found = Organisation.objects.filter(pk=pk).first()
    if found is None or not actor.may(policies.VIEW, on=found):
        raise NotFound
    return found


def find_organisation(pk: int | str) -> Organisation:
    """Return an organisation a form offered by its id."""
    return Organisation.objects.get(pk=pk)
