from congdoan.areas.documents.models import Document
from congdoan.support.numbering.api import Shelf, series_of


def shelf_of(document: Document, *, year: int) -> Shelf:
    """Return the book a document is numbered in."""
    unit, register = document.organisation_id, document.register
    series = series_of(unit, register, year=year, type_code=document.type)
    return Shelf(unit, register, series)
