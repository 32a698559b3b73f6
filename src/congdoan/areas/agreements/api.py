"""Front door of agreements."""

from congdoan.areas.agreements.selectors.agreements import (
    get_visible_agreement,
    parties_of,
    state_on,
    visible_agreements,
)
from congdoan.areas.agreements.selectors.consultations import subject_of
from congdoan.areas.agreements.selectors.templates import templates
from congdoan.areas.agreements.selectors.text import current_version, outline, outline_of
from congdoan.areas.agreements.services.consulting import (
    answer,
    back_to_draft,
    finish_reply,
    move_deadline,
    say,
    say_no_opinion,
    send_out,
)
from congdoan.areas.agreements.services.drafting import (
    AgreementData,
    BasisData,
    describe_agreement,
    discard_draft,
    draft_agreement,
    set_bases,
)
from congdoan.areas.agreements.services.editing import Terms, set_terms, write_clause
from congdoan.areas.agreements.services.force import (
    attach_scan,
    follow_the_calendar,
    record_paper,
    terminate,
)
from congdoan.areas.agreements.services.freezing import freeze, reopen
from congdoan.areas.agreements.services.parties import (
    PartyData,
    add_parties,
    change_party,
    order_parties,
    remove_party,
)
from congdoan.areas.agreements.services.signing import open_signing
from congdoan.areas.agreements.services.states import Moved, moved
from congdoan.areas.agreements.services.structuring import (
    add_clause,
    add_lines,
    merge_clause,
    move_clause,
    remove_clause,
    restore_clause,
    shift_clause,
    split_clause,
)

__all__ = [
    "AgreementData",
    "BasisData",
    "Moved",
    "PartyData",
    "Terms",
    "add_clause",
    "add_lines",
    "add_parties",
    "answer",
    "attach_scan",
    "back_to_draft",
    "change_party",
    "current_version",
    "describe_agreement",
    "discard_draft",
    "draft_agreement",
    "finish_reply",
    "follow_the_calendar",
    "freeze",
    "get_visible_agreement",
    "merge_clause",
    "move_clause",
    "move_deadline",
    "moved",
    "open_signing",
    "order_parties",
    "outline",
    "outline_of",
    "parties_of",
    "record_paper",
    "remove_clause",
    "remove_party",
    "reopen",
    "restore_clause",
    "say",
    "say_no_opinion",
    "send_out",
    "set_bases",
    "set_terms",
    "shift_clause",
    "split_clause",
    "state_on",
    "subject_of",
    "templates",
    "terminate",
    "visible_agreements",
    "write_clause",
]
