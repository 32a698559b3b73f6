"""Front door of numbering."""

from congdoan.support.numbering.enums import NumberState, Register
from congdoan.support.numbering.models import Book, Number
from congdoan.support.numbering.rules.refusals import (
    BookClosed,
    BookNotOpenYet,
    NotLate,
    NotReserved,
    NumbersRunAhead,
    NumbersTakenAlready,
    ReservedRemain,
    YearNotOver,
)
from congdoan.support.numbering.selectors.books import (
    numbers_by_type,
    series_of,
    unscoped_books,
    unscoped_numbers,
    unscoped_reserved,
)
from congdoan.support.numbering.services.keeping import (
    MOST_RESERVED,
    choose_series,
    close_books,
    release_number,
    reserve_numbers,
    use_reserved,
)
from congdoan.support.numbering.services.taking import (
    Shelf,
    is_closed,
    take_late,
    take_many,
    take_number,
)

__all__ = [
    "MOST_RESERVED",
    "Book",
    "BookClosed",
    "BookNotOpenYet",
    "NotLate",
    "NotReserved",
    "Number",
    "NumberState",
    "NumbersRunAhead",
    "NumbersTakenAlready",
    "Register",
    "ReservedRemain",
    "Shelf",
    "YearNotOver",
    "choose_series",
    "close_books",
    "is_closed",
    "numbers_by_type",
    "release_number",
    "reserve_numbers",
    "series_of",
    "take_late",
    "take_many",
    "take_number",
    "unscoped_books",
    "unscoped_numbers",
    "unscoped_reserved",
    "use_reserved",
]
