"""What signing tells and asks the slices above; answered in their ``wiring.py``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook, Veto
from congdoan.foundation.refusal import Refusal
from congdoan.support.rendering.api import OfficialDocument
from congdoan.support.signing.models import Packet, Slot


class HeldBack(Refusal):
    """Chưa ký được. {why}"""


@dataclass(frozen=True)
class PacketEvent:
    """Something became of a packet; look at ``packet.subject_type`` to see whether it is yours."""

    packet: Packet
    actor: Actor
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class TextQuestion:
    """What is the hash of the subject's canonical text now?"""

    subject_type: str
    subject_id: int


@dataclass(frozen=True)
class SigningQuestion:
    """Which of ``slots`` may not be signed as of ``on``? All of a packet are asked at once."""

    packet: Packet
    slots: Sequence[Slot]
    on: date


@dataclass(frozen=True)
class TodayQuestion:
    """What has become, as of ``on``, of what was signed?"""

    packet: Packet
    on: date


@dataclass(frozen=True)
class SubjectToday:
    """
    The answer for whoever holds the paper: whether it is in force.

    ``tone`` is a badge's (good, info, warn, bad); ``changes`` name what has amended it since.
    """

    tone: str
    sentence: str
    changes: tuple[str, ...] = ()


#: All parties have signed. Runs inside the transaction of the last signature.
completed: Hook[PacketEvent, None] = Hook("signing.completed")
#: The packet was withdrawn, or its text was changed: what was collected is worth nothing.
voided: Hook[PacketEvent, None] = Hook("signing.voided")
#: A party declined with a reason; the text goes back to whoever sent it round.
returned: Hook[PacketEvent, None] = Hook("signing.returned")
#: The last day for signing passed; the packet may be extended or voided.
expired: Hook[PacketEvent, None] = Hook("signing.expired")
#: A packet that had expired or been returned goes on collecting signatures.
resumed: Hook[PacketEvent, None] = Hook("signing.resumed")
#: Asked with the packet's lock held and before anything is written: lock the subject's record, so
#: that locks are always taken in the order packet, subject, audit trail.
holding: Hook[TextQuestion, None] = Hook("signing.holding")
#: The whole document with this frozen text, to print it for signing with certificates; without
#: an answer the text alone is printed.
frozen_document: Hook[Packet, OfficialDocument] = Hook("signing.frozen_document")
#: Asked before every signature, so that a text changed after the freeze is never signed.
current_hash: Hook[TextQuestion, str] = Hook("signing.current_hash")
#: Asked by the public page: in force, amended, ended. Read by strangers: no personal data.
today: Hook[TodayQuestion, SubjectToday] = Hook("signing.today")
#: Asked before every signature and for the room: a veto by slot id, with its sentence.
may_sign: Hook[SigningQuestion, Mapping[int, Veto]] = Hook("signing.may_sign")


def unscoped_vetoes(packet: Packet, slots: Sequence[Slot], *, on: date) -> dict[int, str]:
    """Return why a slot may not be signed yet, by its id; the slices above say so."""
    vetoes: dict[int, str] = {}
    for answer in may_sign.ask(SigningQuestion(packet, slots, on)):
        vetoes |= {pk: veto.sentence for pk, veto in answer.items()}
    return vetoes


def refuse_held_back(packet: Packet, slot: Slot, *, on: date) -> None:
    """:raises HeldBack: when a slice above has a reason why this slot waits"""
    why = unscoped_vetoes(packet, [slot], on=on).get(slot.pk)
    if why:
        raise HeldBack(why=why)
