"""From messages to lines of the book; contents in the storage."""

from datetime import date, datetime
import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from congdoan.areas.documents.api import Arrival, Channel, ExchangedArrival, Urgency, type_named
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.rules.refusals import NoContent
from congdoan.areas.gateway.selectors.packages import unscoped_carrier_out
from congdoan.support.edxml.api import Letter, read_package

_URGENCY = {"1": Urgency.URGENT, "2": Urgency.VERY_URGENT, "3": Urgency.EXPRESS}


def arrival_of(letter: Letter, peer: Peer, *, on: date, note: str = "") -> ExchangedArrival:
    """Return the line a letter becomes; names are cut where the book has no room for more."""
    line = Arrival(
        sender_name=(letter.sender.name or peer.name)[:250],
        subject=letter.subject[:500],
        symbol=letter.symbol[:80],
        dated_on=letter.promulgated_on,
        type=type_named(letter.type_name, on=letter.promulgated_on or on),
        urgency=_URGENCY.get(letter.priority, Urgency.NORMAL),
        channel=Channel.GATEWAY,
        due=letter.due,
        note=note[:500],
    )
    answered = None
    for reference in letter.responses:
        carried = unscoped_carrier_out(peer, reference.document_id)
        answered = answered or (carried.document if carried else None)
    return ExchangedArrival(
        line=line,
        sender_code=peer.code,
        files=[(one.name or "van-ban.pdf", one.content) for one in letter.attachments],
        replies_to=answered,
    )


def keep_content(content: bytes, *, at: datetime) -> str:
    """Put a package into the storage; the same content lies there once a day."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"gateway/{at:%Y/%m/%d}/{digest}.edxml"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return path


def open_content(package: Package) -> IO[bytes]:
    """:raises NoContent: when there is none, or the storage lost it"""
    try:
        return default_storage.open(package.path) if package.path else _nothing()
    except FileNotFoundError:
        raise NoContent from None


def _nothing() -> IO[bytes]:
    raise NoContent


def letter_in(package: Package) -> Letter | None:
    """Read a kept package again; None for what is no letter."""
    with open_content(package) as content:
        message = read_package(content)
    return message if isinstance(message, Letter) else None
