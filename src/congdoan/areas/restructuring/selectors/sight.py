"""The tree on the eve of a change and on its day: read in bulk, whatever the number of units."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from congdoan.areas.members.api import unscoped_own_member_counts
from congdoan.areas.restructuring.rules.acts import Act
from congdoan.areas.restructuring.selectors.facts import Unit
from congdoan.areas.restructuring.selectors.issuing import codes_of
from congdoan.kernel.organisations.api import names, profiles_on
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Placement
from congdoan.kernel.people.models import Office


@dataclass(frozen=True)
class Sight:
    """What units were called, where they hung, how many they were."""

    day: date
    codes: Mapping[int, str]
    before: Mapping[int, str]
    after: Mapping[int, str]
    old: Mapping[int, int]
    new: Mapping[int, int]
    members: Mapping[int, int]
    levels: Mapping[int, str]
    levels_before: Mapping[int, str]
    held_posts: Mapping[int, int]
    ended_posts: Counter[int] = field(default_factory=Counter)
    passed_posts: Counter[int] = field(default_factory=Counter)
    asked: Counter[int] = field(default_factory=Counter)

    def unit(
        self,
        pk: int,
        act: Act,
        *,
        heirs: tuple[str, ...] = (),
        new: str | None = None,
        new_pk: int | None = None,
    ) -> Unit:
        """Return a unit that was there on the eve; ``new`` names a superior not there yet."""
        old, now = self.old.get(pk), self.new.get(pk)
        return Unit(
            code=self.codes.get(pk, ""),
            name=self.before.get(pk, ""),
            act=act,
            pk=pk,
            level=self.levels_before.get(pk, ""),
            old_above=self.before.get(old, "") if old else "",
            new_above=new if new is not None else (self.after.get(now, "") if now else ""),
            old_above_pk=old,
            new_above_pk=now if new is None else new_pk,
            heirs=heirs,
            members=self.members.get(pk, 0),
            offices=self.held_posts.get(pk, 0),
            offices_ended=self.ended_posts[pk],
            offices_passed=self.passed_posts[pk],
            asked=self.asked[pk],
        )

    def founded(self, pk: int) -> Unit:
        """Return a unit that begins on the day."""
        now = self.new.get(pk)
        return Unit(
            code=self.codes.get(pk, ""),
            name=self.after.get(pk, ""),
            act=Act.FOUNDED,
            pk=pk,
            level=self.levels.get(pk, ""),
            new_above=self.after.get(now, "") if now else "",
            new_above_pk=now,
            members=self.members.get(pk, 0),
        )


@dataclass(frozen=True)
class Counted:
    """What is known of single units beside the tree."""

    ended_posts: Counter[int] = field(default_factory=Counter)
    passed_posts: Counter[int] = field(default_factory=Counter)
    asked: Counter[int] = field(default_factory=Counter)


def look(
    units: Iterable[int],
    *,
    day: date,
    founded: Iterable[int] = (),
    hierarchy: int = HierarchyId.COMMAND,
    counted: Counted | None = None,
) -> Sight:
    """Read everything of ``units`` and of the new ones; a fixed number of queries."""
    eve, new_ones = day - timedelta(days=1), set(founded)
    ids = set(units) | new_ones
    old, new = _parents(ids, eve, hierarchy), _parents(ids, day, hierarchy)
    named = ids | set(old.values()) | set(new.values())
    members = unscoped_own_member_counts(ids - new_ones, on=eve)
    if new_ones:
        members |= unscoped_own_member_counts(new_ones, on=day)
    known = counted or Counted()
    return Sight(
        day=day,
        codes=codes_of(named),
        before=names(named, on=eve),
        after=names(named, on=day),
        old=old,
        new=new,
        members=members,
        levels=_levels(ids, day),
        levels_before=_levels(ids, eve),
        held_posts=_posts(ids, eve),
        ended_posts=known.ended_posts,
        passed_posts=known.passed_posts,
        asked=known.asked,
    )


def _parents(ids: set[int], day: date, hierarchy: int) -> dict[int, int]:
    rows = Placement.objects.on(day).filter(hierarchy_id=hierarchy, child_id__in=ids)
    return dict(rows.values_list("child_id", "parent_id"))


def _levels(ids: set[int], day: date) -> dict[int, str]:
    rows = profiles_on(day).filter(organisation_id__in=ids)
    return dict(rows.values_list("organisation_id", "level"))


def _posts(ids: set[int], day: date) -> dict[int, int]:
    rows = Office.objects.on(day).filter(organisation_id__in=ids).order_by()
    return dict(rows.values_list("organisation_id").annotate(n=Count("pk")))
