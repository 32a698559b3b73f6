"""The next number of a book, for one organisation or for thousands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.formats import date_format

from congdoan.foundation.actor import Actor
from congdoan.support.numbering.enums import NumberState, Register
from congdoan.support.numbering.models import Book, Number
from congdoan.support.numbering.rules.refusals import (
    BookClosed,
    BookNotOpenYet,
    NeedsReason,
    NothingBefore,
    NotLate,
    NumbersRunAhead,
    SuffixesUsedUp,
)
from congdoan.support.numbering.rules.suffixes import next_suffix


@dataclass(frozen=True)
class Shelf:
    """Which book: of whom, which register, which series (a type's code, or empty)."""

    organisation_id: int
    register: str
    series: str = ""


#: One statement: who comes second waits here for the first one's transaction, and goes on after it.
_NEXT = """
INSERT INTO numbering_book AS book
  (organisation_id, register, year, series, last_number, last_on, closed_by_name)
VALUES (%(organisation)s, %(register)s, %(year)s, %(series)s, 1, %(on)s, '')
ON CONFLICT (organisation_id, register, year, series) DO UPDATE
  SET last_number = book.last_number + 1, last_on = EXCLUDED.last_on
  WHERE book.closed_at IS NULL AND book.last_on <= EXCLUDED.last_on
RETURNING id, last_number
"""


@transaction.atomic
def take_number(*, actor: Actor, shelf: Shelf, subject: str, on: date, at: datetime) -> Number:
    """
    Take the next number of the book of ``on``'s year.

    :raises BookClosed, BookNotOpenYet, NumbersRunAhead: when the book does not take that day
    """
    book, number = advance(shelf, on=on, at=at)
    return written(book, number, actor=actor, subject=subject, on=on, at=at)


def advance(shelf: Shelf, *, on: date, at: datetime) -> tuple[int, int]:
    _refuse_wrong_year(shelf, on=on, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            _NEXT,
            {
                "organisation": shelf.organisation_id,
                "register": shelf.register,
                "year": on.year,
                "series": shelf.series,
                "on": on,
            },
        )
        found: tuple[int, int] | None = cursor.fetchone()
    if found is None:
        _refuse(shelf, on)
        message = "The book refused and would not say why"
        raise RuntimeError(message)
    return found


def _refuse_wrong_year(shelf: Shelf, *, on: date, at: datetime) -> None:
    today = at.date()
    if on > today:
        raise BookNotOpenYet(day=date_format(on, "SHORT_DATE_FORMAT"))
    if on.year < today.year and is_closed(shelf.organisation_id, on.year):
        raise BookClosed(year=on.year)


def is_closed(organisation: int, year: int) -> bool:
    """Tell whether the unit closed its books of a year."""
    return Book.objects.filter(
        organisation=organisation, year=year, closed_at__isnull=False
    ).exists()


def _book(shelf: Shelf, year: int) -> Book | None:
    return (
        Book.objects.select_for_update(of=("self",))
        .filter(
            organisation=shelf.organisation_id,
            register=shelf.register,
            year=year,
            series=shelf.series,
        )
        .first()
    )


def _refuse(shelf: Shelf, on: date) -> None:
    book = _book(shelf, on.year)
    if book is not None and book.closed_at is not None:
        raise BookClosed(year=on.year)
    if book is not None:
        raise NumbersRunAhead(
            number=f"{book.last_number:02d}", day=date_format(book.last_on, "SHORT_DATE_FORMAT")
        )


def written(
    book: int,
    number: int,
    *,
    actor: Actor,
    subject: str,
    on: date,
    at: datetime,
    state: str = NumberState.TAKEN,
    reason: str = "",
    suffix: str = "",
) -> Number:
    return Number.objects.create(
        book_id=book,
        number=number,
        suffix=suffix,
        state=state,
        dated_on=on,
        subject=subject,
        reason=reason,
        taken_at=at,
        taken_by_name=actor.name,
    )


@transaction.atomic
def take_late(
    *, actor: Actor, shelf: Shelf, subject: str, on: date, reason: str, at: datetime
) -> Number:
    """
    Enter late what belongs to an earlier day: 05a stands between 05 and 06.

    :raises NeedsReason, BookClosed, NotLate, NothingBefore, SuffixesUsedUp: when it cannot be
    """
    if not reason:
        raise NeedsReason
    _refuse_wrong_year(shelf, on=on, at=at)
    book = _book(shelf, on.year)
    if book is not None and book.closed_at is not None:
        raise BookClosed(year=on.year)
    day = date_format(on, "SHORT_DATE_FORMAT")
    if book is None or book.last_on <= on:
        raise NotLate(day=day)
    plain = Number.objects.filter(book=book, suffix="", dated_on__lte=on)
    before = plain.order_by("-number").first()
    if before is None:
        raise NothingBefore(day=day)
    of_it = Number.objects.filter(book=book, number=before.number).order_by("-suffix")
    suffix = next_suffix(of_it.values_list("suffix", flat=True)[0])
    if not suffix:
        raise SuffixesUsedUp(number=f"{before.number:02d}")
    return written(
        book.pk,
        before.number,
        actor=actor,
        subject=subject,
        on=on,
        at=at,
        reason=reason,
        suffix=suffix,
    )


#: All books in the order of their organisations: two sendings at once never wait crosswise.
_NEXT_OF_MANY = """
WITH books AS (
  INSERT INTO numbering_book AS book
    (organisation_id, register, year, series, last_number, last_on, closed_by_name)
  SELECT asked.id, %(register)s, %(year)s, '', 1, %(on)s, ''
  FROM unnest(%(organisations)s::bigint[]) AS asked (id) ORDER BY asked.id
  ON CONFLICT (organisation_id, register, year, series) DO UPDATE
    SET last_number = book.last_number + 1, last_on = greatest(book.last_on, EXCLUDED.last_on)
  RETURNING id, organisation_id, last_number
), numbers AS (
  INSERT INTO numbering_number
    (book_id, number, suffix, state, dated_on, subject, reason, taken_at, taken_by_name)
  SELECT id, last_number, '', 'TAKEN', %(on)s, %(subject)s, '', %(at)s, %(by)s FROM books
  RETURNING id, book_id, number
)
SELECT books.organisation_id, numbers.id, numbers.number
FROM numbers JOIN books ON books.id = numbers.book_id ORDER BY books.organisation_id
"""


@transaction.atomic
def take_many(
    *,
    actor: Actor,
    organisations: Iterable[int],
    register: Register,
    subject: str,
    on: date,
    at: datetime,
) -> list[tuple[int, int, int]]:
    """
    Take the next number of today's common series in the books of many: (organisation, key, number).

    One statement, however many. Books of a running year are open: they close after its end.
    """
    values: dict[str, Any] = {
        "organisations": sorted(set(organisations)),
        "register": register.value,
        "year": on.year,
        "on": on,
        "subject": subject,
        "at": at,
        "by": actor.name,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_OF_MANY, values)
        found: list[tuple[int, int, int]] = cursor.fetchall()
        return found
