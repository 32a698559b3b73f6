"""Front door of documents."""

from congdoan.areas.documents.enums import (
    Asked,
    Channel,
    DocumentState,
    IncomingState,
    Reach,
    ReceiverState,
    RoutingKind,
    Urgency,
)
from congdoan.areas.documents.selectors.documents import files_of
from congdoan.areas.documents.selectors.exchanged import (
    type_named,
    type_words,
    unscoped_exchanged_receivers,
    unscoped_incoming,
)
from congdoan.areas.documents.selectors.receiving import Rule
from congdoan.areas.documents.selectors.signers import signings
from congdoan.areas.documents.services.books import close_year, release, reserve
from congdoan.areas.documents.services.drafting import DocumentData, Origin, draft_document
from congdoan.areas.documents.services.flow import (
    approve_document,
    archive_document,
    issue_document,
    return_document,
    sign_document,
    submit_document,
)
from congdoan.areas.documents.services.following import remind, take_back
from congdoan.areas.documents.services.handling import (
    acknowledge,
    answer_request_back,
    close_incoming,
    refuse_arrival,
    report_done,
    route,
)
from congdoan.areas.documents.services.outside import (
    ExchangedArrival,
    Left,
    Moved,
    Recalled,
    ask_arrival_back,
    can_leave,
    cancel_outside,
    enter_exchanged,
    is_exchanged,
    left,
    moved,
    note_outside,
    note_reply,
    recalled,
    renew_arrival,
)
from congdoan.areas.documents.services.registering import Arrival, register_arrival
from congdoan.areas.documents.services.sending import deliver, send_document

__all__ = [
    "Arrival",
    "Asked",
    "Channel",
    "DocumentData",
    "DocumentState",
    "ExchangedArrival",
    "IncomingState",
    "Left",
    "Moved",
    "Origin",
    "Reach",
    "Recalled",
    "ReceiverState",
    "RoutingKind",
    "Rule",
    "Urgency",
    "acknowledge",
    "answer_request_back",
    "approve_document",
    "archive_document",
    "ask_arrival_back",
    "can_leave",
    "cancel_outside",
    "close_incoming",
    "close_year",
    "deliver",
    "draft_document",
    "enter_exchanged",
    "files_of",
    "is_exchanged",
    "issue_document",
    "left",
    "moved",
    "note_outside",
    "note_reply",
    "recalled",
    "refuse_arrival",
    "register_arrival",
    "release",
    "remind",
    "renew_arrival",
    "report_done",
    "reserve",
    "return_document",
    "route",
    "send_document",
    "sign_document",
    "signings",
    "submit_document",
    "take_back",
    "type_named",
    "type_words",
    "unscoped_exchanged_receivers",
    "unscoped_incoming",
]
