"""The books as they are printed: the columns of Decree 30/2020."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from congdoan.areas.documents.enums import IncomingState
from congdoan.areas.documents.models import Document, Incoming, Receiver
from congdoan.areas.documents.selectors.types import titled, type_label
from congdoan.foundation.templatetags.ui import day
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.numbering.api import (
    Book,
    Number,
    NumberState,
    Register,
    unscoped_books,
    unscoped_numbers,
)

#: Receivers written out in one line of the book; the others are counted.
_NAMED = 3


@dataclass(frozen=True)
class Shelved:
    """A year's register: its books together."""

    register: str
    label: str
    year: int
    numbers: int
    closed: bool

    @property
    def slug(self) -> str:
        return self.register.lower()


@dataclass(frozen=True)
class Rows:
    heads: list[str]
    lines: list[list[str]]
    #: Proportions of the columns on paper.
    widths: tuple[float, ...]


def books_of(unit: Organisation, *, on: date) -> list[Shelved]:
    """Return the unit's registers by year, newest first; those of the running year always."""
    found: dict[tuple[int, str], list[Book]] = {
        (on.year, register.value): [] for register in Register
    }
    for book in unscoped_books(unit.pk):
        found.setdefault((book.year, book.register), []).append(book)
    return [
        Shelved(
            register,
            str(Register(register).label),
            year,
            sum(book.last_number for book in books),
            bool(books) and all(book.closed_at for book in books),
        )
        for (year, register), books in sorted(found.items(), key=lambda one: -one[0][0])
    ]


def register_rows(unit: Organisation, register: Register, year: int) -> Rows:
    numbers = list(unscoped_numbers(unit.pk, register=register, year=year))
    if register == Register.INCOMING:
        return _incoming(numbers, unit)
    return _outgoing(numbers, unit, year)


def _unused(number: Number) -> str:
    """Return what stands at a number nobody has used: kept free, or let go."""
    if number.state == NumberState.TAKEN:
        return ""
    return f"({NumberState(number.state).label}: {number.reason})"


def _incoming(numbers: list[Number], unit: Organisation) -> Rows:
    known = {
        one.number_id: one
        for one in Incoming.objects.filter(organisation=unit, number__in=numbers).prefetch_related(
            "routings__person"
        )
    }
    lines = []
    for number in numbers:
        one = known.get(number.pk)
        if one is None:
            lines.append(
                [day(number.dated_on), number.text, "", "", "", _unused(number), "", "", "", ""]
            )
            continue
        name = type_label(one.type, on=one.dated_on or one.arrived_on)
        assigned = list(one.routings.all())
        lines.append(
            [
                day(one.arrived_on),
                number.text,
                one.sender_name,
                one.symbol,
                day(one.dated_on) if one.dated_on else "",
                titled(name, one.subject).strip(),
                ", ".join(each.person.full_name for each in assigned),
                day(assigned[0].at.date()) if assigned else "",
                one.accepted_by_name,
                _note(one),
            ]
        )
    heads = [
        _("Ngày đến"), _("Số đến"), _("Nơi gửi"), _("Số, ký hiệu"), _("Ngày văn bản"),
        _("Tên loại và trích yếu"), _("Đơn vị, người nhận"), _("Ngày chuyển"), _("Ký nhận"),
        _("Ghi chú"),
    ]  # fmt: skip
    return Rows(heads, lines, (8, 5, 15, 10, 8, 26, 11, 8, 10, 9))


def _note(one: Incoming) -> str:
    marks = [one.get_state_display()] if one.state != IncomingState.REGISTERED else []
    if one.secrecy:
        marks.append(one.get_secrecy_display())
    return "; ".join([*marks, one.note] if one.note else marks)


def _outgoing(numbers: list[Number], unit: Organisation, year: int) -> Rows:
    rows = Document.objects.filter(organisation=unit, number__in=numbers)
    known = {one.number_id: one for one in rows}
    receivers = _receivers([one.pk for one in known.values()], date(year, 12, 31))
    lines = []
    for number in numbers:
        one = known.get(number.pk)
        if one is None:
            lines.append(
                [number.text, day(number.dated_on), _unused(number), "", "", "", "", "", "", ""]
            )
            continue
        name = type_label(one.type, on=one.issued_on or number.dated_on)
        lines.append(
            [
                one.symbol,
                day(one.issued_on),
                titled(name, one.subject),
                one.signer_name,
                receivers.get(one.pk, ""),
                one.keeper,
                str(one.copies),
                day(one.sent_at.date()) if one.sent_at else "",
                one.sent_by_name,
                _state_note(one, number),
            ]
        )
    heads = [
        _("Số, ký hiệu"), _("Ngày"), _("Tên loại và trích yếu"), _("Người ký"), _("Nơi nhận"),
        _("Người giữ bản lưu"), _("Số bản"), _("Ngày chuyển"), _("Ký nhận"), _("Ghi chú"),
    ]  # fmt: skip
    return Rows(heads, lines, (11, 8, 26, 11, 16, 9, 5, 8, 10, 9))


def _state_note(one: Document, number: Number) -> str:
    told = one.state in ("CORRECTED", "REPLACED", "RECALLED")
    marks = [one.get_state_display()] if told else []
    return "; ".join([*marks, *([number.reason] if number.suffix else []), one.note]).strip("; ")


def _receivers(documents: list[int], on: date) -> dict[int, str]:
    """Return receivers in words: the first by name, then how many there are."""
    counts = dict(
        Receiver.objects.filter(document__in=documents)
        .values_list("document")
        .annotate(Count("pk"))
        .order_by()
    )
    few: dict[int, list[tuple[int | None, str]]] = {}
    rows = Receiver.objects.filter(document__in=[pk for pk, n in counts.items() if n <= _NAMED])
    for document, organisation, name in rows.values_list("document", "organisation", "name"):
        few.setdefault(document, []).append((organisation, name))
    known = names([pk for one in few.values() for pk, _name in one if pk], on=on)
    return {
        pk: ", ".join(known.get(unit or 0, name) for unit, name in few[pk])
        if pk in few
        else _("%(n)s nơi nhận") % {"n": count}
        for pk, count in counts.items()
    }
