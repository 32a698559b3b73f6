from congdoan.support.signing.models.packet import Packet
from congdoan.support.signing.models.signature import Signature
from congdoan.support.signing.models.slot import Slot

__all__ = ["Packet", "Signature", "Slot"]
