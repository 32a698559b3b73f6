"""The rows of an exported list of members."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from congdoan.areas.members import policies
from congdoan.areas.members.forms.register import COLUMNS, PRIVATE, MemberFilter
from congdoan.areas.members.models import MemberExport, MemberRecord
from congdoan.areas.members.selectors.register import Listed, members_listed, unscoped_members
from congdoan.foundation.actor import Actor
from congdoan.kernel.people.models import Person

_AT_ONCE = 2000

Cells = Callable[[Listed, Person, MemberRecord | None], Any]

_PRIVATE: dict[str, Cells] = {
    "birth_date": lambda _row, person, _record: person.birth_date,
    "phone": lambda _row, person, _record: person.phone,
    "email": lambda _row, person, _record: person.email,
    "address_current": lambda _row, _person, record: record.address_current if record else "",
}


def list_content(actor: Actor, export: MemberExport) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of a list that was asked for, as ``actor`` may see it."""
    unit = export.organisation
    asked = QueryDict(export.query)
    form = MemberFilter(asked, actor=actor)
    restricted = not export.below and actor.may(policies.RESTRICTED, on=unit)
    form.offer(below=export.below, restricted=restricted, on=export.as_of)
    state = asked.get("state") or ""
    rows = unscoped_members(unit, below=export.below, on=export.as_of, state=state)
    ordered = form.narrow(rows).order_by("sort_key", "pk").values_list("pk", flat=True)
    readers = _readers(export.columns)
    heads = [str(label) for label, _read in readers]
    return heads, list(_lines(list(ordered), readers, export))


def _readers(codes: Sequence[str]) -> list[tuple[str | Promise, Cells]]:
    found: list[tuple[str | Promise, Cells]] = []
    for one in COLUMNS:
        if one.code == "name" or (one.code in codes and one.code not in PRIVATE):
            read = one.reader()
            found.append((one.label, lambda row, _person, _record, read=read: read(row)))  # type: ignore[misc]
    return [*found, *((label, _PRIVATE[code]) for code, label in PRIVATE.items() if code in codes)]


def _lines(
    keys: Sequence[int], readers: Sequence[tuple[str | Promise, Cells]], export: MemberExport
) -> Iterator[list[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        chunk = list(keys[start : start + _AT_ONCE])
        by_key = {row.pk: row for row in members_listed(chunk, on=export.as_of)}
        people_ids = [row.person_id for row in by_key.values()]
        people = Person.objects.in_bulk(people_ids)
        records = MemberRecord.objects.in_bulk(people_ids)
        for key in chunk:
            row = by_key[key]
            person = people[row.person_id]
            yield [_text(read(row, person, records.get(row.person_id))) for _label, read in readers]


def _text(found: Any) -> str:
    if hasattr(found, "strftime"):
        return f"{found:%d/%m/%Y}"
    return "" if found in {None, "—"} else str(found)
