"""What comes on paper or by e-mail is entered by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import Channel, Urgency
from congdoan.areas.documents.models import Incoming
from congdoan.areas.documents.rules.refusals import SecretsStayOutside
from congdoan.areas.documents.selectors.documents import ARRIVED
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import StoredFile, store_file
from congdoan.support.numbering.api import Register, Shelf, take_late, take_number
from congdoan.support.texts.api import ask_reading

if TYPE_CHECKING:
    from django.core.files.base import File

#: What stands in the book instead of the subject of a state secret.
_UNNAMED = "(văn bản mật, trích yếu không ghi trên hệ thống)"


@dataclass(frozen=True)
class Arrival:
    """One line of the incoming register, as the clerk types it."""

    sender_name: str
    subject: str
    symbol: str = ""
    dated_on: date | None = None
    type: str = ""
    urgency: str = Urgency.NORMAL
    channel: str = Channel.PAPER
    secrecy: str = ""
    due: date | None = None
    note: str = ""


@transaction.atomic
def register_arrival(
    *,
    actor: Actor,
    organisation: Organisation,
    data: Arrival,
    arrived_on: date,
    at: datetime,
    upload: "File[bytes] | None" = None,
    scan: StoredFile | None = None,
    late_reason: str = "",
) -> Incoming:
    """
    Enter what came by hand; the number is the next of the book, or a late one (05a).

    ``scan`` is what ``keep_scan`` kept to be read first.

    :raises SecretsStayOutside: when the file of a state secret is handed in
    """
    actor.require(policies.REGISTER, on=organisation)
    if data.secrecy and (upload is not None or scan is not None):
        raise SecretsStayOutside
    file = scan
    if upload is not None:
        file = store_file(
            actor=actor, organisation=organisation, upload=upload, purpose=ARRIVED, at=at
        )
        ask_reading([file], at=at)
    shelf, subject = Shelf(organisation.pk, Register.INCOMING), "documents.paper"
    if late_reason:
        number = take_late(
            actor=actor, shelf=shelf, subject=subject, on=arrived_on, reason=late_reason, at=at
        )
    else:
        number = take_number(actor=actor, shelf=shelf, subject=subject, on=arrived_on, at=at)
    words = _UNNAMED if data.secrecy else vietnamese.tidy(data.subject)
    made = Incoming.objects.create(
        organisation=organisation,
        number=number,
        arrival_no=number.number,
        arrival_suffix=number.suffix,
        arrived_on=arrived_on,
        channel=data.channel,
        sender_name=data.sender_name,
        symbol=data.symbol,
        dated_on=data.dated_on,
        type=data.type,
        subject=words,
        folded=vietnamese.fold(f"{data.symbol} {words} {data.sender_name}")[:1000],
        urgency=data.urgency,
        secrecy=data.secrecy,
        due=data.due,
        file=file,
        note="" if data.secrecy else data.note,
        registered_at=at,
        registered_by_name=actor.name,
        accepted_at=at,
        accepted_by_name=actor.name,
    )
    audit.record(
        actor=actor, verb="documents.registered", target=made, organisation_id=organisation.pk
    )
    return made
