"""Sending: one quick act that freezes the receivers; the books are filled in the background."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import (
    DocumentState,
    ReceiverState,
)
from congdoan.areas.documents.models import Document, Receiver, Sending
from congdoan.areas.documents.rules.refusals import (
    NobodyToSendTo,
    ReceiversChanged,
    StillWritten,
)
from congdoan.areas.documents.selectors.receiving import Rule, outside_names, outsiders_of
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.drafting import held, require_state
from congdoan.areas.documents.services.freezing import choose, unfinished, write_lines
from congdoan.areas.documents.services.handling import finish
from congdoan.areas.documents.services.outside import Left, channel_to, left
from congdoan.areas.documents.services.reading import name_everyone
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import name_of
from congdoan.support.numbering.api import Register, take_many

#: Books filled in one transaction: short enough that nobody notices, long enough to be quick.
BATCH = 2000
#: So many receivers are written down while the sender waits; more follow in the background.
AT_ONCE = 3000
DELIVER = "documents.deliver"


@transaction.atomic
def send_document(
    *,
    actor: Actor,
    document: Document,
    rule: Rule,
    on: date,
    at: datetime,
    expected: int | None = None,
) -> int:
    """
    Freeze the receivers of this instant and hand them to the background; return how many.

    Sending again adds who was not among them. ``expected`` is the number the sender saw.

    :raises NobodyToSendTo, ReceiversChanged: when the rule names none, or others than seen
    :raises StillWritten: while the background still writes down whom an earlier sending named
    """
    actor.require(policies.ISSUE, on=document.organisation)
    document = held(document)
    require_state(document, DocumentState.ISSUED, DocumentState.SENT)
    again = document.state == DocumentState.SENT
    if unfinished(document.pk):
        raise StillWritten
    sending, made = choose(document, rule, by=actor.name, on=on, at=at)
    count = made + _freeze_outsiders(document, rule, at=at)
    if not count:
        raise NobodyToSendTo
    if expected is not None and count != expected:
        raise ReceiversChanged(before=expected, now=count)
    if sending and made <= AT_ONCE:
        one = Sending.objects.defer("units").get(pk=sending)
        write_lines(one, sender=document.organisation_id, most=AT_ONCE)
    document.state, document.delivered_at = DocumentState.SENT, None
    if not again:
        document.sent_at, document.sent_by_name = at, actor.name
        document.rule = rule.stored()
    document.save(update_fields=["state", "delivered_at", "sent_at", "sent_by_name", "rule"])
    left.ask(Left(document=document, actor=actor, at=at))
    enqueue(DELIVER, key=f"{DELIVER}.{document.pk}", document=document.pk, by=actor.name)
    _answered(actor, document, at=at)
    audit.record(
        actor=actor,
        verb="documents.sent",
        target=document,
        organisation_id=document.organisation_id,
        changes={"count": count, "rule": rule.stored()},
    )
    return count


def _freeze_outsiders(document: Document, rule: Rule, *, at: datetime) -> int:
    """Write down who is outside the platform, with the channel it goes by (by hand)."""
    known = {name.casefold() for name in outside_names(document.pk)}
    rows = [
        Receiver(
            document=document,
            name=one.name,
            address=one.address,
            channel=channel_to(one.address, by_mail=one.by_mail),
            state=ReceiverState.QUEUED,
            changed_at=at,
        )
        for one in outsiders_of(document.organisation_id, rule)
        if one.name.casefold() not in known
    ]
    return len(Receiver.objects.bulk_create(rows))


def _answered(actor: Actor, document: Document, *, at: datetime) -> None:
    """A reply that goes to who asked closes the matter there: the sender sees it at once."""
    asked = document.answers
    if asked is None:
        return
    finish(actor=actor, incoming=asked, answer=document, at=at)


@transaction.atomic
def mark_sent_outside(*, actor: Actor, receiver: Receiver, note: str, at: datetime) -> None:
    """Say that an outsider has it: by e-mail of the office, or handed over on paper."""
    document = receiver.document
    actor.require(policies.ISSUE, on=document.organisation)
    held(document)
    if receiver.organisation_id is not None or receiver.delivered_at is not None:
        return
    receiver.state, receiver.changed_at = ReceiverState.ARRIVED, at
    receiver.delivered_at = at
    receiver.save(update_fields=["state", "changed_at", "delivered_at"])
    receiver.steps.create(state=receiver.state, at=at, by_name=actor.name, note=note)
    audit.record(
        actor=actor,
        verb="documents.sent_outside",
        target=document,
        organisation_id=document.organisation_id,
        changes={"receiver": receiver.name, "note": note},
    )


def deliver(*, actor: Actor, document: int, at: datetime) -> int:
    """
    Write it into the incoming book of every receiver that has not got it; return how many.

    First whom a large sending named get their lines, then the books are filled. Batch after batch,
    each a transaction: killed anywhere it goes on where it was, run twice it does nothing twice (a
    receiver that has it is not asked for, one entry a receiver is unique).
    """
    while _write_some(document):
        pass
    done = 0
    while count := _deliver_some(actor=actor, document=document, at=at):
        done += count
    Document.objects.filter(pk=document, delivered_at__isnull=True).update(delivered_at=at)
    found = Document.objects.select_related("organisation").get(pk=document)
    name_everyone(actor=actor, document=found, at=at)
    return done


@transaction.atomic
def _write_some(document: int) -> int:
    """Write down the next receivers; a recall in between has stopped the sending."""
    found = held(Document(pk=document))
    sending = unfinished(document)
    if sending is None:
        return 0
    return write_lines(sending, sender=found.organisation_id, most=AT_ONCE)


#: What arrives is what was sent; the number is that of the receiver's own book.
_ENTER = """
INSERT INTO documents_incoming
  (organisation_id, number_id, arrival_no, arrival_suffix, arrived_on, receiver_id, document_id,
   channel, sender_id, sender_name, symbol, dated_on, type, subject, folded, urgency, secrecy,
   must_read, due, state, note, registered_at, registered_by_name, accepted_by_name)
SELECT taken.organisation, taken.key, taken.number, '', %(on)s, receiver.id, %(document)s,
   'SYSTEM', %(sender)s, %(sender_name)s, %(symbol)s, %(dated_on)s, %(type)s, %(subject)s,
   %(folded)s, %(urgency)s, '', %(must_read)s, %(due)s, 'REGISTERED', '', %(at)s, %(by)s, ''
FROM unnest(%(organisations)s::bigint[], %(keys)s::bigint[], %(numbers)s::bigint[])
  AS taken (organisation, key, number)
JOIN documents_receiver AS receiver
  ON receiver.document_id = %(document)s AND receiver.organisation_id = taken.organisation
"""
_ARRIVE = """
WITH arrived AS (
  UPDATE documents_receiver SET state = '01', changed_at = %(at)s, delivered_at = %(at)s
  WHERE document_id = %(document)s AND organisation_id = ANY(%(organisations)s::bigint[])
  RETURNING id
)
INSERT INTO documents_receiverstep (receiver_id, state, at, by_name, note)
SELECT id, '01', %(at)s, %(by)s, '' FROM arrived
"""


def _waiting(document: Document) -> list[int]:
    """Return the next receivers that have not got it, in the order of their keys."""
    rows = Receiver.objects.filter(
        document=document, organisation__isnull=False, delivered_at__isnull=True
    ).order_by("organisation_id")
    return [pk for pk in rows.values_list("organisation_id", flat=True)[:BATCH] if pk]


@transaction.atomic
def _deliver_some(*, actor: Actor, document: int, at: datetime) -> int:
    found = held(Document(pk=document))
    waiting = _waiting(found)
    if not waiting:
        return 0
    taken = take_many(
        actor=actor,
        organisations=waiting,
        register=Register.INCOMING,
        subject=f"documents.{document}",
        on=at.date(),
        at=at,
    )
    sender = name_of(found.organisation, on=found.issued_on or at.date())
    values: dict[str, Any] = {
        "organisations": [row[0] for row in taken],
        "keys": [row[1] for row in taken],
        "numbers": [row[2] for row in taken],
        "on": at.date(),
        "at": at,
        "by": actor.name,
        "document": document,
        "sender": found.organisation_id,
        "sender_name": sender,
        "symbol": found.symbol,
        "dated_on": found.issued_on,
        "type": found.type,
        "subject": found.subject,
        "folded": vietnamese.fold(f"{found.symbol} {found.subject} {sender}")[:1000],
        "urgency": found.urgency,
        "must_read": found.must_read,
        "due": found.answer_by,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, values)
        cursor.execute(_ARRIVE, values)
    telling.tell_receivers(
        actor=actor,
        document=found,
        what="arrived",
        organisations=[row[0] for row in taken],
        context={"symbol": found.symbol, "sender": sender},
        at=at,
    )
    there: dict[str, Any] = {"organisations": [row[0] for row in taken], "sender": sender, "at": at}
    telling.ask_answers(actor=actor, document=found, **there)
    telling.ask_tasks(actor=actor, document=found, **there)
    return len(taken)
