"""What people's files said is not kept for ever: the outcome stays, the cells go."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from congdoan.kernel.access.api import system_actor
from congdoan.support.exchange.enums import BatchState
from congdoan.support.exchange.models import ImportBatch, ImportPart, ImportRow
from congdoan.support.exchange.services.owing import KEPT, forget_parked

#: Nights may be missed: so long back the work lists are looked through.
_LATELY = timedelta(days=30)
#: A plan nobody carried out is put away after so long.
WAITED = timedelta(days=30)

_FORGET = """
UPDATE exchange_importrow SET raw = '[]', parsed = '{}', edits = '{}', keys = '[]',
       problems = '[]', inverse = '{}'
WHERE batch_id = ANY(%s) AND raw <> '[]'
"""


def clear_cells(*, kind: str, column: str, targets: Collection[int], facts: str) -> int:
    """
    Empty one column of everything imported, or planned, for these targets; return how many rows.

    ``facts`` is the entry of ``parsed["facts"]`` and ``inverse["facts"]`` that goes with it: what
    may not be kept in the register lies in no plan either, and undoing does not bring it back.
    """
    rows = ImportRow.objects.select_for_update(of=("self",)).select_related("batch")
    rows = rows.filter(
        batch__kind=kind, batch__mapping__has_key=column, target_id__in=list(targets)
    )
    found = list(rows.exclude(raw=[]))
    for row in found:
        place = row.batch.mapping[column]
        row.raw = ["" if at == place else text for at, text in enumerate(row.raw)]
        row.edits.pop(column, None)
        row.problems = [one for one in row.problems if one["column"] != column]
        for kept in (row.parsed, row.inverse):
            kept.get("facts", {}).pop(facts, None)
    ImportRow.objects.bulk_update(found, ["raw", "edits", "problems", "parsed", "inverse"])
    return len(found)


def forget_rows(*, at: datetime) -> int:
    """Empty the rows of batches that ended long ago; return how many rows."""
    waiting = [BatchState.MAPPING, BatchState.PLANNED, BatchState.PLANNING, BatchState.UNREADABLE]
    ImportBatch.objects.filter(state__in=waiting, created_at__lt=at - WAITED).update(
        state=BatchState.DISCARDED
    )
    ended = ImportBatch.objects.filter(
        state__in=[BatchState.DONE, BatchState.UNDONE, BatchState.DISCARDED],
        created_at__lt=at - KEPT,
    )
    ids = list(ended.values_list("pk", flat=True))
    ImportPart.objects.filter(batch__in=ids).delete()
    ended.update(skipped=[])
    lately = ended.filter(state=BatchState.DONE, created_at__gte=at - KEPT - _LATELY)
    forget_parked(
        actor=system_actor(today=timezone.localdate(at)),
        batches=list(lately.values_list("pk", flat=True)),
        at=at,
    )
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [ids])
        return int(cursor.rowcount)
