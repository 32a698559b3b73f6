"""
What is known of a unit's or an employer's employees on a day.

A grassroots union and the one employer it is the union of have the same employees: what was said of
either holds for both, so that nothing is typed twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from congdoan.areas.members.api import COUNT
from congdoan.areas.workforce import policies
from congdoan.areas.workforce.models import EmployeeCount
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import (
    grassroots_levels,
    is_employer,
    keeper_of,
    kinds_of_side,
)
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile

# Only pairs: a union of several employers, or an employer of several unions, speaks for itself.
_PAIRS = """
WITH link AS MATERIALIZED (
    SELECT k.union_id, k.partner_id FROM organisations_counterpart k
    JOIN organisations_organisationprofile u
      ON u.organisation_id = k.union_id AND u.valid @> %(day)s AND u.level = ANY(%(levels)s)
    JOIN organisations_organisationprofile p
      ON p.organisation_id = k.partner_id AND p.valid @> %(day)s AND p.kind = ANY(%(kinds)s)
    WHERE k.valid @> %(day)s
      AND (k.union_id = ANY(%(ids)s::bigint[]) OR k.partner_id = ANY(%(ids)s::bigint[]))
), near AS MATERIALIZED (
    SELECT DISTINCT k.union_id, k.partner_id FROM organisations_counterpart k
    JOIN organisations_organisationprofile u
      ON u.organisation_id = k.union_id AND u.valid @> %(day)s AND u.level = ANY(%(levels)s)
    JOIN organisations_organisationprofile p
      ON p.organisation_id = k.partner_id AND p.valid @> %(day)s AND p.kind = ANY(%(kinds)s)
    WHERE k.valid @> %(day)s AND (k.union_id IN (SELECT union_id FROM link)
      OR k.partner_id IN (SELECT partner_id FROM link))
)
SELECT min(union_id), min(partner_id) FROM (
    SELECT n.*, count(*) OVER (PARTITION BY union_id) AS employers,
           count(*) OVER (PARTITION BY partner_id) AS unions FROM near n
) AS counted WHERE employers = 1 AND unions = 1 GROUP BY union_id, partner_id
"""

_NEWEST = """
SELECT DISTINCT ON (organisation_id)
    organisation_id, id, total, women, counted_on, source, said_by, noted_by_name
FROM workforce_employeecount
WHERE organisation_id = ANY(%(ids)s::bigint[]) AND counted_on <= %(day)s AND replaced_at IS NULL
ORDER BY organisation_id, counted_on DESC, id DESC
"""


@dataclass(frozen=True)
class Stated:
    """The newest thing said by a day."""

    organisation_id: int
    pk: int
    total: int
    women: int | None
    counted_on: date
    source: str
    said_by: str
    noted_by_name: str


def unscoped_pairs(ids: Iterable[int], *, on: date) -> dict[int, int]:
    """Return the other one of each pair of a union and its employer, either way round."""
    given: dict[str, Any] = {
        "ids": list(ids),
        "day": on,
        "levels": grassroots_levels(),
        "kinds": list(kinds_of_side("EMPLOYER", (on,))),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, given)
        rows = cursor.fetchall()
    return {**dict(rows), **{employer: union for union, employer in rows}}


def unscoped_numbers(ids: Iterable[int], *, on: date) -> dict[int, Stated]:
    """Return what is known of each on the day (unknown ones left out); two queries."""
    wanted = list(ids)
    if not wanted:
        return {}
    other = unscoped_pairs(wanted, on=on)
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"ids": list({*wanted, *other, *other.values()}), "day": on})
        said = {row[0]: Stated(*row) for row in cursor.fetchall()}
    found = {}
    for pk in wanted:
        both = [said[one] for one in (pk, other.get(pk, 0)) if one in said]
        if both:
            found[pk] = max(both, key=lambda one: (one.counted_on, one.pk))
    return found


def may_see(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether a unit's (or a kept employer's) numbers are the actor's to see."""
    if organisation.family == Family.UNION:
        return actor.may(COUNT, on=organisation)
    keeper = keeper_of(organisation, on=actor.today)
    return keeper is not None and actor.may(COUNT, on=keeper)


def takes_numbers(organisation: Organisation, *, on: date) -> bool:
    """Tell whether employees are counted there: grassroots unions and employers, nothing above."""
    if organisation.family == Family.PARTNER:
        return True
    rows = OrganisationProfile.objects.on(on).filter(organisation=organisation)
    return rows.filter(level__in=grassroots_levels()).exists()


def place_of(organisation: Organisation, *, on: date) -> Organisation:
    """Return where numbers are written down: an employer's at its one union, if it has one."""
    if organisation.family != Family.PARTNER:
        return organisation
    union = unscoped_pairs([organisation.pk], on=on).get(organisation.pk)
    return Organisation.objects.get(pk=union) if union else organisation


def may_record(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether the actor may write a unit's (or a kept employer's) numbers down."""
    if organisation.family == Family.UNION:
        return actor.may(policies.RECORD, on=organisation)
    keeper = keeper_of(organisation, on=actor.today)
    return keeper is not None and actor.may(policies.RECORD, on=keeper)


def visible_place(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when it is no union or employer whose numbers the actor may see"""
    found = Organisation.objects.filter(pk=pk).first()
    if found is None or not may_see(actor, found):
        raise NotFound
    if found.family == Family.PARTNER and not is_employer(found, on=actor.today):
        raise NotFound
    return found


def visible_count(actor: Actor, pk: int) -> EmployeeCount:
    """:raises NotFound: when there is none, or its unit's numbers are not the actor's to see"""
    found = EmployeeCount.objects.select_related("organisation").filter(pk=pk).first()
    if found is None or not may_see(actor, found.organisation):
        raise NotFound
    return found


def history_of(organisation: Organisation, *, on: date) -> QuerySet[EmployeeCount]:
    """Return everything ever said of it (and of the other one of its pair), newest first."""
    other = unscoped_pairs([organisation.pk], on=on).get(organisation.pk, 0)
    rows = EmployeeCount.objects.filter(organisation_id__in=[organisation.pk, other])
    return rows.order_by("-counted_on", "-pk")
