"""
What an event wrote, as steps that take it back.

Each step names one row: ``created`` rows are deleted, ``changed`` rows get their old values again.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    Organisation,
    OrganisationProfile,
    Placement,
)

TABLES: dict[str, type[models.Model]] = {
    "organisation": Organisation,
    "profile": OrganisationProfile,
    "placement": Placement,
    "counterpart": Counterpart,
    "grouping_member": GroupingMember,
}
_NAMES = {model: name for name, model in TABLES.items()}


def _to_json(value: Any) -> Any:
    if isinstance(value, DateRange):
        bounds = (value.lower, value.upper)
        return {"span": [bound.isoformat() if bound else None for bound in bounds]}
    return value


def read_value(value: Any) -> Any:
    if isinstance(value, dict) and "span" in value:
        lower, upper = (date.fromisoformat(bound) if bound else None for bound in value["span"])
        return DateRange(lower, upper, "[)")
    return value


class Ledger:
    """Writes rows for an event and remembers the way back."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []

    def created(self, row: models.Model) -> None:
        self.steps.append({"table": _NAMES[type(row)], "id": row.pk, "op": "created"})

    def change(self, row: models.Model, **values: Any) -> None:
        """Set ``values`` on ``row``, save them, remember the old ones."""
        old = {name: _to_json(getattr(row, name)) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self.steps.append({"table": _NAMES[type(row)], "id": row.pk, "op": "changed", "old": old})

    def change_many(self, rows: models.QuerySet[Any], **values: Any) -> None:
        """``change`` for many rows that get the same values; one statement."""
        old = list(rows.values("pk", *values))
        rows.update(**values)
        name = _NAMES[rows.model]
        for row in old:
            pk = row.pop("pk")
            before = {key: _to_json(value) for key, value in row.items()}
            self.steps.append({"table": name, "id": pk, "op": "changed", "old": before})

    def cut_many(self, rows: Iterable[models.Model], *, on: date) -> None:
        """End dated rows on ``on`` (one statement a table); what would begin later is removed."""
        by_table: dict[type[models.Model], list[Any]] = {}
        for row in rows:
            valid: DateRange = row.valid  # type: ignore[attr-defined]
            if valid.lower is not None and valid.lower >= on:
                self.remove(row)
                continue
            old = {"valid": _to_json(valid)}
            row.valid = span(valid.lower, on)  # type: ignore[attr-defined]
            self.steps.append(
                {"table": _NAMES[type(row)], "id": row.pk, "op": "changed", "old": old}
            )
            by_table.setdefault(type(row), []).append(row)
        for model, changed in by_table.items():
            model._default_manager.bulk_update(changed, ["valid"], batch_size=1000)  # noqa: SLF001

    def remove(self, row: models.Model) -> None:
        """Delete a row that would begin on or after the event (its place is taken)."""
        fields = {
            field.attname: _to_json(getattr(row, field.attname))
            for field in row._meta.concrete_fields
        }
        self.steps.append({"table": _NAMES[type(row)], "op": "removed", "row": fields})
        row.delete()


def take_back(steps: list[dict[str, Any]]) -> None:
    """Undo the steps, last first; neighbours that founded rows of one table go together."""
    for (table, op), group in groupby(
        reversed(steps), key=lambda step: (step["table"], step["op"])
    ):
        manager = TABLES[table]._default_manager  # noqa: SLF001 - Django's documented name
        if op == "created":
            manager.filter(pk__in=[step["id"] for step in group]).delete()
            continue
        for step in group:
            if op == "changed":
                values = {name: read_value(value) for name, value in step["old"].items()}
                manager.filter(pk=step["id"]).update(**values)
            else:
                manager.create(**{name: read_value(value) for name, value in step["row"].items()})
