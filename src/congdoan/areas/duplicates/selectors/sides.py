"""Two records side by side: what each holds and where they differ."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from congdoan.areas.duplicates.models import Pair
from congdoan.areas.members.api import (
    Holdings,
    Overlap,
    SealedKind,
    record_labels,
    unscoped_holdings,
    unscoped_overlaps,
)
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.api import FACTS, LOGIN, office_title
from congdoan.kernel.people.models import Office, Person

#: Shown to whoever decides without a purpose; the rest is told apart, and shown for a purpose.
OPEN_FACTS = frozenset({"person.name", "person.gender", LOGIN})


@dataclass
class Line:
    """One fact of both: what it is, what each holds, and whether they differ."""

    code: str
    label: str
    one: Any = ""
    other: Any = ""
    #: Encrypted: told apart by tokens, opened by nobody here.
    sealed: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.one) and bool(self.other) and self.one != self.other

    @property
    def private(self) -> bool:
        return self.code not in OPEN_FACTS

    @property
    def only(self) -> str:
        """Return which side alone has it."""
        if bool(self.one) == bool(self.other):
            return ""
        return "one" if self.one else "other"


@dataclass
class Stay:
    unit: str
    valid: DateRange
    category: str


@dataclass
class Side:
    """One of the two records."""

    person: Person
    birth_year: int | None
    unit: str
    stays: list[Stay] = field(default_factory=list)
    #: (title, unit, days)
    offices: list[tuple[str, str, DateRange]] = field(default_factory=list)
    login: str = ""
    login_rests: bool = False
    counts: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Clash:
    """Days on which both are members of different units: somebody must say which counts."""

    code: str
    one_id: int
    other_id: int
    one: str
    other: str
    days: DateRange


@dataclass
class Compared:
    one: Side
    other: Side
    lines: list[Line]
    clashes: list[Clash]


def compare_sides(pair: Pair, *, on: date) -> Compared:
    held = {pk: unscoped_holdings(pk) for pk in (pair.one_id, pair.other_id)}
    offices = list(Office.objects.filter(person_id__in=held).order_by("valid"))
    shared = [one for one in unscoped_overlaps(pair.one_id, pair.other_id) if not one.same_unit]
    units = {row.organisation_id for one in held.values() for row in one.memberships}
    called = names(units | {row.organisation_id for row in offices}, on=on)
    one, other = (
        _side(person, held[person.pk], offices, called) for person in (pair.one, pair.other)
    )
    lines = [
        *_person_lines(pair.one, pair.other),
        *_record_lines(held[pair.one_id], held[pair.other_id]),
        *_sealed_lines(held[pair.one_id], held[pair.other_id]),
    ]
    if one.login and other.login:
        lines.append(Line(LOGIN, _("Tài khoản đăng nhập"), one.login, other.login))
    return Compared(one, other, lines, [_clash(found, called) for found in shared])


def _side(person: Person, held: Holdings, offices: list[Office], called: dict[int, str]) -> Side:
    born = [row.birth_year for row in held.memberships if row.birth_year]
    last = held.memberships[-1] if held.memberships else None
    own = [row for row in offices if row.person_id == person.pk]
    place = last.organisation_id if last else (own[-1].organisation_id if own else 0)
    user = person.user
    return Side(
        person,
        person.birth_date.year if person.birth_date else (born[-1] if born else None),
        called.get(place, ""),
        [
            Stay(called.get(row.organisation_id, ""), row.valid, str(row.get_category_display()))
            for row in held.memberships
        ],
        [(office_title(row), called.get(row.organisation_id, ""), row.valid) for row in own],
        user.username if user else "",
        user is not None and not user.is_active,
        list(held.counts.items()),
    )


def _person_lines(one: Person, other: Person) -> list[Line]:
    labels = {
        "person.name": _("Họ tên"),
        "person.gender": _("Giới tính"),
        "person.birth_date": _("Ngày sinh"),
        "person.phone": _("Điện thoại"),
        "person.email": _("Thư điện tử"),
    }
    return [Line(code, labels[code], _fact(one, code), _fact(other, code)) for code in FACTS]


def _fact(person: Person, code: str) -> Any:
    if code == "person.name":
        return person.full_name
    if code == "person.gender":
        return str(person.get_gender_display()) if person.gender else ""
    if code == "person.birth_date":
        return person.birth_date.strftime("%d/%m/%Y") if person.birth_date else ""
    return getattr(person, FACTS[code][0])


def _record_lines(one: Holdings, other: Holdings) -> list[Line]:
    return [
        Line(
            f"record.{name}",
            label[:1].upper() + label[1:],
            _shown(one.record.get(name)),
            _shown(other.record.get(name)),
        )
        for name, label in record_labels().items()
        if one.record.get(name) or other.record.get(name)
    ]


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value or "")


def _sealed_lines(one: Holdings, other: Holdings) -> list[Line]:
    labels = dict(SealedKind.choices)
    return [
        Line(
            f"sealed.{kind}",
            str(labels[kind])[:1].upper() + str(labels[kind])[1:],
            one.sealed.get(kind, ""),
            other.sealed.get(kind, ""),
            sealed=True,
        )
        for kind in SealedKind.values
        if kind in one.sealed or kind in other.sealed
    ]


def _clash(found: Overlap, called: dict[int, str]) -> Clash:
    mine, theirs = found.mine, found.theirs
    return Clash(
        f"clash-{mine.pk}-{theirs.pk}",
        mine.pk,
        theirs.pk,
        called.get(mine.organisation_id, ""),
        called.get(theirs.organisation_id, ""),
        found.days,
    )
