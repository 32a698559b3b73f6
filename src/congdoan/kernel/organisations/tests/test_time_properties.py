"""Random reorganisations: comparisons and series equal what a slow walk over the rows says."""

from datetime import date

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations.enums import IN_FORCE, Difference
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.rules import MEANINGS, SHAPES
from congdoan.kernel.organisations.selectors.comparing import compare_branch, flows
from congdoan.kernel.organisations.selectors.lineage_graph import (
    unscoped_graph,
    unscoped_heirs,
)
from congdoan.kernel.organisations.selectors.series import scope_of, series_of, unit_counting
from congdoan.kernel.organisations.tests.test_structure_properties import (
    BEGIN,
    DAYS,
    STEP,
    play,
    seedlings,
)

__all__ = ["seedlings"]
pytestmark = pytest.mark.django_db


class Slow:
    """Every row of the tree in memory; each question is a walk."""

    def __init__(self):
        self.organisations = {one.pk: one for one in Organisation.objects.all()}
        self.profiles = list(OrganisationProfile.objects.all())
        self.placements = list(Placement.objects.filter(hierarchy_id=1))
        self.events = [
            (
                event,
                {u.organisation_id for u in event.units.all() if u.role == "ORIGINAL"},
                {u.organisation_id for u in event.units.all() if u.role == "RESULTING"},
            )
            for event in OrganisationEvent.objects.filter(
                state__in=IN_FORCE, kind__in=SHAPES
            ).prefetch_related("units")
        ]

    def lives(self, pk, day):
        return contains(self.organisations[pk].valid, day)

    def profile(self, pk, day):
        [row] = [
            row for row in self.profiles if row.organisation_id == pk and contains(row.valid, day)
        ]
        return row

    def superior(self, pk, day):
        found = [p.parent_id for p in self.placements if p.child_id == pk]
        days = [p.valid for p in self.placements if p.child_id == pk]
        return next((up for up, valid in zip(found, days, strict=True) if contains(valid, day)), 0)

    def branch(self, top, day):
        inside = set()
        for pk in self.organisations:
            above = pk if self.lives(pk, day) else 0
            while above and above != top:
                above = self.superior(above, day)
            if above == top and above:
                inside.add(pk)
        return inside

    def ending(self, pk):
        """Return the results of the event that ended an organisation in favour of others."""
        end = self.organisations[pk].valid.upper
        for event, originals, results in self.events:
            ends = MEANINGS[event.kind].ends_originals
            if pk in originals and ends and event.effective_on == end:
                return results - {pk}
        return set()

    def heirs(self, pk, day):
        living, waiting, known = set(), [pk], set()
        while waiting:
            one = waiting.pop()
            for heir in self.ending(one) - known:
                known.add(heir)
                (living.add if self.lives(heir, day) else waiting.append)(heir)
        return living

    def difference(self, pk, top, before, after):
        inside = pk in self.branch(top, before), pk in self.branch(top, after)
        was, now = self.lives(pk, before), self.lives(pk, after)
        found = set()
        if inside == (False, True):
            found.add(Difference.ARRIVED if was else Difference.FOUNDED)
        if inside == (True, False) and now:
            found.add(Difference.DEPARTED)
        if inside == (True, False) and not now:
            found.add(Difference.PASSED if self.ending(pk) else Difference.ENDED)
        if inside == (True, True) and self.superior(pk, before) != self.superior(pk, after):
            found.add(Difference.MOVED)
        if was and now:
            old, new = self.profile(pk, before), self.profile(pk, after)
            if old.name != new.name:
                found.add(Difference.RENAMED)
            if old.level != new.level:
                found.add(Difference.LEVEL)
        return found


def reorganise(system, now, steps):
    for step in steps:
        try:
            with transaction.atomic():
                play(system, now, step)
        except Refusal:
            continue


def check_comparison(slow, system, top, before, after):
    found = compare_branch(system, Organisation.objects.get(pk=top), before=before, after=after)
    inside = slow.branch(top, before), slow.branch(top, after)
    assert {row.pk for row in found.rows} == inside[0] | inside[1]
    assert (found.size_before, found.size_after) == (len(inside[0]), len(inside[1]))
    for row in found.rows:
        assert row.differences == slow.difference(row.pk, top, before, after)
        if row.was_inside:
            assert (row.was.superior or 0) == slow.superior(row.pk, before)
        if Difference.PASSED in row.differences:
            living = slow.heirs(row.pk, after)
            assert set(found.heirs[row.pk].heirs) == living or not living
    counts = found.counts
    came = counts[Difference.FOUNDED] + counts[Difference.ARRIVED]
    went = counts[Difference.ENDED] + counts[Difference.PASSED] + counts[Difference.DEPARTED]
    assert found.size_before + came - went == found.size_after
    assert sum(flow[3] for flow in flows(found)) == len(
        [row for row in found.rows if row.pk != top]
    )


def check_series(slow, system, top, days):
    branch = Organisation.objects.get(pk=top)
    scope = scope_of(system, top, days)
    last = slow.branch(top, days[-1])
    for day in days:
        assert scope.then[day] == slow.branch(top, day)
        assert scope.alike[day] <= scope.then[day]
        assert {pk for pk in last if slow.lives(pk, day)} <= scope.today[day]
        for pk in scope.today[day] - last:
            assert reaches(slow, pk, last, day, days[-1])
    assert scope.today[days[-1]] == scope.then[days[-1]]
    # Nothing of the like-for-like view comes from, or goes to, what it does not count.
    for event, originals, results in slow.events:
        if days[0] < event.effective_on <= days[-1]:
            for day in days:
                touched = {pk for pk in originals | results if slow.lives(pk, day)}
                assert not touched & scope.alike[day] or touched <= scope.alike[day]
    points = series_of(system, branch, days=days, counting=unit_counting())
    assert [point.then for point in points] == [len(scope.then[day]) for day in days]
    assert [point.entered - point.left for point in points[1:]] == [
        points[n].then - points[n - 1].then for n in range(1, len(points))
    ]


def reaches(slow, pk, ends, since, until):
    """Walk forward from an organisation through events after ``since``."""
    reached, order = {pk}, sorted(slow.events, key=lambda one: (one[0].effective_on, one[0].pk))
    for event, originals, results in order:
        if since < event.effective_on <= until and originals & reached:
            reached |= results
    return bool(reached & ends)


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    # Replaying events takes long: a failure is shown as it was found.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=1, max_size=14), probes=st.lists(DAYS, min_size=2, max_size=4))
def test_random_events_are_told_as_they_were(seedlings, system, now, steps, probes):
    with transaction.atomic():
        reorganise(system, now, steps)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        slow = Slow()
        days = sorted({*probes, BEGIN, date(2027, 1, 1)})
        tops = sorted(slow.organisations)[:3]
        for top in tops:
            check_comparison(slow, system, top, days[0], days[-1])
            check_comparison(slow, system, top, days[1], days[-1])
            check_series(slow, system, top, days)
        everyone = sorted(slow.organisations)
        found = unscoped_heirs(everyone, on=days[-1])
        for pk in everyone:
            ended = not slow.lives(pk, days[-1]) and slow.organisations[pk].valid.upper
            living = slow.heirs(pk, days[-1]) if ended else set()
            assert not living or set(found[pk].heirs) == living
            graph = unscoped_graph(slow.organisations[pk], on=days[-1])
            assert living <= set(graph.nodes)
        transaction.set_rollback(True)


def test_three_schools_that_became_one_are_one_circle(tree, system, now):
    from congdoan.kernel.organisations.api import (
        Decision,
        NewOrganisation,
        ProfileData,
        Regrouping,
        regroup_organisations,
    )
    from congdoan.kernel.organisations.enums import EventKind

    day, days = date(2025, 7, 1), [date(2024, 12, 31), date(2025, 12, 31)]

    def merge(originals, into=None, founded=(), kind=EventKind.MERGE_INTO):
        regroup_organisations(
            actor=system,
            regrouping=Regrouping(kind, day, originals, into=into, founded=founded),
            decision=Decision(),
            at=now,
        )

    # From outside into the branch: then and today differ, like for like leaves the circle out.
    merge([tree.far_leaf], into=tree.leaf)
    figures = series_of(system, tree.middle, days=days, counting=unit_counting())
    assert [(one.then, one.today, one.alike) for one in figures] == [(3, 4, 2), (3, 3, 2)]

    # Within the branch: one circle, counted before and after.
    new = NewOrganisation("CS-X", "UNION", ProfileData("Mới"), day)
    merge([tree.other_leaf], kind=EventKind.SEPARATE, founded=[new])
    figures = series_of(system, tree.middle, days=days, counting=unit_counting())
    assert [(one.then, one.today, one.alike) for one in figures] == [(3, 4, 2), (4, 4, 3)]
    assert [one.kind for one in figures[1].breaks] == [EventKind.SEPARATE]
