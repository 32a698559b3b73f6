"""Erasing what is private of somebody erases what their merges and aliases keep of it too."""

from django.db.models import Q

from congdoan.areas.duplicates.models import Merge
from congdoan.kernel.people.api import Forgetting, RowsGone, forgetting
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


def forget_steps(gone: RowsGone) -> int:
    """
    Answer ``rows_gone``: merges keep nothing of rows that had to go, and do not bring them back.

    Everything else of them can still be taken back; what cannot is named (``Merge.erased``).
    """
    merges = Merge.objects.select_for_update(of=("self",)).filter(
        Q(survivor__in=gone.people) | Q(other__in=gone.people)
    )
    found = list(merges.order_by("pk"))
    column, value = gone.was
    keys = gone.keys | {
        step["pk"]
        for merge in found
        for step in merge.steps
        if step["row"] == gone.row and value in (step["was"].get(column), step["now"].get(column))
    }
    touched = 0
    for merge in found:
        left = [one for one in merge.steps if one["row"] != gone.row or one["pk"] not in keys]
        if len(left) != len(merge.steps):
            merge.steps = left
            merge.erased = list(dict.fromkeys([*merge.erased, gone.name]))
            merge.save(update_fields=["steps", "erased"])
            touched += 1
    return touched
