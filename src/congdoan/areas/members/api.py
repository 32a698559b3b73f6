"""The front door of members."""

from congdoan.areas.members.enums import (
    EndOfMembership,
    SealedKind,
)
from congdoan.areas.members.forms.person import (
    RecordForm,
    SensitiveForm,
)
from congdoan.areas.members.forms.register import (
    MemberFilter,
)
from congdoan.areas.members.policies import (
    COUNT,
    MANAGE,
    RESTRICTED,
    VIEW,
)
from congdoan.areas.members.selectors import (
    member_count,
    unscoped_applications,
    unscoped_counted_one_by_one,
    unscoped_member_count,
    unscoped_member_counts,
    unscoped_member_series,
    unscoped_own_member_counts,
    unscoped_written_by,
)
from congdoan.areas.members.selectors.belonging import (
    current_membership,
    unscoped_named_members,
)
from congdoan.areas.members.selectors.correcting import (
    AT_ONCE,
    CORRECTABLE,
    PRIVATE,
    SEALED,
    as_text,
    unscoped_belongs,
    unscoped_contact,
    unscoped_last_union,
    unscoped_leavers,
    unscoped_written,
)
from congdoan.areas.members.selectors.likeness import (
    Marks,
    unscoped_by_citizen_tokens,
    unscoped_marks,
    unscoped_pairs_by_keys,
)
from congdoan.areas.members.selectors.merging import (
    Holdings,
    Overlap,
    record_labels,
    unscoped_holdings,
    unscoped_overlaps,
)
from congdoan.areas.members.selectors.person import (
    get_membership,
    in_words,
)
from congdoan.areas.members.selectors.register import (
    Listed,
    countable_unit,
    has_units_below,
    may_read_names,
    members_listed,
    own_unit,
)
from congdoan.areas.members.services import (
    NewMembership,
    OutsideTheUnitsLife,
    begin_memberships,
    end_memberships,
    fold_counts,
    rebuild_counts,
    reopen_membership,
    take_memberships_back,
)
from congdoan.areas.members.services.admitting import (
    DecisionData,
    admit_applicants,
    recognise_members,
    take_decision_back,
)
from congdoan.areas.members.services.applying import (
    ApplicationData,
    apply_by_oneself,
    close_poster,
    open_poster,
    receive_application,
    reject_application,
)
from congdoan.areas.members.services.correcting import (
    check_correction,
    correct_fields,
    set_own_contact,
)
from congdoan.areas.members.services.disciplining import (
    DisciplineData,
    discipline_member,
    lift_discipline,
    read_grounds,
)
from congdoan.areas.members.services.enrolling import (
    NewMember,
    Stay,
    enrol_members,
)
from congdoan.areas.members.services.leaving import (
    LeavingData,
    change_category,
    let_leave,
    pause_member,
    resume_member,
    take_leaving_back,
)
from congdoan.areas.members.services.listing import (
    look_below,
)
from congdoan.areas.members.services.records import (
    RecordData,
    WorkData,
    seal_facts,
    set_work,
    tokens_of,
    unscoped_facts,
    unseal_facts,
    write_record,
)
from congdoan.areas.members.services.transferring import (
    TransferData,
    confirm_transfer,
    propose_transfer,
    refuse_transfer,
    withdraw_transfer,
)

__all__ = [
    "AT_ONCE",
    "CORRECTABLE",
    "COUNT",
    "MANAGE",
    "PRIVATE",
    "RESTRICTED",
    "SEALED",
    "VIEW",
    "ApplicationData",
    "DecisionData",
    "DisciplineData",
    "EndOfMembership",
    "Holdings",
    "LeavingData",
    "Listed",
    "Marks",
    "MemberFilter",
    "NewMember",
    "NewMembership",
    "OutsideTheUnitsLife",
    "Overlap",
    "RecordData",
    "RecordForm",
    "SealedKind",
    "SensitiveForm",
    "Stay",
    "TransferData",
    "WorkData",
    "admit_applicants",
    "apply_by_oneself",
    "as_text",
    "begin_memberships",
    "change_category",
    "check_correction",
    "close_poster",
    "confirm_transfer",
    "correct_fields",
    "countable_unit",
    "current_membership",
    "discipline_member",
    "end_memberships",
    "enrol_members",
    "fold_counts",
    "get_membership",
    "has_units_below",
    "in_words",
    "let_leave",
    "lift_discipline",
    "look_below",
    "may_read_names",
    "member_count",
    "members_listed",
    "open_poster",
    "own_unit",
    "pause_member",
    "propose_transfer",
    "read_grounds",
    "rebuild_counts",
    "receive_application",
    "recognise_members",
    "record_labels",
    "refuse_transfer",
    "reject_application",
    "reopen_membership",
    "resume_member",
    "seal_facts",
    "set_own_contact",
    "set_work",
    "take_decision_back",
    "take_leaving_back",
    "take_memberships_back",
    "tokens_of",
    "unscoped_applications",
    "unscoped_belongs",
    "unscoped_by_citizen_tokens",
    "unscoped_contact",
    "unscoped_counted_one_by_one",
    "unscoped_facts",
    "unscoped_holdings",
    "unscoped_last_union",
    "unscoped_leavers",
    "unscoped_marks",
    "unscoped_member_count",
    "unscoped_member_counts",
    "unscoped_member_series",
    "unscoped_named_members",
    "unscoped_overlaps",
    "unscoped_own_member_counts",
    "unscoped_pairs_by_keys",
    "unscoped_written",
    "unscoped_written_by",
    "unseal_facts",
    "withdraw_transfer",
    "write_record",
]
