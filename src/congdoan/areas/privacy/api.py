"""The front door of privacy."""

from congdoan.areas.privacy.enums import (
    BreachKind,
    BreachRisk,
    ConsentMethod,
    RequestKind,
    RequestState,
)
from congdoan.areas.privacy.services.asking import (
    RequestData,
    acknowledge_request,
    answer_request,
    ask_about_data,
    record_request,
)
from congdoan.areas.privacy.services.breaching import (
    Assessment,
    BreachData,
    assess_breach,
    close_breach,
    note_breach,
    report_breach,
    tell_people,
)
from congdoan.areas.privacy.services.consenting import (
    give_consent,
    record_consent,
    withdraw_consent,
)
from congdoan.areas.privacy.services.keeping import settle_keepers
from congdoan.areas.privacy.services.limiting import lift_request
from congdoan.areas.privacy.services.proposing import (
    Verdict,
    Wish,
    answer_proposal,
    propose_changes,
    withdraw_proposal,
)
from congdoan.areas.privacy.services.retaining import (
    announce_leavers,
    erase_due,
    hold_facts,
    release_facts,
)
from congdoan.areas.privacy.services.taking import ask_for_own_file, make_own_file

__all__ = [
    "Assessment",
    "BreachData",
    "BreachKind",
    "BreachRisk",
    "ConsentMethod",
    "RequestData",
    "RequestKind",
    "RequestState",
    "Verdict",
    "Wish",
    "acknowledge_request",
    "announce_leavers",
    "answer_proposal",
    "answer_request",
    "ask_about_data",
    "ask_for_own_file",
    "assess_breach",
    "close_breach",
    "erase_due",
    "give_consent",
    "hold_facts",
    "lift_request",
    "make_own_file",
    "note_breach",
    "propose_changes",
    "record_consent",
    "record_request",
    "release_facts",
    "report_breach",
    "settle_keepers",
    "tell_people",
    "withdraw_consent",
    "withdraw_proposal",
]
