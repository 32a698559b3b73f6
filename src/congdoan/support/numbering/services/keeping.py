"""Reserving, releasing, closing, choosing the series."""

from datetime import date, datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.support.numbering.enums import NumberState
from congdoan.support.numbering.models import Book, Number, SeriesChoice
from congdoan.support.numbering.rules.refusals import (
    BookClosed,
    NeedsReason,
    NotReserved,
    NumbersTakenAlready,
    ReservedRemain,
    TooManyAtOnce,
    YearNotOver,
)
from congdoan.support.numbering.services.taking import Shelf, advance, is_closed, written

#: More reserved in one go is a wish for a series of one's own, not for some numbers.
MOST_RESERVED = 20


@transaction.atomic
def reserve_numbers(
    *, actor: Actor, shelf: Shelf, count: int, reason: str, on: date, at: datetime
) -> list[Number]:
    """
    Keep the next numbers free for papers still to come.

    :raises NeedsReason, TooManyAtOnce: and what ``take_number`` refuses
    """
    if not reason:
        raise NeedsReason
    if not 1 <= count <= MOST_RESERVED:
        raise TooManyAtOnce(most=MOST_RESERVED)
    made = []
    for _turn in range(count):
        book, number = advance(shelf, on=on, at=at)
        made.append(
            written(
                book,
                number,
                actor=actor,
                subject="",
                on=on,
                at=at,
                state=NumberState.RESERVED,
                reason=reason,
            )
        )
    return made


def _held(number: int) -> Number:
    """Return a reserved number, locked after its book: closing takes the book first, too."""
    found = Number.objects.filter(pk=number).values_list("book_id", flat=True).first()
    book = Book.objects.select_for_update(of=("self",)).filter(pk=found or 0).first()
    row = Number.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if row is None or book is None or row.state != NumberState.RESERVED:
        raise NotReserved(number=row.text if row else "")
    if book.closed_at is not None:
        raise BookClosed(year=book.year)
    return row


@transaction.atomic
def use_reserved(*, actor: Actor, number: int, subject: str, at: datetime) -> Number:
    """:raises NotReserved, BookClosed: when it is not kept free any more."""
    row = _held(number)
    row.state, row.subject = NumberState.TAKEN, subject
    row.taken_at, row.taken_by_name = at, actor.name
    row.save(update_fields=["state", "subject", "taken_at", "taken_by_name"])
    return row


@transaction.atomic
def release_number(*, actor: Actor, number: int, reason: str, at: datetime) -> Number:
    """
    Say that a reserved number stays unused: it stays in the book with the reason.

    :raises NeedsReason, NotReserved, BookClosed: when it cannot be
    """
    if not reason:
        raise NeedsReason
    row = _held(number)
    row.state, row.reason = NumberState.RELEASED, reason
    row.taken_at, row.taken_by_name = at, actor.name
    row.save(update_fields=["state", "reason", "taken_at", "taken_by_name"])
    return row


@transaction.atomic
def close_books(*, actor: Actor, organisation: int, year: int, at: datetime) -> int:
    """
    Close all books of a year that is over; return how many.

    :raises YearNotOver, ReservedRemain: before its end, or while numbers are kept free
    """
    if at.date().year <= year:
        raise YearNotOver(year=year)
    books = list(
        Book.objects.select_for_update(of=("self",))
        .filter(organisation=organisation, year=year, closed_at__isnull=True)
        .order_by("pk")
    )
    kept = Number.objects.filter(book__in=books, state=NumberState.RESERVED).count()
    if kept:
        raise ReservedRemain(count=kept, year=year)
    return Book.objects.filter(pk__in=[book.pk for book in books]).update(
        closed_at=at, closed_by_name=actor.name
    )


@transaction.atomic
def choose_series(*, organisation: int, register: str, from_year: int, by_type: bool) -> None:
    """
    Number each type by itself, or all in one series, from a year on.

    :raises NumbersTakenAlready: when that year's book was begun; one year has one way
    """
    begun = Book.objects.filter(organisation=organisation, register=register, year__gte=from_year)
    if begun.exists() or is_closed(organisation, from_year):
        raise NumbersTakenAlready(year=from_year)
    SeriesChoice.objects.update_or_create(
        organisation_id=organisation,
        register=register,
        from_year=from_year,
        defaults={"by_type": by_type},
    )
