"""Who was picked for a post or an introduction."""

from congdoan.kernel.people.models import Person


def get_person(pk: int) -> Person:
    """Return somebody a picker has just offered to the actor."""
    return Person.objects.get(pk=pk)
