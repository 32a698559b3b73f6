"""What stands in the books; unscoped: the slice that keeps the register says who may look."""

from django.db.models import QuerySet

from congdoan.support.numbering.enums import NumberState
from congdoan.support.numbering.models import Book, Number, SeriesChoice


def series_of(organisation: int, register: str, *, year: int, type_code: str) -> str:
    """Return the series a paper of that type is numbered in: its type's own, or the common one."""
    return type_code if numbers_by_type(organisation, register, year=year) else ""


def numbers_by_type(organisation: int, register: str, *, year: int) -> bool:
    choice = (
        SeriesChoice.objects.filter(
            organisation=organisation, register=register, from_year__lte=year
        )
        .order_by("-from_year")
        .first()
    )
    return choice is not None and choice.by_type


def unscoped_books(organisation: int) -> QuerySet[Book]:
    return Book.objects.filter(organisation=organisation).order_by("-year", "register", "series")


def unscoped_numbers(organisation: int, *, register: str, year: int) -> QuerySet[Number]:
    """Return every line of a year's register, in the order of the book."""
    return (
        Number.objects.filter(
            book__organisation=organisation, book__register=register, book__year=year
        )
        .select_related("book")
        .order_by("book__series", "number", "suffix")
    )


def unscoped_reserved(organisation: int) -> QuerySet[Number]:
    return (
        Number.objects.filter(
            book__organisation=organisation,
            book__closed_at__isnull=True,
            state=NumberState.RESERVED,
        )
        .select_related("book")
        .order_by("book__year", "book__register", "number")
    )
