"""Front door of signing."""

from congdoan.support.signing.enums import MandateKind, Method, PacketState, SlotState
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.policies import MANAGE, RECORD, SIGN, VIEW
from congdoan.support.signing.rules.mandate import (
    DelegationOver,
    MandateEnded,
    MandateNotBegun,
    NotYourParty,
    PositionMaySignNot,
)
from congdoan.support.signing.rules.slots import (
    AlreadySigned,
    DeadlinePassed,
    PacketClosed,
    TextChanged,
    TextDiffers,
    WrongTurn,
)
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
    TextQuestion,
    completed,
    current_hash,
    expired,
    may_sign,
    returned,
    voided,
)
from congdoan.support.signing.services.opening import (
    AlreadyGoingRound,
    DeadlineInThePast,
    SlotPlan,
    extend_deadline,
    open_packet,
)
from congdoan.support.signing.services.paper import attach_scan, record_paper_signature
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
    "DeadlineInThePast",
    "DeadlinePassed",
    "DelegationOver",
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
    "PositionMaySignNot",
    "Signature",
    "SigningQuestion",
    "Slot",
    "SlotPlan",
    "SlotState",
    "TextChanged",
    "TextDiffers",
    "TextQuestion",
    "WrongSecret",
    "WrongTurn",
    "attach_scan",
    "awaited_packets",
    "collected",
    "completed",
    "confirm_identity",
    "current_hash",
    "decline_slot",
    "expired",
    "extend_deadline",
    "may_read_scan",
    "may_sign",
    "open_packet",
    "record_paper_signature",
    "returned",
    "sign_slot",
    "signature_blocks",
    "slots_of",
    "stamp_of",
    "unscoped_mandate",
    "unscoped_packets_about",
    "unscoped_signatories",
    "verification_url",
    "visible_packets",
    "void_packet",
    "voided",
]
