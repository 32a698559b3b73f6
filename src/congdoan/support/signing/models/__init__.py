from congdoan.support.signing.models.follower import Follower
from congdoan.support.signing.models.group import SlotGroup
from congdoan.support.signing.models.packet import Packet
from congdoan.support.signing.models.packet_file import PacketFile
from congdoan.support.signing.models.scan import Scan, ScanFile, ScanSheet
from congdoan.support.signing.models.signature import Signature
from congdoan.support.signing.models.slot import Slot

__all__ = [
    "Follower",
    "Packet",
    "PacketFile",
    "Scan",
    "ScanFile",
    "ScanSheet",
    "Signature",
    "Slot",
    "SlotGroup",
]
