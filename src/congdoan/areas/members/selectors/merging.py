"""Two records side by side: what each holds, where they differ; unscoped, for ``duplicates``."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.areas.members.models import (
    Discipline,
    MemberRecord,
    Membership,
    MemberWork,
    Pause,
    SealedFact,
    Transfer,
)
from congdoan.foundation.valid_time import overlap

_LEFT_OUT = {"person", "digits", "revision"}
#: What the survivor may take from the other's record.
RECORD_FIELDS = tuple(
    one.name for one in MemberRecord._meta.concrete_fields if one.name not in _LEFT_OUT
)
_COUNTED = (Pause, MemberWork, Discipline, Transfer)


@dataclass(slots=True)
class Overlap:
    """Days on which both records are members somewhere; one of the two must give way."""

    mine: Membership
    theirs: Membership
    days: DateRange

    @property
    def same_unit(self) -> bool:
        return self.mine.organisation_id == self.theirs.organisation_id

    def yields(self, yielding: Collection[int]) -> Membership | None:
        """Return which of the two gives way; None: nobody has said so."""
        if self.same_unit:
            later = self.mine.valid.lower > self.theirs.valid.lower
            return self.mine if later else self.theirs
        chosen = [row for row in (self.mine, self.theirs) if row.pk in yielding]
        return chosen[0] if len(chosen) == 1 else None


def overlaps(mine: Iterable[Membership], theirs: Iterable[Membership]) -> list[Overlap]:
    others = list(theirs)
    return [
        Overlap(one, other, days)
        for one in mine
        for other in others
        if (days := overlap(one.valid, other.valid)) is not None
    ]


@dataclass(slots=True)
class Holdings:
    """What one record holds of members' data."""

    memberships: list[Membership] = field(default_factory=list)
    #: Column → value as shown.
    record: dict[str, Any] = field(default_factory=dict)
    #: Kind → token: equal or not is told without opening any.
    sealed: dict[str, str] = field(default_factory=dict)
    #: Table name in words → how many rows.
    counts: dict[str, int] = field(default_factory=dict)


def unscoped_holdings(person: int) -> Holdings:
    kept = MemberRecord.objects.filter(person_id=person).first()
    stays = Membership.objects.filter(person_id=person).order_by("valid")
    counted = {
        str(model._meta.verbose_name): model._base_manager.filter(person_id=person).count()  # noqa: SLF001
        for model in _COUNTED
    }
    return Holdings(
        list(stays.select_related("organisation")),
        {name: _shown(kept, name) for name in RECORD_FIELDS} if kept else {},
        dict(SealedFact.objects.filter(person_id=person).values_list("kind", "token")),
        {name: number for name, number in counted.items() if number},
    )


def _shown(kept: MemberRecord, name: str) -> Any:
    display = getattr(kept, f"get_{name}_display", None)
    return str(display()) if display else getattr(kept, name)


def record_labels() -> dict[str, str]:
    fields = MemberRecord._meta
    return {name: str(fields.get_field(name).verbose_name) for name in RECORD_FIELDS}  # type: ignore[union-attr]


def unscoped_overlaps(one: int, other: int) -> list[Overlap]:
    rows = Membership.objects.filter(person_id__in=(one, other)).select_related("organisation")
    found = list(rows.order_by("valid"))
    return overlaps(
        (row for row in found if row.person_id == one),
        (row for row in found if row.person_id == other),
    )
