"""Who may be named as a candidate, a voter or of the board: members, then officers."""

from collections.abc import Sequence

from congdoan.foundation.actor import Actor
from congdoan.foundation.forms import Choice, pickers
from congdoan.kernel.people.models import Person

_SOURCES = ("members", "people")


class VoterSource:
    """Members first, then the officers of the branch who are not among them."""

    def search(self, actor: Actor, text: str, limit: int) -> Sequence[Choice]:
        found: dict[int, Choice] = {}
        for name in _SOURCES:
            register = pickers.source(name)
            for one in register.search(actor, text, limit) if register else ():
                found.setdefault(one.pk, one)
        return list(found.values())[:limit]

    def by_code(self, actor: Actor, code: str) -> Choice | None:
        for name in _SOURCES:
            register = pickers.source(name)
            if register and (found := register.by_code(actor, code)):
                return found
        return None

    def by_pk(self, actor: Actor, pk: int) -> Choice | None:
        for name in _SOURCES:
            register = pickers.source(name)
            if register and (found := register.by_pk(actor, pk)):
                return found
        return None


def get_person(pk: int) -> Person:
    """Return somebody a picker has just offered to the actor."""
    return Person.objects.get(pk=pk)
