"""The same work at many organisations at once: one statement, however many."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import connection, transaction

from congdoan.foundation.actor import Actor
from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.rules import kinds, wording
from congdoan.support.worklist.services.syncing import Wanted, new_item

_OPEN = """
INSERT INTO worklist_workitem
  (kind, key, title, folded, organisation_id, position, source_label, source_url, why, due,
   opened_on, opened_by_name, state, closed_by_name)
SELECT %(kind)s, %(prefix)s || unit.id, %(title)s, %(folded)s, unit.id, %(position)s,
   %(source_label)s, %(source_url)s, '', %(due)s, %(on)s, %(by)s, 'OPEN', ''
FROM unnest(%(organisations)s::bigint[]) AS unit (id)
ON CONFLICT (key) DO NOTHING
"""


@transaction.atomic
def open_work_at(
    *,
    actor: Actor,
    kind: str,
    prefix: str,
    title: str,
    organisations: Collection[int],
    on: date,
    source_label: str,
    source_url: str,
    due: date | None,
    position: str = "",
) -> int:
    """
    Open the same work at each of ``organisations`` under ``prefix`` and its key; return how many.

    Where the key is known, what stands there stays.
    """
    title, source_label = wording.shortened(title), wording.shortened(source_label)
    values = {
        "kind": kinds.kind_of(kind).code,
        "prefix": prefix,
        "title": title,
        "folded": wording.folded(title, source_label),
        "organisations": sorted(set(organisations)),
        "position": position,
        "source_label": source_label,
        "source_url": source_url,
        "due": due,
        "on": on,
        "by": actor.name,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        return int(cursor.rowcount)


@transaction.atomic
def open_wanted(*, actor: Actor, wanted: Iterable[Wanted], on: date) -> None:
    """Open what is owed for the first time, by set; where a key is known, what stands stays."""
    rows = [new_item(one, actor=actor, on=on, at=None) for one in wanted]
    WorkItem.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def cancel_work_under(*, actor: Actor, prefix: str, at: datetime) -> int:
    """Say that nothing under ``prefix`` is owed any more; return how much was open."""
    return (
        WorkItem.objects.open()
        .under(prefix)
        .update(state=WorkState.CANCELLED, closed_at=at, closed_by_name=actor.name)
    )


@transaction.atomic
def reopen_work(*, key: str) -> bool:
    """Say that what was done is owed again; False when there was none done."""
    return bool(
        WorkItem.objects.filter(key=key, state=WorkState.DONE).update(
            state=WorkState.OPEN, closed_at=None, closed_by_name=""
        )
    )


@transaction.atomic
def restore_work_under(*, prefix: str) -> int:
    """Take a cancelling back (``cancel_work_under``): what was open then is owed again."""
    return (
        WorkItem.objects.under(prefix)
        .filter(state=WorkState.CANCELLED)
        .update(state=WorkState.OPEN, closed_at=None, closed_by_name="")
    )
