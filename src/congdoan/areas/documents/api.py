"""Front door of documents."""

from congdoan.areas.documents.enums import (
    Asked,
    Channel,
    DocumentState,
    IncomingState,
    Reach,
    Readers,
    ReceiverState,
    RoutingKind,
    Urgency,
)
from congdoan.areas.documents.forms.sending import RuleForm
from congdoan.areas.documents.models import Document, Receiver
from congdoan.areas.documents.policies import DRAFT, ISSUE
from congdoan.areas.documents.rules.refusals import TooManyPicked
from congdoan.areas.documents.selectors.documents import files_of, get_document
from congdoan.areas.documents.selectors.exchanged import (
    type_named,
    type_words,
    unscoped_exchanged_receivers,
)
from congdoan.areas.documents.selectors.opinions import may_be_asked as colleagues_to_ask
from congdoan.areas.documents.selectors.orders import UnitOrder, orders_at
from congdoan.areas.documents.selectors.receiving import Rule, unscoped_receivers
from congdoan.areas.documents.selectors.signers import signings
from congdoan.areas.documents.selectors.sources import (
    SourceAsked,
    SourceRecord,
    sources_asked,
)
from congdoan.areas.documents.selectors.standing import standing_of
from congdoan.areas.documents.selectors.types import type_label
from congdoan.areas.documents.services.beginning import write_document
from congdoan.areas.documents.services.books import close_year, release, reserve
from congdoan.areas.documents.services.cosigning import add_cosigner, cosign
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
from congdoan.areas.documents.services.lists import ListData, save_list
from congdoan.areas.documents.services.merging import choose_merge, print_letters
from congdoan.areas.documents.services.opinions import ask_opinions, finish_opinion
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
from congdoan.areas.documents.services.reading import (
    confirm_read,
    name_readers,
    note_read_on_paper,
    remind_all,
    remind_readers,
)
from congdoan.areas.documents.services.registering import Arrival, register_arrival
from congdoan.areas.documents.services.relating import EffectData, declare_effect, relate
from congdoan.areas.documents.services.sending import deliver, send_document
from congdoan.areas.documents.services.tasks_given import TaskData, give_task, report_task

__all__ = [
    "DRAFT",
    "ISSUE",
    "Arrival",
    "Asked",
    "Channel",
    "Document",
    "DocumentData",
    "DocumentState",
    "EffectData",
    "ExchangedArrival",
    "IncomingState",
    "Left",
    "ListData",
    "Moved",
    "Origin",
    "Reach",
    "Readers",
    "Recalled",
    "Receiver",
    "ReceiverState",
    "RoutingKind",
    "Rule",
    "RuleForm",
    "SourceAsked",
    "SourceRecord",
    "TaskData",
    "TooManyPicked",
    "UnitOrder",
    "Urgency",
    "acknowledge",
    "add_cosigner",
    "answer_request_back",
    "approve_document",
    "archive_document",
    "ask_arrival_back",
    "ask_opinions",
    "can_leave",
    "cancel_outside",
    "choose_merge",
    "close_incoming",
    "close_year",
    "colleagues_to_ask",
    "confirm_read",
    "cosign",
    "declare_effect",
    "deliver",
    "draft_document",
    "enter_exchanged",
    "files_of",
    "finish_opinion",
    "get_document",
    "give_task",
    "is_exchanged",
    "issue_document",
    "left",
    "moved",
    "name_readers",
    "note_outside",
    "note_read_on_paper",
    "note_reply",
    "orders_at",
    "print_letters",
    "recalled",
    "refuse_arrival",
    "register_arrival",
    "relate",
    "release",
    "remind",
    "remind_all",
    "remind_readers",
    "renew_arrival",
    "report_done",
    "report_task",
    "reserve",
    "return_document",
    "route",
    "save_list",
    "send_document",
    "sign_document",
    "signings",
    "sources_asked",
    "standing_of",
    "submit_document",
    "take_back",
    "type_label",
    "type_named",
    "type_words",
    "unscoped_exchanged_receivers",
    "unscoped_receivers",
    "write_document",
]
