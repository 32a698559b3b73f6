"""The register: whose names an actor may read, where and when, and what a list shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from congdoan.areas.members import policies
from congdoan.areas.members.enums import EndOfMembership, MemberState
from congdoan.areas.members.models import Look, MemberRecord, Membership, MemberWork, Pause, Segment
from congdoan.areas.members.rules.identity import hidden_phone
from congdoan.areas.members.selectors.paging import in_branch
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation


def own_unit(actor: Actor) -> Organisation | None:
    """Return the union the actor works for now, if its members are the actor's to count."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0, family=Family.UNION).first()
    return unit if unit is not None and actor.may(policies.COUNT, on=unit) else None


def countable_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or not even its totals are the actor's."""
    unit = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if unit is None or not actor.may(policies.COUNT, on=unit):
        raise NotFound
    return unit


def current_look(actor: Actor, unit: Organisation, *, at: datetime) -> Look | None:
    """Return the purpose the actor named for this branch, or one around it, while it lasts."""
    if not actor.may(policies.LOOK_BELOW, on=unit):
        return None
    above = Lineage.objects.on(actor.as_of).filter(
        hierarchy_id=HierarchyId.COMMAND, descendant=unit
    )
    looks = Look.objects.filter(user_id=actor.user_id or 0, until__gt=at)
    found = looks.filter(organisation=unit) | looks.filter(
        organisation_id__in=above.values("ancestor_id")
    )
    return found.order_by("-until").first()


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


def unscoped_members(
    unit: Organisation, *, below: bool, on: date, state: str = "", size: int | None = None
) -> QuerySet[Membership]:
    """
    Return the memberships of a union (and of all below it) on a day; those ended when asked.

    ``size`` (how many members the branch has) lets a list in order be asked in the fitting way.
    """
    rows: QuerySet[Membership] = Membership.objects.all()
    if below:
        line = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, ancestor=unit)
        rows = rows.filter(in_branch(line.values("descendant_id"), size=size))
    else:
        rows = rows.filter(organisation=unit)
    rows = _former(rows, on) if state == MemberState.CEASED else rows.filter(valid__contains=on)
    if state in {MemberState.ACTIVE, MemberState.PAUSED}:
        paused = Exists(Pause.objects.on(on).filter(person=OuterRef("person")))
        rows = rows.filter(paused if state == MemberState.PAUSED else ~paused)
    return rows.annotate(born=Coalesce(F("birth_year"), 0))


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


def members_listed(keys: Sequence[int], *, on: date) -> list[Listed]:
    """Return memberships with what a list shows of them; five queries, however many there are."""
    rows = list(Membership.objects.filter(pk__in=keys).select_related("person"))
    people = [row.person_id for row in rows]
    records = MemberRecord.objects.in_bulk(people)
    works = {one.person_id: one for one in MemberWork.objects.on(on).filter(person_id__in=people)}
    paused = set(
        Pause.objects.on(on).filter(person_id__in=people).values_list("person_id", flat=True)
    )
    called = names({row.organisation_id for row in rows}, on=on)
    return [
        _listed(
            row,
            records.get(row.person_id),
            works.get(row.person_id),
            paused=row.person_id in paused,
            unit=called.get(row.organisation_id, ""),
            on=on,
        )
        for row in rows
    ]


def state_of(row: Membership, *, paused: bool, on: date) -> MemberState:
    if row.valid.upper is not None and row.valid.upper <= on:
        return MemberState.CEASED
    return MemberState.PAUSED if paused else MemberState.ACTIVE


def _listed(
    row: Membership,
    record: MemberRecord | None,
    work: MemberWork | None,
    *,
    paused: bool,
    unit: str,
    on: date,
) -> Listed:
    listed = Listed(
        pk=row.pk,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        sort_key=row.sort_key,
        born=row.birth_year or 0,
        name=row.person.full_name,
        gender=str(row.get_gender_display()),
        birth_year=str(row.birth_year or ""),
        category=str(row.get_category_display()),
        since=row.valid.lower,
        state=str(state_of(row, paused=paused, on=on).label),
        unit=unit,
        phone=hidden_phone(row.person.phone),
        end_reason=str(row.get_end_reason_display()) if row.end_reason else "",
    )
    if record is not None:
        listed.member_no, listed.joined_on = record.member_no, record.joined_on
        listed.home_town, listed.degree = record.home_town, record.professional_degree
    if work is not None:
        listed.job_title, listed.department = work.job_title, work.department
    return listed


def segments_of(actor: Actor, unit: Organisation) -> QuerySet[Segment]:
    """Return the saved segments of a union: everybody's there, and the actor's own."""
    rows = Segment.objects.filter(organisation=unit)
    return (rows.filter(owner=None) | rows.filter(owner_id=actor.user_id)).order_by("name", "pk")
