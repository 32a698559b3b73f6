"""Erasing what is private of somebody erases what their merges and aliases keep of it too."""

from congdoan.areas.duplicates.models import Merge
from congdoan.kernel.people.api import Forgetting, forgetting
from congdoan.kernel.people.models import Person


def forget_merges(asked: Forgetting) -> list[str]:
    """Answer ``forgetting``: old values go, so that these merges cannot be taken back any more."""
    person = asked.person.pk
    rows = Merge.objects.filter(survivor_id=person) | Merge.objects.filter(other_id=person)
    classes = ["duplicates.steps"] if rows.exclude(steps=[]).update(steps=[]) else []
    for alias in Person.objects.filter(merged_into_id=person).order_by("pk"):
        answers = forgetting.ask(Forgetting(alias, asked.on, asked.at))
        classes += [name for answer in answers for name in answer]
    return classes
