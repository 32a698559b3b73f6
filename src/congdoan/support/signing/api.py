"""Front door of signing."""

from congdoan.support.signing.enums import (
    Following,
    MandateKind,
    Method,
    PacketState,
    ScanState,
    SlotState,
)
from congdoan.support.signing.models import Follower, Packet, Scan, Signature, Slot, SlotGroup
from congdoan.support.signing.policies import MANAGE, RECORD, SIGN, VIEW
from congdoan.support.signing.rules.mandate import (
    DelegationOver,
    MandateEnded,
    MandateNotBegun,
    NotYourParty,
    PositionMaySignNot,
)
from congdoan.support.signing.rules.rounds import GroupInSeveralTurns, GroupNeedsTooMany
from congdoan.support.signing.rules.slots import (
    AlreadySigned,
    DeadlinePassed,
    PacketClosed,
    PartyEnded,
    SignsTwice,
    SlotOver,
    SparedSlot,
    TextChanged,
    TextDiffers,
    WrongTurn,
)
from congdoan.support.signing.selectors.evidence import unscoped_kept_files
from congdoan.support.signing.selectors.mandates import unscoped_mandate, unscoped_signatories
from congdoan.support.signing.selectors.packets import (
    awaited_packets,
    collected,
    slots_of,
    unscoped_packets_about,
    visible_packets,
)
from congdoan.support.signing.selectors.printing import (
    signature_blocks,
    stamp_of,
    verification_url,
)
from congdoan.support.signing.selectors.scans import SCAN, may_read_scan
from congdoan.support.signing.selectors.signed_files import may_read_signed_file
from congdoan.support.signing.services.closing import decline_slot, void_packet
from congdoan.support.signing.services.confirming import (
    ConfirmedIdentity,
    WrongSecret,
    confirm_identity,
)
from congdoan.support.signing.services.events import (
    HeldBack,
    PacketEvent,
    SigningQuestion,
    SubjectToday,
    TextQuestion,
    TodayQuestion,
    completed,
    current_hash,
    expired,
    frozen_document,
    holding,
    may_sign,
    resumed,
    returned,
    today,
    voided,
)
from congdoan.support.signing.services.opening import (
    AlreadyGoingRound,
    DeadlineAfterThePacket,
    DeadlineInThePast,
    FollowerPlan,
    GroupPlan,
    SlotPlan,
    open_packet,
)
from congdoan.support.signing.services.paper import attach_scan, record_paper_signature
from congdoan.support.signing.services.renewing import extend_deadline, resume_packet
from congdoan.support.signing.services.scanning import attach_scans
from congdoan.support.signing.services.signing import sign_slot

__all__ = [
    "MANAGE",
    "RECORD",
    "SCAN",
    "SIGN",
    "VIEW",
    "AlreadyGoingRound",
    "AlreadySigned",
    "ConfirmedIdentity",
    "DeadlineAfterThePacket",
    "DeadlineInThePast",
    "DeadlinePassed",
    "DelegationOver",
    "Follower",
    "FollowerPlan",
    "Following",
    "GroupInSeveralTurns",
    "GroupNeedsTooMany",
    "GroupPlan",
    "HeldBack",
    "MandateEnded",
    "MandateKind",
    "MandateNotBegun",
    "Method",
    "NotYourParty",
    "Packet",
    "PacketClosed",
    "PacketEvent",
    "PacketState",
    "PartyEnded",
    "PositionMaySignNot",
    "Scan",
    "ScanState",
    "Signature",
    "SigningQuestion",
    "SignsTwice",
    "Slot",
    "SlotGroup",
    "SlotOver",
    "SlotPlan",
    "SlotState",
    "SparedSlot",
    "SubjectToday",
    "TextChanged",
    "TextDiffers",
    "TextQuestion",
    "TodayQuestion",
    "WrongSecret",
    "WrongTurn",
    "attach_scan",
    "attach_scans",
    "awaited_packets",
    "collected",
    "completed",
    "confirm_identity",
    "current_hash",
    "decline_slot",
    "expired",
    "extend_deadline",
    "frozen_document",
    "holding",
    "may_read_scan",
    "may_read_signed_file",
    "may_sign",
    "open_packet",
    "record_paper_signature",
    "resume_packet",
    "resumed",
    "returned",
    "sign_slot",
    "signature_blocks",
    "slots_of",
    "stamp_of",
    "today",
    "unscoped_kept_files",
    "unscoped_mandate",
    "unscoped_packets_about",
    "unscoped_signatories",
    "verification_url",
    "visible_packets",
    "void_packet",
    "voided",
]
