"""What the sender does after sending: remind, take back."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import WAITING, DocumentState, IncomingState, ReceiverState
from congdoan.areas.documents.models import Document, Incoming, Receiver, Sending
from congdoan.areas.documents.rules.refusals import NeedsReason, NobodyLeftToRemind
from congdoan.areas.documents.selectors.matrix import unanswered
from congdoan.areas.documents.services import telling
from congdoan.areas.documents.services.drafting import held, require_state
from congdoan.areas.documents.services.outside import Recalled, recalled
from congdoan.areas.documents.services.reopening import reopen_asked
from congdoan.areas.documents.services.telling_many import tell_later
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import name_of


@transaction.atomic
def take_back(*, actor: Actor, document: Document, reason: str, at: datetime) -> tuple[int, int]:
    """
    Recall a document that was issued: return how many gave it back at once, how many are asked.

    Where nobody has taken it up, it is taken out at once (the line stays, marked); who has taken it
    up is asked for consent. Those who answered are asked, too: their answer stays.
    """
    actor.require(policies.ISSUE, on=document.organisation)
    if not reason:
        raise NeedsReason
    document = held(document)
    require_state(
        document,
        DocumentState.ISSUED,
        DocumentState.SENT,
        DocumentState.CORRECTED,
        DocumentState.REPLACED,
    )
    document.state, document.withdrawn = DocumentState.RECALLED, reason
    document.withdrawn_on = at.date()
    document.save(update_fields=["state", "withdrawn", "withdrawn_on"])
    at_once, asked = _ask_back(actor, document, reason=reason, at=at)
    recalled.ask(Recalled(document=document, actor=actor, reason=reason, at=at))
    audit.record(
        actor=actor,
        verb="documents.recalled",
        target=document,
        organisation_id=document.organisation_id,
        reason=reason,
        changes={"at_once": at_once, "asked": asked},
    )
    return at_once, asked


def _ask_back(actor: Actor, document: Document, *, reason: str, at: datetime) -> tuple[int, int]:
    # Who has no line yet gets none; what is still on its way does not leave any more.
    Sending.objects.filter(
        document=document, stopped_at__isnull=True, written__lt=F("count")
    ).update(stopped_at=at)
    rows = Receiver.objects.filter(document=document, organisation__isnull=False)
    rows.filter(state=ReceiverState.QUEUED).update(
        state=ReceiverState.AGREED, changed_at=at, delivered_at=at
    )
    words: dict[str, Any] = {"document": document.pk, "at": at, "by": actor.name, "note": reason}
    with connection.cursor() as cursor:
        cursor.execute(_ASK, {**words, "state": ReceiverState.TAKEN_BACK, "taken_up": True})
        asked = int(cursor.rowcount)
        cursor.execute(_ASK, {**words, "state": ReceiverState.AGREED, "taken_up": False})
        at_once = int(cursor.rowcount)
    Incoming.objects.filter(
        document=document, receiver__state=ReceiverState.AGREED, state__in=WAITING
    ).update(state=IncomingState.WITHDRAWN, done_at=at)
    telling.nobody_answers(actor=actor, document=document, at=at)
    _give_back_answer(actor, document, at=at)
    tell_later(
        actor=actor,
        document=document,
        what="asked_back",
        context={
            "sender": name_of(document.organisation, on=at.date()),
            "reason": document.withdrawn,
        },
        at=at,
    )
    return at_once, asked


#: Who has taken it up is asked (13), who has not gives it back at once (15); each a step.
_ASK = """
WITH moved AS (
  UPDATE documents_receiver SET state = %(state)s, changed_at = %(at)s
  WHERE document_id = %(document)s AND organisation_id IS NOT NULL
    AND CASE WHEN %(taken_up)s THEN state NOT IN ('00', '01', '02', '13', '15')
        ELSE state = '01' END
  RETURNING id
)
INSERT INTO documents_receiverstep (receiver_id, state, at, by_name, note)
SELECT id, %(state)s, %(at)s, %(by)s, %(note)s FROM moved
"""


def _give_back_answer(actor: Actor, document: Document, *, at: datetime) -> None:
    """Where the paper is an answer that nobody had taken up yet, the matter is open again."""
    if document.answers_id is None:
        return
    asked = document.answers
    asker = asked.document.organisation_id if asked and asked.document else None
    taken_up = document.receivers.filter(organisation=asker).exclude(state=ReceiverState.AGREED)
    if not taken_up.exists():
        reopen_asked(actor=actor, answer=document, asker=asker, at=at)


@transaction.atomic
def remind(*, actor: Actor, document: Document, at: datetime) -> int:
    """Remind who has not answered (or, where no answer is wanted, not accepted); once a day."""
    actor.require(policies.ISSUE, on=document.organisation)
    day = at.date()
    rows = unanswered(document).filter(organisation__isnull=False)
    waiting = rows.filter(Q(reminded_at__isnull=True) | Q(reminded_at__date__lt=day)).update(
        reminded_at=at
    )
    if not waiting:
        raise NobodyLeftToRemind
    tell_later(
        actor=actor,
        document=document,
        what="reminded",
        turn=f".{at:%Y%m%d}",
        context={"symbol": document.symbol, "sender": name_of(document.organisation, on=day)},
        at=at,
    )
    audit.record(
        actor=actor,
        verb="documents.reminded",
        target=document,
        organisation_id=document.organisation_id,
        changes={"count": waiting},
    )
    return waiting
