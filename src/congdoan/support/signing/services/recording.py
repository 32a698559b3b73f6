"""Who may write down what happened on paper."""

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.support.signing import policies
from congdoan.support.signing.models import Slot
from congdoan.support.signing.rules.slots import SupportSignsNot


class NotOnPaper(Refusal):
    """Chữ ký này được ký trên hệ thống, không có bản giấy để đính kèm."""


class ScanAttached(Refusal):
    """Chữ ký này đã có bản quét; bản đã khớp không thay được."""


def require_recorder(actor: Actor, slot: Slot) -> None:
    """
    Let the clerk of the party write it down, or the clerk of who sent the text round.

    At a conference (S0) one clerk writes down the signatures of thirteen parties.

    :raises NotAllowed: to anybody else
    :raises SupportSignsNot: while working as somebody else
    """
    if not may_record(actor, slot):
        raise NotAllowed
    if actor.acting_for:
        raise SupportSignsNot


def may_record(actor: Actor, slot: Slot) -> bool:
    return actor.may(policies.RECORD, on=slot.organisation) or actor.may(
        policies.RECORD, on=slot.packet.organisation
    )
