"""Figures on a country of real size (``national_stage``), in the database it needs."""

from collections.abc import Iterator
from datetime import date, timedelta
import random
import statistics
import time

from benchmarks.harness import Figure, figure, made, median_ms, side_by_side_ms
from benchmarks.national_stage import OFFICER, TODAY, national, web_on
from benchmarks.stage import Stage, now

BEGIN = date(2015, 9, 2)


@figure
def member_count_any_date(stage: Stage) -> Iterator[Figure]:
    """Members under any organisation on any day; floor: one row of an index."""
    with national(stage):
        from django.db import connection

        from congdoan.areas.members.api import unscoped_counted_one_by_one, unscoped_member_count
        from congdoan.kernel.organisations.models import Organisation

        pick, tops = random.Random("counts"), _tops()
        root = Organisation.objects.get(code="TLD").pk
        days = [BEGIN + timedelta(days=n) for n in range(0, (TODAY - BEGIN).days, 29)]

        def took(pk: int, day: date, hierarchy: int) -> float:
            begun = time.perf_counter()
            unscoped_member_count(pk, on=day, hierarchy=hierarchy)
            return (time.perf_counter() - begun) * 1000

        for pk in tops:
            took(pk, TODAY, 1)
        asked = [(pk, pick.choice(days), h) for pk in tops for h in (1, 2) for _ in range(10)]
        taken = {one: took(*one) for one in asked}
        # The Confederation counts everybody: every month of ten years.
        largest = {(root, day, 1): took(root, day, 1) for day in days}
        # The slowest are asked again: what only the machine's other work made slow is not ours.
        slowest = sorted({**taken, **largest}.items(), key=lambda one: -one[1])[:20]
        worst = max(statistics.median(took(*one) for _ in range(5)) for one, _took in slowest)
        for day in pick.sample(days, 5):
            if unscoped_member_count(root, on=day) != unscoped_counted_one_by_one(root, on=day):
                raise RuntimeError(day)

        def looks_up() -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT delta FROM members_memberchange WHERE organisation_id = %s LIMIT 1",
                    [tops[-1]],
                )
                cursor.fetchone()

        floor = median_ms(looks_up, 200)
        slow = median_ms(lambda: unscoped_counted_one_by_one(root, on=TODAY), 1, warm=0)
    name, total = "member_count_any_date", len(taken) + len(largest)
    yield made(name, statistics.median(taken.values()), "ms", len(taken), floor=floor)
    yield made(
        f"{name}_country", statistics.median(largest.values()), "ms", len(largest), floor=floor
    )
    yield made(f"{name}_worst", worst, "ms", total, floor=floor)
    yield made(f"{name}_one_by_one", slow, "ms", 1, floor=floor)


def _tops() -> list[int]:
    """Return a dozen organisations of every level above the grassroots."""
    from congdoan.kernel.organisations.models import OrganisationProfile

    return [
        pk
        for level in ("L1_CENTRAL", "L2_SECTOR", "L2_PROVINCE", "L3_DISTRICT", "L3_COMMUNE")
        for pk in OrganisationProfile.objects.filter(level=level)
        .order_by("organisation_id")
        .values_list("organisation_id", flat=True)[:12]
    ]


@figure
def may_once_national(stage: Stage) -> Iterator[Figure]:
    """May this officer act on that unit, a new actor each time; floor: one lineage row."""
    with national(stage):
        from django.db import connection

        from congdoan.kernel.access.api import actor_for
        from congdoan.kernel.accounts.models import User
        from congdoan.kernel.organisations.api import CHANGE
        from congdoan.kernel.organisations.models import Organisation

        user = User.objects.get(username=OFFICER)
        root = Organisation.objects.get(code="TLD").pk
        units = list(Organisation.objects.on(TODAY).order_by("-pk")[:300])
        turn = iter(units * 10)

        def asks() -> None:
            if not actor_for(user, today=TODAY, as_of=None).may(CHANGE, on=next(turn)):
                raise RuntimeError

        def looks_up() -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM organisations_lineage WHERE hierarchy_id = 1"
                    " AND ancestor_id = %s AND descendant_id = %s AND valid @> %s",
                    [root, next(turn).pk, TODAY],
                )
                cursor.fetchone()

        floor = median_ms(looks_up, 200)
        yield made("may_once_national", median_ms(asks, 200), "ms", 200, floor=floor)


@figure
def merge_300_units(stage: Stage) -> Iterator[Figure]:
    """Merge 300 units with their members into one; floor: write the same rows without asking."""
    with national(stage):
        from django.db import connection, transaction

        from congdoan.areas.members.models import Membership
        from congdoan.kernel.access.api import system_actor
        from congdoan.kernel.organisations.api import Decision, Regrouping, regroup_organisations
        from congdoan.kernel.organisations.enums import EventKind
        from congdoan.kernel.organisations.models import Organisation

        day = TODAY - timedelta(days=1)
        found = Organisation.objects.on(day).filter(
            valid__startswith__lt=day,
            profiles__level="L4_GRASSROOTS",
            profiles__valid__contains=day,
        )
        into, *units = found.order_by("pk")[:301]
        ids = [unit.pk for unit in units]
        people = Membership.objects.filter(organisation__in=ids, valid__contains=day).count()

        begun = time.perf_counter()
        with transaction.atomic():
            regroup_organisations(
                actor=system_actor(today=TODAY),
                regrouping=Regrouping(EventKind.MERGE_INTO, day, units, into=into),
                decision=Decision(number="1/QĐ"),
                at=now(),
            )
            merged = time.perf_counter() - begun
            transaction.set_rollback(True)

        begun = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            given = {"ids": ids, "on": day, "into": into.pk}
            for table, key in (
                ("organisations_organisationprofile", "organisation_id"),
                ("organisations_placement", "child_id"),
                ("organisations_lineage", "descendant_id"),
                ("organisations_organisation", "id"),
            ):
                cursor.execute(
                    f"UPDATE {table} SET valid = valid * daterange(NULL, %(on)s)"
                    f" WHERE {key} = ANY(%(ids)s) AND valid @> %(on)s",
                    given,
                )
            cursor.execute(
                "WITH gone AS (UPDATE members_membership"
                " SET valid = valid * daterange(NULL, %(on)s)"
                " WHERE organisation_id = ANY(%(ids)s) AND valid @> %(on)s RETURNING *)"
                " INSERT INTO members_membership (person_id, organisation_id, valid, birth_year,"
                " gender, category, end_reason) SELECT person_id, %(into)s,"
                " daterange(%(on)s, NULL), birth_year, gender, category, '' FROM gone",
                given,
            )
            floor = time.perf_counter() - begun
            transaction.set_rollback(True)
        yield made("merge_300_units", merged, "s", people, floor=floor)


@figure
def july_2025_one_province(stage: Stage) -> Iterator[Figure]:
    """1 July 2025 for 4,000 units: planned, applied; reading meanwhile against reading alone."""
    with national(stage) as loaded:
        from django.db import transaction

        from benchmarks.july import apply_july, july_province, plan_july, reading

        province = july_province()
        begun = time.perf_counter()
        plan = plan_july(province)
        planned = time.perf_counter() - begun
        with web_on(stage, loaded) as port:
            with reading(port) as quiet:
                time.sleep(20)
            with reading(port) as busy, transaction.atomic():
                begun = time.perf_counter()
                people = apply_july(plan)
                applied = time.perf_counter() - begun
                transaction.set_rollback(True)
    name = "july_2025_one_province"
    yield made(f"{name}_planned", planned, "s", plan.units, floor=None)
    yield made(f"{name}_applied", applied, "s", people, floor=None)
    yield made(f"{name}_read_p95", busy.p95, "ms", len(busy.taken), floor=quiet.p95)


@figure
def member_write_cost(stage: Stage) -> Iterator[Figure]:
    """One person joins, counted for every superior; floor: the membership's row alone."""
    with national(stage):
        from django.db import transaction

        from congdoan.areas.members.api import NewMembership, begin_memberships
        from congdoan.areas.members.models import Membership
        from congdoan.foundation.valid_time import span
        from congdoan.kernel.organisations.models import Organisation
        from congdoan.kernel.people.models import Person

        turns = 300
        units = Organisation.objects.on(TODAY).filter(profiles__level="L4_GRASSROOTS")
        units = units.filter(valid__startswith__lt=TODAY).order_by("pk")
        ids = list(units.values_list("pk", flat=True)[:turns]) * 2
        with transaction.atomic():
            people = Person.objects.bulk_create(
                Person(given_name="Thử", sort_key="thu", folded="thu") for _ in range(turns * 3)
            )
            new = iter([person.pk for person in people])
            places = iter(ids * 2)

            def joins() -> None:
                begin_memberships([NewMembership(next(new), next(places), span(TODAY), "STAFF")])

            def writes() -> None:
                Membership.objects.create(
                    person_id=next(new),
                    organisation_id=next(places),
                    valid=span(TODAY),
                    category="STAFF",
                )

            took, floor = side_by_side_ms(joins, writes, turns)
            transaction.set_rollback(True)
        yield made("member_write_cost", took, "ms", turns, floor=floor)
