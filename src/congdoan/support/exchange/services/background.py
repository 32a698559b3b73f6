"""Carrying a long plan out while its starter does other work, and telling them how it ended."""

from collections.abc import Mapping
from datetime import date, datetime

from django.urls import reverse

from congdoan.foundation.refusal import AlreadyDone, NotAllowed
from congdoan.kernel.access.api import actor_for, system_actor
from congdoan.kernel.accounts.models import User
from congdoan.support.exchange.enums import RowState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.services.committing import (
    NothingToImport,
    PlanOutOfDate,
    commit_import,
)
from congdoan.support.notifications.api import notify


def commit_import_of(*, user_id: int, batch_id: int, today: date, at: datetime) -> None:
    """
    Commit for the person who pressed the button, with the rights that person has now.

    For the background: a plan out of date goes back to review, one already carried out is left.
    The person is told of either end: nobody waits at the screen any more.
    """
    actor = actor_for(User.objects.get(pk=user_id), today=today)
    try:
        batch = commit_import(actor=actor, batch_id=batch_id, at=at)
    except AlreadyDone:
        return
    except (PlanOutOfDate, NothingToImport, NotAllowed) as refusal:
        stopped = ImportBatch.objects.get(pk=batch_id)
        why = {"file": stopped.file_name, "why": refusal.sentence}
        _tell(user_id, stopped, "exchange.stopped", why, at, key=f":{at.isoformat()}")
        return
    rows = batch.rows
    words = {
        "file": batch.file_name,
        "done": rows.filter(state=RowState.DONE).count(),
        "left": rows.exclude(state=RowState.DONE).count(),
    }
    _tell(user_id, batch, "exchange.finished", words, at)


def _tell(
    user_id: int,
    batch: ImportBatch,
    kind: str,
    words: Mapping[str, object],
    at: datetime,
    *,
    key: str = "",
) -> None:
    # Told by the system: nobody is told of what they did themselves, and this came later.
    notify(
        actor=system_actor(today=at.date()),
        kind=kind,
        key=f"{kind}:{batch.pk}{key}",
        at=at,
        users=[user_id],
        context=words,
        url=reverse("exchange:batch", args=[batch.pk]),
    )
