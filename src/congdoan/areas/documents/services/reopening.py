"""An answer that was taken back leaves the matter open again, here and at who asked."""

from datetime import datetime

from congdoan.areas.documents.enums import DocumentState, IncomingState, ReceiverState
from congdoan.areas.documents.models import Document, Incoming
from congdoan.areas.documents.services import telling
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit


def reopen_asked(*, actor: Actor, answer: Document, asker: int | None, at: datetime) -> None:
    """
    Open again what ``answer`` had settled (a step of recalling; ``asker`` is who gave it back).

    Nothing happens while another answer stands, or when somebody else than who asked gave it back.
    """
    if answer.answers_id is None:
        return
    asked = (
        Incoming.objects.select_for_update(of=("self",))
        .select_related("organisation", "document", "receiver")
        .get(pk=answer.answers_id)
    )
    if asked.document is not None and asked.document.organisation_id != asker:
        return
    others = Document.objects.filter(answers=asked, sent_at__isnull=False).exclude(pk=answer.pk)
    if others.exclude(state=DocumentState.RECALLED).exists():
        return
    _open_here(asked, answer, actor=actor, at=at)
    audit.record(
        actor=actor,
        verb="documents.reopened",
        target=asked,
        organisation_id=asked.organisation_id,
        changes={"answer": answer.symbol},
    )


def _open_here(asked: Incoming, answer: Document, *, actor: Actor, at: datetime) -> None:
    if asked.state == IncomingState.DONE:
        asked.state, asked.done_at = IncomingState.IN_PROGRESS, None
        asked.save(update_fields=["state", "done_at"])
    receiver = asked.receiver
    if receiver is not None:
        receiver.answered_at, receiver.changed_at = None, at
        if receiver.state == ReceiverState.DONE:
            receiver.state = ReceiverState.IN_PROGRESS
        receiver.save(update_fields=["answered_at", "changed_at", "state"])
        receiver.steps.create(
            state=receiver.state, at=at, by_name=actor.name, note=f"↩ {answer.symbol}"
        )
    telling.answer_wanted_again(asked)
