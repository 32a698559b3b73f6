"""The front door of restructuring."""

from congdoan.areas.restructuring.letters.offering import Offer, document_of, left_out, offers
from congdoan.areas.restructuring.letters.report import report_book
from congdoan.areas.restructuring.policies import PRINT
from congdoan.areas.restructuring.rules.acts import PaperKind
from congdoan.areas.restructuring.selectors.facts import Dossier
from congdoan.areas.restructuring.selectors.matters import Matter, MattersAsked, matters
from congdoan.areas.restructuring.selectors.reading import (
    NoPapers,
    batch_papers,
    event_dossier,
    sheet_dossier,
)

__all__ = [
    "PRINT",
    "Dossier",
    "Matter",
    "MattersAsked",
    "NoPapers",
    "Offer",
    "PaperKind",
    "batch_papers",
    "document_of",
    "event_dossier",
    "left_out",
    "matters",
    "offers",
    "report_book",
    "sheet_dossier",
]
