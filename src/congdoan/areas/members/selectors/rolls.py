"""The members of a union as other slices ask for them: who, paused or not, under which penalty."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from congdoan.areas.members import policies
from congdoan.areas.members.enums import SealedKind
from congdoan.areas.members.models import Discipline, Membership, Pause, SealedFact
from congdoan.foundation.actor import Actor
from congdoan.foundation.forms import Choice
from congdoan.foundation.keys import read_key
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import restricted_people
from congdoan.kernel.people.models import Person


@dataclass(frozen=True)
class RollEntry:
    """A member on a day."""

    membership_id: int
    person_id: int
    name: str
    since: date
    paused: str


def unscoped_roll(
    organisation: Organisation, *, on: date, first: int = 0, limit: int | None = None
) -> list[RollEntry]:
    """Return the members of a union on a day in order of names, a part of them when asked."""
    rows = Membership.objects.on(on).filter(organisation=organisation)
    rows = rows.exclude(person__in=restricted_people())
    ordered = rows.select_related("person").order_by("person__sort_key", "pk")
    return _entries(list(ordered[first : first + limit] if limit else ordered[first:]), on=on)


def unscoped_roll_of(
    organisation: Organisation, people: Collection[int], *, on: date
) -> list[RollEntry]:
    """Return those of ``people`` who are members of the union on a day, in order of names."""
    rows = Membership.objects.on(on).filter(organisation=organisation, person__in=people)
    rows = rows.exclude(person__in=restricted_people())
    return _entries(list(rows.select_related("person").order_by("person__sort_key", "pk")), on=on)


def _entries(rows: Sequence[Membership], *, on: date) -> list[RollEntry]:
    people = [row.person_id for row in rows]
    paused = {
        pause.person_id: str(pause.get_reason_display())
        for pause in Pause.objects.on(on).filter(person__in=people)
    }
    return [
        RollEntry(
            row.pk,
            row.person_id,
            row.person.full_name,
            row.valid.lower,
            paused.get(row.person_id, ""),
        )
        for row in rows
    ]


def unscoped_penalties(people: Collection[int], *, on: date) -> dict[int, list[str]]:
    """Return the penalties that stand on a day, by person."""
    standing: dict[int, list[str]] = {}
    rows = Discipline.objects.filter(person__in=people, decided_on__lte=on)
    for one in rows.filter(Q(lifted_on=None) | Q(lifted_on__gt=on)).order_by("decided_on", "pk"):
        standing.setdefault(one.person_id, []).append(str(one.get_penalty_display()))
    return standing


def unscoped_is_party_member(person: int) -> bool:
    return SealedFact.objects.filter(person_id=person, kind=SealedKind.PARTY).exists()


class MemberSource:
    """Members of the unions whose register the actor may read, for choosing one."""

    def search(self, actor: Actor, text: str, limit: int) -> Sequence[Choice]:
        found = _readable(actor).filter(person__in=Person.objects.named_like(text))
        return _choices(actor, list(found.order_by("person__sort_key", "pk")[:limit]))

    def by_code(self, actor: Actor, code: str) -> Choice | None:
        key = read_key(code[2:]) if code.startswith("DV") else 0
        return self.by_pk(actor, key) if key else None

    def by_pk(self, actor: Actor, pk: int) -> Choice | None:
        found = _readable(actor).filter(person_id=pk).first()
        return _choices(actor, [found])[0] if found else None


def _readable(actor: Actor) -> QuerySet[Membership]:
    rows = Membership.objects.on(actor.today).select_related("person")
    rows = rows.exclude(person__in=restricted_people())
    return rows.filter(organisation_id__in=actor.reach(policies.VIEW).values("pk"))


def _choices(actor: Actor, rows: Sequence[Membership]) -> list[Choice]:
    called = names({row.organisation_id for row in rows}, on=actor.today)
    return [
        Choice(
            row.person_id,
            f"DV{row.person_id}",
            row.person.full_name,
            called.get(row.organisation_id, ""),
        )
        for row in rows
    ]
