"""What happened to a packet, act by act, as the audit trail of its sender tells it."""

from dataclasses import dataclass
from datetime import datetime

from congdoan.kernel.audit.api import sentence, trail
from congdoan.support.signing.models import Follower, Packet, Scan
from congdoan.support.signing.selectors.scans import sentences

#: More acts than this on one packet are nobody's signing any more.
_MOST = 500


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str
    reason: str
    #: Place and seal in the trail, by which it is found and proven there.
    seal: str


@dataclass(frozen=True)
class ScanFacts:
    scan: Scan
    said: list[str]


def events_of(packet: Packet) -> list[Event]:
    """Return the acts in their order; the caller has shown that its reader sees the packet."""
    entries = trail(packet, limit=_MOST)
    own = [entry for entry in entries if entry.organisation_id == packet.organisation_id]
    return [
        Event(entry.at, sentence(entry), entry.reason, f"{entry.sequence}/{entry.hash[:12]}")
        for entry in reversed(own)
    ]


def scans_of(packet: Packet) -> list[ScanFacts]:
    """Return every scan that was sent, with what was said of it."""
    rows = Scan.objects.filter(packet=packet).select_related("packet").order_by("pk")
    return [ScanFacts(scan, [said for _, said in sentences(scan)]) for scan in rows]


def followers_of(packet: Packet) -> list[Follower]:
    return list(packet.followers.order_by("kind", "organisation_name", "pk"))
