"""The front door of restructuring."""

from congdoan.areas.restructuring.letters.offering import Offer, document_of, left_out, offers
from congdoan.areas.restructuring.letters.report import report_book
from congdoan.areas.restructuring.policies import FOUND, HAND_OVER, PRINT
from congdoan.areas.restructuring.rules.acts import PaperKind
from congdoan.areas.restructuring.rules.employers import Verdict
from congdoan.areas.restructuring.selectors.employer_links import employer_page, founding_page
from congdoan.areas.restructuring.selectors.employers import (
    Employer,
    employers_of,
    unscoped_employers,
)
from congdoan.areas.restructuring.selectors.facts import Dossier
from congdoan.areas.restructuring.selectors.founding_at import unscoped_foundings_at
from congdoan.areas.restructuring.selectors.hand_over import visible_hand_overs
from congdoan.areas.restructuring.selectors.matters import Matter, MattersAsked, matters
from congdoan.areas.restructuring.selectors.reading import (
    NoPapers,
    batch_papers,
    event_dossier,
    sheet_dossier,
)
from congdoan.areas.restructuring.services.founding import (
    FoundingData,
    accept_dossier,
    count_applications,
    drop_founding,
    hold_congress,
    hold_first_meeting,
    refuse_founding,
    send_dossier,
    start_founding,
)
from congdoan.areas.restructuring.services.founding_dossier import add_paper, add_seat
from congdoan.areas.restructuring.services.hand_over import (
    ItemData,
    Minutes,
    ReceiptData,
    add_item,
    close_history,
    mark_many,
    mark_steps,
    note_receipt,
    refund_receipt,
    write_minutes,
)
from congdoan.areas.restructuring.services.recognising import (
    Recognition,
    hold_election,
    recognise_founding,
    settle_in,
)

__all__ = [
    "FOUND",
    "HAND_OVER",
    "PRINT",
    "Dossier",
    "Employer",
    "FoundingData",
    "ItemData",
    "Matter",
    "MattersAsked",
    "Minutes",
    "NoPapers",
    "Offer",
    "PaperKind",
    "ReceiptData",
    "Recognition",
    "Verdict",
    "accept_dossier",
    "add_item",
    "add_paper",
    "add_seat",
    "batch_papers",
    "close_history",
    "count_applications",
    "document_of",
    "drop_founding",
    "employer_page",
    "employers_of",
    "event_dossier",
    "founding_page",
    "hold_congress",
    "hold_election",
    "hold_first_meeting",
    "left_out",
    "mark_many",
    "mark_steps",
    "matters",
    "note_receipt",
    "offers",
    "recognise_founding",
    "refund_receipt",
    "refuse_founding",
    "report_book",
    "send_dossier",
    "settle_in",
    "sheet_dossier",
    "start_founding",
    "unscoped_employers",
    "unscoped_foundings_at",
    "visible_hand_overs",
    "write_minutes",
]
