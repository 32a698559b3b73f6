"""The front door of restructuring."""

from congdoan.areas.restructuring.policies import FOUND, HAND_OVER
from congdoan.areas.restructuring.selectors.hand_over import visible_hand_overs
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
    "FoundingData",
    "ItemData",
    "Minutes",
    "ReceiptData",
    "Recognition",
    "accept_dossier",
    "add_item",
    "add_paper",
    "add_seat",
    "close_history",
    "count_applications",
    "drop_founding",
    "hold_congress",
    "hold_election",
    "hold_first_meeting",
    "mark_many",
    "mark_steps",
    "note_receipt",
    "recognise_founding",
    "refund_receipt",
    "refuse_founding",
    "send_dossier",
    "settle_in",
    "start_founding",
    "visible_hand_overs",
    "write_minutes",
]
