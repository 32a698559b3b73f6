"""Short steps at once, long ones in the background: alike for the pages and for programs."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.kinds import ImportKind
from congdoan.support.exchange.selectors import summary_of
from congdoan.support.exchange.services.background import begin_step
from congdoan.support.exchange.services.committing import commit_import
from congdoan.support.exchange.services.naming import needs_naming, wait_for_columns
from congdoan.support.exchange.services.planning import make_plan, take_in
from congdoan.support.exchange.services.undoing import begin_undo, undo_import

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation

#: A larger file (some 10,000 rows) is read in the background.
LARGEST_AT_ONCE = 700_000
#: More rows than this are written in the background: nobody waits a minute for an answer.
MOST_AT_ONCE = 3000


@transaction.atomic
def arrange_plan(
    *,
    actor: Actor,
    kind: ImportKind,
    organisation: "Organisation | None",
    upload: UploadedFile,
    options: dict[str, Any],
    look: bool = False,
    at: datetime,
) -> ImportBatch:
    """
    Take a file in: its plan, or a batch that waits for its columns or for the worker.

    :raises Refusal: as ``take_in`` and ``make_plan``
    """
    batch = take_in(
        actor=actor, kind=kind, organisation=organisation, upload=upload, options=options, at=at
    )
    if look or needs_naming(batch, kind):
        return wait_for_columns(batch)
    if (upload.size or 0) <= LARGEST_AT_ONCE or actor.user_id is None:
        return make_plan(actor=actor, batch_id=batch.pk, at=at)
    begin_step(batch_id=batch.pk, user_id=actor.user_id, step="exchange.plan")
    return batch


def arrange_commit(*, actor: Actor, batch: ImportBatch, at: datetime) -> bool:
    """Carry a plan out; False when it was left to the worker."""
    if summary_of(batch).to_do > MOST_AT_ONCE and actor.user_id:
        begin_step(batch_id=batch.pk, user_id=actor.user_id, step="exchange.commit")
        return False
    commit_import(actor=actor, batch_id=batch.pk, at=at)
    return True


def arrange_undo(*, actor: Actor, batch: ImportBatch, reason: str, at: datetime) -> bool:
    """Take a batch back; False when it was left to the worker."""
    if summary_of(batch).done > MOST_AT_ONCE and actor.user_id:
        begin_undo(actor=actor, batch_id=batch.pk, reason=reason)
        begin_step(batch_id=batch.pk, user_id=actor.user_id, step="exchange.undo")
        return False
    undo_import(actor=actor, batch_id=batch.pk, reason=reason, at=at)
    return True
