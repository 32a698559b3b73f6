"""
Two records of one person become one, and two again (ADR 0022).

One record survives; the other stays as an alias that leads to it. Every table with a foreign key
to people is declared (``declare_link``): its rows move, stay, or their slice settles them.
Whoever acts has authorised; audit is the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from congdoan.foundation.hooks import Hook, Veto
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.api import end_sessions
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.enums import Fate
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.rules.links import links
from congdoan.kernel.people.services.journal import (
    Journal,
    Step,
    changed_since,
    model_named,
    take_back,
)
from congdoan.kernel.people.services.offices import OfficeChange, offices_changed

#: What the survivor may take from the other of a person's own facts.
FACTS: dict[str, tuple[str, ...]] = {
    "person.name": ("family_middle", "given_name"),
    "person.gender": ("gender",),
    "person.birth_date": ("birth_date",),
    "person.phone": ("phone",),
    "person.email": ("email",),
}
LOGIN = "login"


class MergeRefused(Refusal):
    """{sentence}"""


class OfficesTangled(Refusal):
    """Hai hồ sơ ghi chức vụ {post} tại một đơn vị thành nhiều đoạn chồng nhau; hãy sửa ngày các chức vụ cho khớp rồi gộp."""  # noqa: E501


class ThemselvesTwice(Refusal):
    """Hai hồ sơ này đã là một người; hãy tải lại trang để xem hồ sơ giữ lại."""


class PartingRefused(Refusal):
    """Không tách lại được vì có phần đã thay đổi sau khi gộp: {things}. Hãy ghi lại các phần đó như lúc gộp rồi tách, hoặc sửa trực tiếp trên hồ sơ giữ lại."""  # noqa: E501


@dataclass
class Merging:
    """Payload of ``merge_refused`` and ``merging``."""

    survivor_id: int
    other_id: int
    #: What the survivor takes from the other: ``person.phone``, ``record.…``, ``sealed.…``.
    taken: frozenset[str] = frozenset()
    #: Memberships that give way on days on which both records are members.
    yielding: frozenset[int] = frozenset()
    journal: Journal = field(default_factory=Journal)

    @property
    def both(self) -> tuple[int, int]:
        return self.survivor_id, self.other_id


@dataclass
class Parting:
    """Payload of ``parting_refused``, ``parting`` and ``parted``."""

    survivor_id: int
    other_id: int
    steps: Sequence[Step]
    #: What a slice remembers between ``parting`` and ``parted``.
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def both(self) -> tuple[int, int]:
        return self.survivor_id, self.other_id


@dataclass(frozen=True)
class RowsGone:
    """Rows about people that may not be kept any more: what merges keep of them goes, too."""

    people: frozenset[int]
    row: str
    keys: frozenset[int]
    #: Rows a merge took away itself are known by what they were (``kind`` = …).
    was: tuple[str, str]
    #: What they are called, as a message id.
    name: str


#: Asked before anything is written: why these two cannot become one yet.
merge_refused: Hook[Merging, Veto] = Hook("people.merge_refused")
#: Slices settle their ``SETTLED`` rows; what they write goes through the journal.
merging: Hook[Merging, None] = Hook("people.merging")
#: Asked before a merge is taken back: what came since stands in the way (in words).
parting_refused: Hook[Parting, list[str]] = Hook("people.parting_refused")
parting: Hook[Parting, None] = Hook("people.parting")
parted: Hook[Parting, None] = Hook("people.parted")
#: Told before rows are erased for good: no way back may bring them again.
rows_gone: Hook[RowsGone, int] = Hook("people.rows_gone")


@transaction.atomic
def merge_people(wanted: Merging) -> list[Step]:
    """
    Let one record survive and lead the other to it; return the steps for the way back.

    :raises ThemselvesTwice: when one of them is an alias already
    :raises MergeRefused: when a slice says why not
    """
    rows = locked(wanted.both)
    if any(row.merged_into_id for row in rows.values()):
        raise ThemselvesTwice
    for veto in merge_refused.ask(wanted):
        raise MergeRefused(sentence=veto.sentence)
    survivor, other = rows[wanted.survivor_id], rows[wanted.other_id]
    moved = _settle_offices(wanted)
    merging.ask(wanted)
    for (label, column), link in links().items():
        if link.fate == Fate.MOVES:
            model = model_named(label)
            found = model._base_manager.filter(**{column: other.pk})  # noqa: SLF001
            key = model._meta.get_field(column).attname  # type: ignore[union-attr]
            wanted.journal.move(found.order_by("pk"), key, survivor.pk)
    _settle_login(wanted, survivor, other)
    _take_facts(wanted, survivor, other)
    wanted.journal.change(other, merged_into_id=survivor.pk)
    tell_offices(moved)
    return wanted.journal.steps


def locked(people: tuple[int, int]) -> dict[int, Person]:
    """Lock both records in the order of their keys: whoever comes second waits, nobody for both."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != len(set(people)) or len(found) == 1:
        raise ThemselvesTwice
    return found


def _settle_offices(wanted: Merging) -> list[Office]:
    """Give the other's offices to the survivor; a post written down for both stands once."""
    rows = Office.objects.select_for_update().filter(person_id=wanted.other_id).order_by("pk")
    moved = []
    for office in rows:
        twins = list(_twins(wanted.survivor_id, office)[:2])
        if len(twins) > 1:
            raise OfficesTangled(post=office.title or office.position)
        if twins:
            _fold_office(wanted.journal, office, twins[0])
        else:
            wanted.journal.change(office, person_id=wanted.survivor_id)
            moved.append(office)
    return moved


def _twins(person: int, office: Office) -> QuerySet[Office]:
    return (
        Office.objects.filter(
            person_id=person, organisation_id=office.organisation_id, position=office.position
        )
        .during(office.valid)
        .order_by("valid", "pk")
    )


def _fold_office(journal: Journal, office: Office, same: Office) -> None:
    """
    Let ``same`` stand for both, from the earlier beginning to the later end.

    What rests on the office that goes (delegations) rests on the one that stays.
    """
    for link in Office._meta.get_fields(include_hidden=True):
        if link.auto_created and not link.concrete:
            field: Any = link.field  # type: ignore[union-attr]
            rows = field.model._base_manager.filter(**{field.name: office})  # noqa: SLF001
            journal.move(rows.order_by("pk"), field.attname, same.pk)
    valid = hull(office, same)
    ends_later = valid != same.valid and valid.upper == office.valid.upper
    journal.delete(office)
    values: dict[str, Any] = {"valid": valid}
    if ends_later:
        values["end_reason"] = office.end_reason
    journal.change(same, **values)


def hull(one: Office, other: Office) -> Any:
    """Return the days from the first of both to the last of both."""
    lower = min(one.valid.lower, other.valid.lower)
    open_ended = one.valid.upper is None or other.valid.upper is None
    upper = None if open_ended else max(one.valid.upper, other.valid.upper)
    return type(one.valid)(lower, upper, "[)")


def _settle_login(wanted: Merging, survivor: Person, other: Person) -> None:
    """One person signs in by one account; the other rests, and wakes when they are parted."""
    if other.user is None:
        return
    kept: User | None = survivor.user
    resting: User | None = other.user
    if kept is None or LOGIN in wanted.taken:
        kept, resting = other.user, survivor.user
        wanted.journal.change(other, user_id=None)
        wanted.journal.change(survivor, user_id=kept.pk)
        if resting is not None:
            wanted.journal.change(other, user_id=resting.pk)
    if resting is not None:
        wanted.journal.change(resting, is_active=False)
        end_sessions(user=resting)


def _take_facts(wanted: Merging, survivor: Person, other: Person) -> None:
    columns = [name for key in FACTS if key in wanted.taken for name in FACTS[key]]
    if not columns:
        return
    values: dict[str, Any] = {name: getattr(other, name) for name in columns}
    wished = Person(**{name: getattr(survivor, name) for names in FACTS.values() for name in names})
    for name, value in values.items():
        setattr(wished, name, value)
    wished.settle_keys()
    wanted.journal.change(survivor, **values, sort_key=wished.sort_key, folded=wished.folded)


def tell_offices(offices: Sequence[Office]) -> None:
    for office in offices:
        offices_changed.ask(OfficeChange(office.pk, office.organisation_id, office.person_id))


def in_the_way(wanted: Parting) -> list[str]:
    """Return in words what keeps two records from being parted again."""
    words = changed_since(wanted.steps)
    for more in parting_refused.ask(wanted):
        words += more
    return list(dict.fromkeys(words))


@transaction.atomic
def part_people(wanted: Parting) -> None:
    """
    Take a merge back: every row it wrote is as before; what was written since stays.

    :raises PartingRefused: when something it wrote has been changed since, with the list of what
    """
    locked(wanted.both)
    things = in_the_way(wanted)
    if things:
        raise PartingRefused(things="; ".join(things[:12]))
    parting.ask(wanted)
    try:
        with transaction.atomic():
            take_back(wanted.steps)
    except IntegrityError:
        raise PartingRefused(things=str(Person._meta.verbose_name)) from None
    parted.ask(wanted)
    tell_offices(list(Office.objects.filter(person_id__in=wanted.both)))
