"""What happened to a packet, act by act, as the audit trail of its sender tells it."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from congdoan.kernel.audit.api import sentence, trail
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.certificates.api import last_revision
from congdoan.support.signing.models import Follower, Packet, Scan, ScanFile
from congdoan.support.signing.selectors.scans import sentences
from congdoan.support.signing.selectors.signed_files import file_of

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
        Event(entry.at, _said(entry), entry.reason, f"{entry.sequence}/{entry.hash[:12]}")
        for entry in reversed(own)
    ]


def _said(entry: AuditEntry) -> str:
    """Return the act in one sentence, and for which party; the text itself is named above."""
    told = copy(entry)
    told.target_label = gettext("văn bản")
    who = entry.changes.get("party") or entry.changes.get("late") or entry.changes.get("parties")
    names = ", ".join(who) if isinstance(who, list) else who
    signatory = entry.changes.get("signatory")
    if not isinstance(names, str) or not names:
        return sentence(told)
    about = f"{names} ({signatory})" if signatory else names
    return gettext("{sentence}: {about}").format(sentence=sentence(told), about=about)


def scans_of(packet: Packet) -> list[ScanFacts]:
    """Return every scan that was sent, with what was said of it."""
    rows = Scan.objects.filter(packet=packet).select_related("packet").order_by("pk")
    return [ScanFacts(scan, [said for _, said in sentences(scan)]) for scan in rows]


def followers_of(packet: Packet) -> list[Follower]:
    return list(packet.followers.order_by("kind", "organisation_name", "pk"))


def unscoped_kept_files(packet: Packet) -> list[int]:
    """Return the stored files behind the signatures: paper sent back, the PDF as last signed."""
    scans = ScanFile.objects.filter(scan__packet=packet).order_by("pk")
    signed = file_of(packet)
    last = [last_revision(signed).content_id] if signed else []
    return [*scans.values_list("file_id", flat=True), *last]
