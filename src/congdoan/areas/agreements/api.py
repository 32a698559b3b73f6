"""Front door of agreements."""

from congdoan.areas.agreements.rules.evidence import Record, RecordKind
from congdoan.areas.agreements.rules.evidence import register as register_record_kind
from congdoan.areas.agreements.selectors.agreements import (
    agreements_of_party,
    get_visible_agreement,
    parties_of,
    state_on,
    unscoped_party_units,
    visible_agreements,
)
from congdoan.areas.agreements.selectors.cascade import (
    coverage,
    covered,
    visible_cascades,
)
from congdoan.areas.agreements.selectors.consolidated import consolidated, turning_days
from congdoan.areas.agreements.selectors.consultations import subject_of
from congdoan.areas.agreements.selectors.duties import (
    OwedDuty,
    duties_of,
    duties_owed,
    visible_duties,
)
from congdoan.areas.agreements.selectors.reviews import agreed_proposals
from congdoan.areas.agreements.selectors.running import unscoped_runs
from congdoan.areas.agreements.selectors.templates import templates
from congdoan.areas.agreements.selectors.text import current_version, outline, outline_of
from congdoan.areas.agreements.services.amending import (
    AmendmentData,
    abolish_clause,
    add_amended_clause,
    change_clause,
    describe_amendment,
    discard_amendment,
    drop_change,
    propose_amendment,
)
from congdoan.areas.agreements.services.amending_consent import (
    answer_amendment,
    ask_consent,
    call_back,
    reopen_amendment,
    withdraw_amendment,
)
from congdoan.areas.agreements.services.amending_effect import (
    due_amendments,
    follow_amendment,
    review_impact,
)
from congdoan.areas.agreements.services.amending_sealing import (
    freeze_amendment,
    open_amendment_signing,
)
from congdoan.areas.agreements.services.approving import (
    record_approval,
    require_approval,
    withdraw_approval,
)
from congdoan.areas.agreements.services.archiving import (
    ask_for_export,
    clear_exports,
    export_agreement,
    pack_export,
)
from congdoan.areas.agreements.services.cascade import (
    CascadeData,
    close_cascade,
    draft_for_cascade,
    move_cascade_deadline,
    open_cascade,
    remind_units,
)
from congdoan.areas.agreements.services.cascade_work import (
    sync_cascade_work,
)
from congdoan.areas.agreements.services.consulting import (
    answer,
    back_to_draft,
    finish_reply,
    say,
    say_no_opinion,
    send_out,
)
from congdoan.areas.agreements.services.deadlines import extend_for_party, move_deadline
from congdoan.areas.agreements.services.drafting import (
    AgreementData,
    BasisData,
    describe_agreement,
    discard_draft,
    draft_agreement,
    set_bases,
)
from congdoan.areas.agreements.services.duties import (
    accept_duty,
    dispute_duty,
    reinstate_duty,
    report_duty,
    request_duty,
    waive_duty,
    withdraw_report,
)
from congdoan.areas.agreements.services.duties_talk import discuss_duty
from congdoan.areas.agreements.services.duties_work import (
    sync_duty_work,
)
from congdoan.areas.agreements.services.editing import Terms, set_terms, write_clause
from congdoan.areas.agreements.services.ending import (
    EndingData,
    answer_ending,
    propose_ending,
    withdraw_ending,
)
from congdoan.areas.agreements.services.exchange import (
    DispatchData,
    confirm_reading,
    recall_dispatch,
    send_to_parties,
)
from congdoan.areas.agreements.services.force import (
    attach_scan,
    follow_the_calendar,
    record_paper,
)
from congdoan.areas.agreements.services.freezing import freeze, reopen
from congdoan.areas.agreements.services.generating import (
    draft_checkpoint,
    draft_next,
    set_unit_values,
    start_run,
    stop_run,
)
from congdoan.areas.agreements.services.handing import (
    hand_down,
    report_for_unit,
    stop_handing_down,
)
from congdoan.areas.agreements.services.importing import (
    Signed,
    begin_import,
    discard_import,
    finish_import,
    save_sheet,
)
from congdoan.areas.agreements.services.obligations import (
    generate_duties,
    set_evidence,
    set_measure,
)
from congdoan.areas.agreements.services.parties import (
    PartyData,
    add_parties,
    change_party,
    order_parties,
    remove_party,
)
from congdoan.areas.agreements.services.publishing import publish_text, withdraw_publication
from congdoan.areas.agreements.services.renewal import choose_carried
from congdoan.areas.agreements.services.reviews import (
    ReviewData,
    hold_review,
    reopen_review,
    write_review,
)
from congdoan.areas.agreements.services.reviews_inviting import (
    conclude_proposal,
    invite_to_review,
    propose_change,
    withdraw_proposal,
)
from congdoan.areas.agreements.services.reviews_planning import (
    plan_reviews,
)
from congdoan.areas.agreements.services.reviews_scores import Score, agree_scores, score_review
from congdoan.areas.agreements.services.rounds import FollowerData, PlaceData, RoundData
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
from congdoan.areas.agreements.services.succeeding import follow_succession
from congdoan.areas.agreements.services.succession import (
    accept_succession,
    choose_successor,
    let_party_leave,
    refuse_succession,
    start_succession,
)
from congdoan.areas.agreements.services.suggesting import suggest
from congdoan.areas.agreements.services.templates import (
    begin_template,
    retire_template,
    save_template,
)
from congdoan.areas.agreements.services.turns import answer_host, propose_host, withdraw_host
from congdoan.areas.agreements.services.word import (
    hand_out,
    suggest_changes,
    take_back,
    write_changes,
)

__all__ = [
    "AgreementData",
    "AmendmentData",
    "BasisData",
    "CascadeData",
    "DispatchData",
    "EndingData",
    "FollowerData",
    "Moved",
    "OwedDuty",
    "PartyData",
    "PlaceData",
    "Record",
    "RecordKind",
    "ReviewData",
    "RoundData",
    "Score",
    "Signed",
    "Terms",
    "abolish_clause",
    "accept_duty",
    "accept_succession",
    "add_amended_clause",
    "add_clause",
    "add_lines",
    "add_parties",
    "agree_scores",
    "agreed_proposals",
    "agreements_of_party",
    "answer",
    "answer_amendment",
    "answer_ending",
    "answer_host",
    "ask_consent",
    "ask_for_export",
    "attach_scan",
    "back_to_draft",
    "begin_import",
    "begin_template",
    "call_back",
    "change_clause",
    "change_party",
    "choose_carried",
    "choose_successor",
    "clear_exports",
    "close_cascade",
    "conclude_proposal",
    "confirm_reading",
    "consolidated",
    "coverage",
    "covered",
    "current_version",
    "describe_agreement",
    "describe_amendment",
    "discard_amendment",
    "discard_draft",
    "discard_import",
    "discuss_duty",
    "dispute_duty",
    "draft_agreement",
    "draft_checkpoint",
    "draft_for_cascade",
    "draft_next",
    "drop_change",
    "due_amendments",
    "duties_of",
    "duties_owed",
    "export_agreement",
    "extend_for_party",
    "finish_import",
    "finish_reply",
    "follow_amendment",
    "follow_succession",
    "follow_the_calendar",
    "freeze",
    "freeze_amendment",
    "generate_duties",
    "get_visible_agreement",
    "hand_down",
    "hand_out",
    "hold_review",
    "invite_to_review",
    "let_party_leave",
    "merge_clause",
    "move_cascade_deadline",
    "move_clause",
    "move_deadline",
    "moved",
    "open_amendment_signing",
    "open_cascade",
    "open_signing",
    "order_parties",
    "outline",
    "outline_of",
    "pack_export",
    "parties_of",
    "plan_reviews",
    "propose_amendment",
    "propose_change",
    "propose_ending",
    "propose_host",
    "publish_text",
    "recall_dispatch",
    "record_approval",
    "record_paper",
    "refuse_succession",
    "register_record_kind",
    "reinstate_duty",
    "remind_units",
    "remove_clause",
    "remove_party",
    "reopen",
    "reopen_amendment",
    "reopen_review",
    "report_duty",
    "report_for_unit",
    "request_duty",
    "require_approval",
    "restore_clause",
    "retire_template",
    "review_impact",
    "save_sheet",
    "save_template",
    "say",
    "say_no_opinion",
    "score_review",
    "send_out",
    "send_to_parties",
    "set_bases",
    "set_evidence",
    "set_measure",
    "set_terms",
    "set_unit_values",
    "shift_clause",
    "split_clause",
    "start_run",
    "start_succession",
    "state_on",
    "stop_handing_down",
    "stop_run",
    "subject_of",
    "suggest",
    "suggest_changes",
    "sync_cascade_work",
    "sync_duty_work",
    "take_back",
    "templates",
    "turning_days",
    "unscoped_party_units",
    "unscoped_runs",
    "visible_agreements",
    "visible_cascades",
    "visible_duties",
    "waive_duty",
    "withdraw_amendment",
    "withdraw_approval",
    "withdraw_ending",
    "withdraw_host",
    "withdraw_proposal",
    "withdraw_publication",
    "withdraw_report",
    "write_changes",
    "write_clause",
    "write_review",
]
