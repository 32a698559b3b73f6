"""The rows of an exported list of members."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from congdoan.areas.members import policies
from congdoan.areas.members.forms.register import COLUMNS, PRIVATE, MemberFilter
from congdoan.areas.members.models import MemberExport, MemberRecord, Membership
from congdoan.areas.members.selectors.register import Listed, members_listed, unscoped_members
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.support.rendering.api import (
    Align,
    IssuingBody,
    OfficialDocument,
    ProfileCode,
    Table,
    to_pdf,
)

_AT_ONCE = 2000


class Private(NamedTuple):
    """What only a file shows of a person, and its log names."""

    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    address_current: str = ""


Cells = Callable[[Listed, Private], Any]
_NOTHING = Private()
_PRIVATE: dict[str, Cells] = {
    "birth_date": lambda _row, private: private.birth_date,
    "phone": lambda _row, private: private.phone,
    "email": lambda _row, private: private.email,
    "address_current": lambda _row, private: private.address_current,
}


def list_content(actor: Actor, export: MemberExport) -> tuple[list[str], Iterator[list[str]]]:
    """Return heads and rows (read as they are taken) of a list, as ``actor`` may see it."""
    unit = export.organisation
    rows = _narrowed(actor, unit, export.query, below=export.below, on=export.as_of)
    ordered = rows.order_by("sort_key", "pk").values_list("pk", flat=True)
    readers = _readers(export.columns)
    heads = [str(label) for label, _read in readers]
    private = bool(set(export.columns) & set(_PRIVATE))
    return heads, _lines(list(ordered), readers, on=export.as_of, private=private)


def listed_cells(
    actor: Actor,
    unit: Organisation,
    query: str,
    *,
    columns: Sequence[str],
    on: date,
    fits: Callable[[int], None],
) -> tuple[list[str], list[list[str]]]:
    """
    Return heads and rows of the unit's own members, narrowed by a saved filter.

    ``fits`` hears how many there are before any is read, and may refuse.
    """
    rows = _narrowed(actor, unit, query, below=False, on=on)
    fits(rows.count())
    ordered = rows.order_by("sort_key", "pk").values_list("pk", flat=True)
    readers = _readers(columns)
    heads = [str(label) for label, _read in readers]
    return heads, list(_lines(list(ordered), readers, on=on, private=True))


def list_length(actor: Actor, unit: Organisation, *, query: str, below: bool) -> int:
    """Return how many rows a list would have."""
    return _narrowed(actor, unit, query, below=below, on=actor.as_of).count()


def _narrowed(
    actor: Actor, unit: Organisation, query: str, *, below: bool, on: date
) -> QuerySet[Membership]:
    asked = QueryDict(query)
    form = MemberFilter(asked, actor=actor)
    restricted = not below and actor.may(policies.RESTRICTED, on=unit)
    form.offer(below=below, restricted=restricted, on=on)
    rows = unscoped_members(unit, below=below, on=on, state=asked.get("state") or "")
    return form.narrow(rows)


def list_paper(
    export: MemberExport, heads: list[str], rows: list[list[str]], at: datetime
) -> bytes:
    """Return the list on A4 sheets, numbered, with its day and how many people stand in it."""
    unit = name_of(export.organisation, on=export.as_of)
    numbered = [[str(place), *row] for place, row in enumerate(rows, start=1)]
    widths = [0.6, *(2.4 if place == 0 else 1.5 for place in range(len(heads)))]
    aligns = [Align.CENTRE, *[Align.LEFT] * len(heads)]
    day = f"{export.as_of:%d/%m/%Y}"
    below = ", cả cấp dưới" if export.below else ""
    document = OfficialDocument(
        bodies=[IssuingBody(unit.upper())],
        type_name="DANH SÁCH",
        subject=f"đoàn viên ngày {day}{below} ({len(rows)} người)",
        profile=ProfileCode.UNION,
        dated=export.as_of,
        bases=[],
        body=[Table(["TT", *heads], numbered, widths, aligns)],
        signatures=[],
        recipients=[],
        landscape=True,
    )
    return to_pdf(document, created_at=at)


def _readers(codes: Sequence[str]) -> list[tuple[str | Promise, Cells]]:
    found: list[tuple[str | Promise, Cells]] = []
    for one in COLUMNS:
        if one.code == "name" or (one.code in codes and one.code not in PRIVATE):
            read = one.reader()
            found.append((one.label, lambda row, _private, read=read: read(row)))  # type: ignore[misc]
    return [*found, *((label, _PRIVATE[code]) for code, label in PRIVATE.items() if code in codes)]


def _lines(
    keys: Sequence[int],
    readers: Sequence[tuple[str | Promise, Cells]],
    *,
    on: date,
    private: bool,
) -> Iterator[list[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        chunk = list(keys[start : start + _AT_ONCE])
        by_key = {row.pk: row for row in members_listed(chunk, on=on)}
        # Only private columns need more than the list holds.
        known = _private_facts([row.person_id for row in by_key.values()]) if private else {}
        for key in chunk:
            row = by_key.get(key)
            if row is None:  # taken back while the list was read
                continue
            facts = known.get(row.person_id, _NOTHING)
            yield [_text(read(row, facts)) for _label, read in readers]


def _private_facts(people: Sequence[int]) -> dict[int, Private]:
    """Return them by person: four columns, since whole models take longer than all the rest."""
    records = MemberRecord.objects.filter(pk__in=people)
    addresses = dict(records.values_list("pk", "address_current"))
    found = Person.objects.filter(pk__in=people).values_list("pk", "birth_date", "phone", "email")
    return {
        pk: Private(born, phone, email, addresses.get(pk, "")) for pk, born, phone, email in found
    }


def _text(found: Any) -> str:
    if hasattr(found, "strftime"):
        return f"{found:%d/%m/%Y}"
    return "" if found in {None, "—"} else str(found)
