"""What people type to find a member: words of a name, parts of a phone or a member's number."""

from dataclasses import dataclass, replace
import re

from django.db.models import Q, QuerySet

from congdoan.areas.members.models import MemberRecord, Membership
from congdoan.areas.members.rules.identity import dialled, digits_of
from congdoan.foundation import vietnamese
from congdoan.kernel.people.api import unscoped_aliases_named
from congdoan.kernel.people.models import Name

_FEWEST_DIGITS = 3
#: People that are looked up one by one; a part of a number that more have hardly narrows a list.
_FEW = 10_000
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Search:
    """Folded words of a name, and numbers; ``nothing``: what was typed holds neither."""

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    nothing: bool = False
    #: The numbers led to people that are few.
    few: bool = False

    @classmethod
    def read(cls, typed: str) -> "Search":
        parts = vietnamese.fold(typed).split()
        numbers = tuple(part for part in parts if len(digits_of(part)) >= _FEWEST_DIGITS)
        names = " ".join(part for part in parts if part not in numbers)
        words = tuple(dict.fromkeys(_WORDS.findall(names)))
        return cls(words, numbers, nothing=bool(parts) and not words and not numbers)

    def named(self, rows: QuerySet[Membership]) -> QuerySet[Membership]:
        if self.nothing:
            return rows.none()
        if not self.words:
            return rows
        found = Q(sort_key__in=Name.objects.holding(self.words).values("sort_key"))
        if also := unscoped_aliases_named(self.words):
            found |= Q(person_id__in=also)
        return rows.filter(found)

    def numbered(self, rows: QuerySet[Membership]) -> tuple[QuerySet[Membership], "Search"]:
        """Keep who has every number in their phone or member's number; tell when that is few."""
        records = MemberRecord.objects.all()
        for number in self.numbers:
            records = records.filter(
                Q(digits__contains=number) | Q(digits__contains=dialled(number))
            )
        people = records.values_list("person_id", flat=True)
        found = list(people[: _FEW + 1])
        if len(found) > _FEW:
            return rows.filter(person_id__in=people), self
        return rows.filter(person_id__in=found), replace(self, few=True)
