"""Front door of documents."""

from congdoan.areas.documents.enums import (
    Channel,
    DocumentState,
    IncomingState,
    Reach,
    ReceiverState,
    RoutingKind,
    Urgency,
)
from congdoan.areas.documents.selectors.opinions import may_be_asked as colleagues_to_ask
from congdoan.areas.documents.selectors.receiving import Rule
from congdoan.areas.documents.selectors.signers import signings
from congdoan.areas.documents.services.beginning import write_document
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
from congdoan.areas.documents.services.lists import ListData, save_list
from congdoan.areas.documents.services.merging import choose_merge, print_letters
from congdoan.areas.documents.services.opinions import ask_opinions, finish_opinion
from congdoan.areas.documents.services.registering import Arrival, register_arrival
from congdoan.areas.documents.services.relating import EffectData, declare_effect, relate
from congdoan.areas.documents.services.sending import deliver, send_document
from congdoan.areas.documents.services.tasks_given import TaskData, give_task, report_task

__all__ = [
    "Arrival",
    "Channel",
    "DocumentData",
    "DocumentState",
    "EffectData",
    "IncomingState",
    "ListData",
    "Origin",
    "Reach",
    "ReceiverState",
    "RoutingKind",
    "Rule",
    "TaskData",
    "Urgency",
    "acknowledge",
    "answer_request_back",
    "approve_document",
    "archive_document",
    "ask_opinions",
    "choose_merge",
    "close_incoming",
    "close_year",
    "colleagues_to_ask",
    "declare_effect",
    "deliver",
    "draft_document",
    "finish_opinion",
    "give_task",
    "issue_document",
    "print_letters",
    "refuse_arrival",
    "register_arrival",
    "relate",
    "release",
    "remind",
    "report_done",
    "report_task",
    "reserve",
    "return_document",
    "route",
    "save_list",
    "send_document",
    "sign_document",
    "signings",
    "submit_document",
    "take_back",
    "write_document",
]
