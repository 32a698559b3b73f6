"""People the actor may see, by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from congdoan.foundation.actor import Actor
from congdoan.foundation.forms import Choice
from congdoan.foundation.keys import read_key
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.people import api as people
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.search.selectors.register import Hit, address


def find_people(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    found = people.visible_people(actor).called(text).order_by("sort_key", "pk").distinct()
    persons = list(found[:limit])
    posts = posts_of(actor, persons)
    return [
        Hit(person.full_name, address("people:detail", person.pk), posts[person.pk])
        for person in persons
    ]


def posts_of(actor: Actor, persons: Iterable[Person]) -> dict[int, str]:
    """Return "Chủ tịch – Công đoàn X" per person, as far as the actor may see; two queries."""
    offices = list(
        people.visible_offices(actor)
        .filter(person_id__in=[person.pk for person in persons])
        .order_by("organisation_id", "position")
    )
    names = organisations.names({office.organisation_id for office in offices}, on=actor.as_of)
    posts: dict[int, list[str]] = defaultdict(list)
    for office in offices:
        label = office.title or rulebook.label("position", office.position, actor.as_of)
        posts[office.person_id].append(f"{label} – {names[office.organisation_id]}")
    return defaultdict(str, {pk: "; ".join(lines) for pk, lines in posts.items()})


class PersonSource:
    """People the actor may see, for giving work and offices."""

    def search(self, actor: Actor, text: str, limit: int) -> Sequence[Choice]:
        found = people.visible_people(actor).called(text).order_by("sort_key", "pk").distinct()
        return self._choices(actor, list(found[:limit]))

    def by_code(self, actor: Actor, code: str) -> Choice | None:
        key = read_key(code[1:]) if code.startswith("P") else 0
        return self.by_pk(actor, key) if key else None

    def by_pk(self, actor: Actor, pk: int) -> Choice | None:
        person = people.visible_people(actor).filter(pk=pk).first()
        return self._choices(actor, [person])[0] if person else None

    def _choices(self, actor: Actor, persons: Sequence[Person]) -> list[Choice]:
        posts = posts_of(actor, persons)
        return [
            Choice(person.pk, f"P{person.pk}", person.full_name, posts[person.pk])
            for person in persons
        ]
