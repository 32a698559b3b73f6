"""Dated rows kept as JSON, to be put back exactly as they were."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from congdoan.foundation.valid_time import overlap

Kept = list[dict[str, Any]]


def keep(rows: Iterable[models.Model]) -> Kept:
    """Return every column of the rows as words, their keys with them, in the order of the keys."""
    return [
        {
            field.attname: None
            if getattr(row, field.attname) is None
            else field.value_to_string(row)
            for field in row._meta.concrete_fields
        }
        for row in sorted(rows, key=lambda row: int(row.pk))
    ]


def read(model: type[models.Model], kept: Kept) -> list[Any]:
    """Return the kept rows as objects that are not saved."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return [
        model(
            **{
                name: None if text is None else columns[name].to_python(text)
                for name, text in row.items()
            }
        )
        for row in kept
    ]


def rewrite(model: type[models.Model], rows: Sequence[Any], *, gone: Iterable[int]) -> None:
    """
    Let dated rows stand as given, and those with the keys ``gone`` not at all.

    Spans that meet are moved in two steps, the shorter first: at no moment do two hold one day.
    Rows without a key get one.
    """
    manager = model._default_manager  # noqa: SLF001 - Django's documented name
    manager.filter(pk__in=list(gone)).delete()
    present = manager.in_bulk([row.pk for row in rows if row.pk])
    shorter = []
    for row in rows:
        known: Any = present.get(row.pk)
        both = overlap(known.valid, row.valid) if known else None
        if known and both is None:
            known.delete()
            del present[row.pk]
        elif known and both != known.valid:
            known.valid = both
            shorter.append(known)
    manager.bulk_update(shorter, ["valid"], batch_size=1000)
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    kept = [row for row in rows if row.pk in present]
    manager.bulk_update(kept, columns, batch_size=500)
    manager.bulk_create([row for row in rows if row.pk not in present], batch_size=1000)
