"""Erasing what is private about a person; the name stays."""

from congdoan.kernel.people.models import Person
from congdoan.kernel.people.selectors.kept import Forgetting

_PRIVATE = {"birth_date": None, "phone": "", "email": ""}


def forget_contact(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``: the day of birth and how to reach somebody."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=asked.person.pk)
    gone = [name for name in _PRIVATE if getattr(person, name)]
    for name in gone:
        setattr(person, name, _PRIVATE[name])
    if gone:
        person.save(update_fields=gone)
    return [f"people.{name}" for name in gone]
