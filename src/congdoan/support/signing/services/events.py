"""What signing tells and asks the slices above; answered in their ``wiring.py``."""

from dataclasses import dataclass
from datetime import datetime

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.support.signing.models import Packet


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


#: All parties have signed. Runs inside the transaction of the last signature.
completed: Hook[PacketEvent, None] = Hook("signing.completed")
#: The packet was withdrawn, or its text was changed: what was collected is worth nothing.
voided: Hook[PacketEvent, None] = Hook("signing.voided")
#: A party declined with a reason; the text goes back to whoever sent it round.
returned: Hook[PacketEvent, None] = Hook("signing.returned")
#: The last day for signing passed; the packet may be extended or voided.
expired: Hook[PacketEvent, None] = Hook("signing.expired")
#: Asked before every signature, so that a text changed after the freeze is never signed.
current_hash: Hook[TextQuestion, str] = Hook("signing.current_hash")
