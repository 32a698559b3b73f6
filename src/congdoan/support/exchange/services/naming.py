"""A person says what the columns of a file are; the organisation remembers it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.exchange import policies
from congdoan.support.exchange.enums import BatchState
from congdoan.support.exchange.models import ColumnMemory, ImportBatch
from congdoan.support.exchange.rules.kinds import ImportKind
from congdoan.support.exchange.services.planning import kind_of, table_of

#: States in which the columns of a kept file may still be named.
NAMEABLE = (BatchState.MAPPING, BatchState.PLANNED)


class ColumnTwice(Refusal):
    """Hai cột của tệp cùng được chọn là “{column}”; hãy bỏ chọn một cột."""


class ColumnNotNamed(Refusal):
    """Chưa chọn cột nào là {columns}; hãy chọn rồi bấm tiếp."""


def needs_naming(batch: ImportBatch, kind: ImportKind) -> bool:
    """Tell whether a person must look: a needed column was not found, or one only guessed."""
    headings = table_of(batch, kind).headings
    return bool(headings.missing(kind.columns) or headings.doubtful)


def wait_for_columns(batch: ImportBatch) -> ImportBatch:
    batch.state = BatchState.MAPPING
    batch.save(update_fields=["state"])
    return batch


@transaction.atomic
def name_columns(
    *,
    actor: Actor,
    batch_id: int,
    sheet: int,
    heads_at: int,
    mapping: Mapping[str, int],
    at: datetime,
) -> ImportBatch:
    """
    Take the sheet, the row of headings and the columns a person chose; the plan is made of them.

    The next file of this organisation with the same headings needs no choice.

    :raises AlreadyDone: when the batch was carried out, or its file is gone
    :raises ColumnNotNamed: when a required column is missing
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    actor.require(policies.IMPORT, on=batch.organisation)
    kind = kind_of(batch)
    actor.require(kind.needs, on=batch.organisation)
    if batch.state not in NAMEABLE or not batch.has_file:
        raise AlreadyDone
    named = {code.partition(":")[0] for code in mapping}
    missing = [c.label for c in kind.columns if c.required and c.code not in named]
    if missing:
        raise ColumnNotNamed(columns=", ".join(f"“{label}”" for label in missing))
    batch.reading = {"choice": {"sheet": sheet, "at": heads_at, "mapping": dict(mapping)}}
    batch.state = BatchState.PLANNING
    batch.save(update_fields=["reading", "state"])
    ColumnMemory.objects.update_or_create(
        organisation=batch.organisation,
        kind=kind.code,
        signature=table_of(batch, kind).signature,
        defaults={"mapping": dict(mapping), "used_at": at},
    )
    audit.record(
        actor=actor,
        verb="exchange.named",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={"kind": kind.code, "columns": sorted(mapping)},
    )
    return batch
