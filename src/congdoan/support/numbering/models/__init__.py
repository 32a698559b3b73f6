from congdoan.support.numbering.models.book import Book, SeriesChoice
from congdoan.support.numbering.models.number import Number

__all__ = ["Book", "Number", "SeriesChoice"]
