"""What the exchange of documents asks (liên thông): receivers by address, words of a document."""

from datetime import date

from django.db.models import QuerySet

from congdoan.areas.documents.enums import Channel
from congdoan.areas.documents.models import Document, Receiver
from congdoan.areas.documents.selectors.types import all_types, pattern_of, type_label


def unscoped_exchanged_receivers(document: Document) -> QuerySet[Receiver]:
    """Return who gets it by exchange; the address is a mã định danh."""
    rows = document.receivers.select_related("document__organisation")
    return rows.filter(organisation=None, channel=Channel.GATEWAY).order_by("pk")


def type_words(document: Document) -> tuple[str, str]:
    """Return the name and the abbreviation of a document's type on its day."""
    day = document.issued_on or document.drafted_at.date()
    return type_label(document.type, on=day), pattern_of(document.type, on=day)[1]


def type_named(name: str, *, on: date) -> str:
    """Return the code of the type a package names; "" where the catalogue has none."""
    wanted = name.strip().casefold()
    return next((code for code, label in all_types(on=on) if label.casefold() == wanted), "")
