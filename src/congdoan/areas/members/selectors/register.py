"""The register: whose names an actor may read, where and when, and what a list shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from congdoan.areas.members import policies
from congdoan.areas.members.enums import Category, EndOfMembership, MemberState
from congdoan.areas.members.models import Membership, Pause
from congdoan.areas.members.rules.identity import hidden_phone
from congdoan.areas.members.selectors.paging import breadth, in_branch
from congdoan.foundation.actor import Actor
from congdoan.foundation.prepared import ask, by_key
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation
from congdoan.kernel.people.enums import Gender


def own_unit(actor: Actor) -> Organisation | None:
    """Return the union the actor works for now, if its members are the actor's to count."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0, family=Family.UNION).first()
    return unit if unit is not None and actor.may(policies.COUNT, on=unit) else None


def countable_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or not even its totals are the actor's."""
    unit = by_key(Organisation, pk)
    if unit is None or unit.family != Family.UNION or not actor.may(policies.COUNT, on=unit):
        raise NotFound
    return unit


_LOOK = """
    SELECT purpose, until FROM members_look
    WHERE user_id = %(user)s AND until > %(at)s AND (organisation_id = %(unit)s
      OR organisation_id IN (
        SELECT ancestor_id FROM organisations_lineage
        WHERE hierarchy_id = %(hierarchy)s AND descendant_id = %(unit)s AND valid @> %(on)s))
    ORDER BY until DESC LIMIT 1
"""


class OpenLook(NamedTuple):
    """Why the names of a branch are open to somebody, and until when."""

    purpose: str
    until: datetime


def current_look(actor: Actor, unit: Organisation, *, at: datetime) -> OpenLook | None:
    """Return the purpose the actor named for this branch, or one around it, while it lasts."""
    if not actor.may(policies.LOOK_BELOW, on=unit):
        return None
    rows = ask(_LOOK, _about(actor, unit, at))
    return OpenLook(*rows[0]) if rows else None


@dataclass(frozen=True)
class Standing:
    """What the head of a union's register says: how many, anything below, the open look."""

    count: int
    has_below: bool
    look: OpenLook | None
    #: Records of its own members that may only be kept and stand in no list.
    kept: int


_STANDING = f"""
    SELECT (
        SELECT coalesce(sum(delta), 0) FROM members_memberchange
        WHERE organisation_id = %(unit)s AND day <= %(on)s
      ) + (
        SELECT coalesce(sum(delta), 0) FROM members_branchchange
        WHERE organisation_id = %(unit)s AND hierarchy_id = %(hierarchy)s AND day <= %(on)s
      ), EXISTS (
        SELECT 1 FROM organisations_lineage WHERE hierarchy_id = %(hierarchy)s
          AND ancestor_id = %(unit)s AND depth > 0 AND valid @> %(on)s
      ), look.purpose, look.until, (
        SELECT count(DISTINCT l.person_id) FROM people_limit l
        JOIN members_membership m ON m.person_id = l.person_id
        WHERE l.purpose = '' AND l.ended_at IS NULL AND m.organisation_id = %(unit)s
          AND m.valid @> %(on)s
      )
    FROM (VALUES (1)) AS one LEFT JOIN ({_LOOK}) AS look ON %(may_look)s
"""  # noqa: S608 - our text


def standing_of(actor: Actor, unit: Organisation, *, at: datetime) -> Standing:
    """Return it in one query: every page of the register asks all three."""
    may_look = actor.may(policies.LOOK_BELOW, on=unit)
    given = _about(actor, unit, at) | {"may_look": may_look}
    count, below, purpose, until, kept = ask(_STANDING, given)[0]
    return Standing(int(count), below, OpenLook(purpose, until) if until else None, kept)


def _about(actor: Actor, unit: Organisation, at: datetime) -> dict[str, Any]:
    return {
        "user": actor.user_id or 0,
        "at": at,
        "unit": unit.pk,
        "hierarchy": HierarchyId.COMMAND.value,
        "on": actor.as_of,
    }


def may_read_names(actor: Actor, unit: Organisation, *, below: bool, at: datetime) -> bool:
    """Tell whether the names of a union (or of its whole branch) are the actor's to read now."""
    if not below and actor.may(policies.VIEW, on=unit):
        return True
    return current_look(actor, unit, at=at) is not None


def has_units_below(unit: Organisation, *, first: date, last: date) -> bool:
    """Tell whether anything hung under the union in a period."""
    return (
        Lineage.objects.during(span(first, last + timedelta(days=1)))
        .filter(hierarchy_id=HierarchyId.COMMAND, ancestor=unit, depth__gt=0)
        .exists()
    )


def units_below(unit: Organisation, *, on: date) -> QuerySet[Lineage, Any]:
    """Return the ids of what hangs under a union on a day, itself among them."""
    line = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, ancestor=unit)
    return line.values("descendant_id")


class _InLists(Func):
    """
    Keep whose data may be used, not kept alone (``people.restricted_people``).

    By the key of the index that is walked, so that the walk reads no table; written out, since
    every page asks it.
    """

    template = """(%(expressions)s NOT IN (
        SELECT m.id FROM people_limit l JOIN members_membership m ON m.person_id = l.person_id
        WHERE l.purpose = '' AND l.ended_at IS NULL))"""
    output_field = BooleanField()
    conditional = True


def unscoped_members(
    unit: Organisation, *, below: bool, on: date, state: str = "", size: int | None = None
) -> QuerySet[Membership]:
    """
    Return the memberships of a union (and of all below it) on a day; those ended when asked.

    ``size`` (how many members the branch has) lets a list in order be asked in the fitting way.
    """
    rows: QuerySet[Membership] = Membership.objects.all()
    if below:
        rows = rows.filter(in_branch(units_below(unit, on=on), size=size))
    else:
        rows = rows.filter(organisation=unit)
    rows = rows.filter(_InLists(F("pk")))
    rows = _former(rows, on) if state == MemberState.CEASED else rows.filter(valid__contains=on)
    if state in {MemberState.ACTIVE, MemberState.PAUSED}:
        paused = Exists(Pause.objects.on(on).filter(person=OuterRef("person")))
        rows = rows.filter(paused if state == MemberState.PAUSED else ~paused)
    return rows.annotate(born=Coalesce(F("birth_year"), 0))


#: Stand for a union and for a day in a statement that is written once for all of them.
_ANY_UNIT, _ANY_DAY = 987_654_321_987, date(1887, 6, 5)


def written_members(
    unit: Organisation,
    *,
    below: bool,
    on: date,
    state: str,
    size: int | None,
    names: tuple[str, ...],
) -> tuple[str, list[Any]]:
    """
    Return the statement that asks ``names`` of ``unscoped_members``.

    The ORM takes longer to write it than PostgreSQL to answer, and writes the same for every union
    and day: it is asked once.
    """
    known = state if state in MemberState.values else ""
    sql, values = _written(below, known, breadth(size), names)
    meant = {_ANY_UNIT: unit.pk, _ANY_DAY: on}
    return sql, [meant.get(value, value) for value in values]


@cache
def _written(
    below: bool,  # noqa: FBT001 - a key of the cache
    state: str,
    size: int | None,
    names: tuple[str, ...],
) -> tuple[str, tuple[Any, ...]]:
    unit = Organisation(pk=_ANY_UNIT)
    rows = unscoped_members(unit, below=below, on=_ANY_DAY, state=state, size=size)
    return rows.order_by().values_list(*names).query.sql_with_params()


def _former(rows: QuerySet[Membership], on: date) -> QuerySet[Membership]:
    again = Membership.objects.filter(
        person=OuterRef("person"),
        organisation=OuterRef("organisation"),
        valid__startswith__gte=OuterRef("valid__endswith"),
        valid__startswith__lte=on,
    )
    ended = rows.filter(valid__endswith__lte=on).exclude(end_reason=EndOfMembership.CONTINUED)
    return ended.filter(~Exists(again))


@dataclass(slots=True)
class Listed:
    """What the register shows of one membership."""

    pk: int
    person_id: int
    organisation_id: int
    sort_key: str
    born: int
    name: str
    gender: str
    birth_year: str
    category: str
    since: date
    state: str
    unit: str
    member_no: str = ""
    joined_on: date | None = None
    phone: str = ""
    home_town: str = ""
    degree: str = ""
    job_title: str = ""
    department: str = ""
    end_reason: str = ""


#: Fifty rows of every page: written out, since models of five tables take six times as long.
_LISTED = """
    SELECT m.id, m.person_id, m.organisation_id, m.sort_key, m.birth_year, m.gender, m.category,
      lower(m.valid), upper(m.valid), m.end_reason, p.family_middle, p.given_name, p.phone,
      r.member_no, r.joined_on, r.home_town, r.professional_degree, w.job_title, w.department,
      EXISTS (SELECT 1 FROM members_pause s WHERE s.person_id = m.person_id AND s.valid @> %(on)s)
    FROM members_membership m
    JOIN people_person p ON p.id = m.person_id
    LEFT JOIN members_memberrecord r ON r.person_id = m.person_id
    LEFT JOIN members_memberwork w ON w.person_id = m.person_id AND w.valid @> %(on)s
    WHERE m.id = ANY(%(keys)s::bigint[])
"""


def members_listed(keys: Sequence[int], *, on: date, units: bool = True) -> list[Listed]:
    """
    Return memberships with what a list shows of them; two queries, however many there are.

    One where the list does not show the ``units``.
    """
    rows = ask(_LISTED, {"keys": list(keys), "on": on})
    called = names({row[2] for row in rows}, on=on) if units else {}
    sex, group, reason, state = (
        cache(lambda code, kind=kind: str(kind(code).label) if code else "")
        for kind in (Gender, Category, EndOfMembership, MemberState)
    )
    return [
        Listed(
            pk=pk,
            person_id=person,
            organisation_id=unit,
            sort_key=sort_key,
            born=born or 0,
            name=f"{family} {given}".strip(),
            gender=sex(gender),
            birth_year=str(born or ""),
            category=group(category),
            since=since,
            state=state(_state(until, paused=paused, on=on)),
            unit=called.get(unit, ""),
            member_no=number or "",
            joined_on=joined,
            phone=hidden_phone(phone),
            home_town=home or "",
            degree=degree or "",
            job_title=job or "",
            department=department or "",
            end_reason=reason(why),
        )
        for pk, person, unit, sort_key, born, gender, category, since, until, why, family, given, phone, number, joined, home, degree, job, department, paused in rows  # noqa: E501
    ]


def state_of(row: Membership, *, paused: bool, on: date) -> MemberState:
    return _state(row.valid.upper, paused=paused, on=on)


def _state(until: date | None, *, paused: bool, on: date) -> MemberState:
    if until is not None and until <= on:
        return MemberState.CEASED
    return MemberState.PAUSED if paused else MemberState.ACTIVE


class Saved(NamedTuple):
    """A saved segment as a list of links shows it."""

    pk: int
    name: str
    query: str


_SEGMENTS = """
    SELECT id, name, query FROM members_segment
    WHERE organisation_id = %s AND (owner_id IS NULL OR owner_id = %s) ORDER BY name, id
"""


def segments_of(actor: Actor, unit: Organisation) -> list[Saved]:
    """Return the saved segments of a union: everybody's there, and the actor's own."""
    return [Saved(*row) for row in ask(_SEGMENTS, [unit.pk, actor.user_id or 0])]
