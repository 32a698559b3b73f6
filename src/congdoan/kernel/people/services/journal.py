"""
What a merge wrote, row by row, so that it can be taken back.

A step names a row, what was done to it, and the columns as they were and as they became. The rows
themselves are looked up by label and key: whatever slice owns them, the way back is the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from congdoan.foundation.kept_rows import keep, read

CHANGED, CREATED, DELETED = "CHANGED", "CREATED", "DELETED"
Step = dict[str, Any]
Row = tuple[str, int]


@dataclass
class Journal:
    """The steps of one merge, in their order."""

    steps: list[Step] = field(default_factory=list)

    def change(self, row: models.Model, **values: Any) -> None:
        """Set columns of a row (``person_id=…``) and remember what they were."""
        before = keep([row])[0]
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        after = keep([row])[0]
        touched = [name for name in before if before[name] != after[name]]
        if touched:
            self._note(
                row,
                CHANGED,
                {name: before[name] for name in touched},
                {name: after[name] for name in touched},
            )

    def create(self, row: models.Model) -> None:
        row.save(force_insert=True)
        row.refresh_from_db()
        self._note(row, CREATED, {}, keep([row])[0])

    def delete(self, row: models.Model) -> None:
        self._note(row, DELETED, keep([row])[0], {})
        row.delete()

    def move(self, rows: Iterable[models.Model], column: str, to: int) -> list[models.Model]:
        """Give rows to the survivor; what they have already stays behind. Return what moved."""
        moved = []
        for row in rows:
            try:
                with transaction.atomic():
                    self.change(row, **{column: to})
            except IntegrityError:
                continue
            moved.append(row)
        return moved

    def _note(self, row: models.Model, did: str, was: Any, now: Any) -> None:
        self.steps.append(
            {"row": row._meta.label, "pk": int(row.pk), "did": did, "was": was, "now": now}
        )


@cache
def model_named(label: str) -> type[models.Model]:
    """Return the table a step, or a declared link, names: of whatever slice it is."""
    return next(model for model in apps.get_models() if model._meta.label == label)


def changed_since(steps: Sequence[Step]) -> list[str]:
    """Return in words what of a merge's own writing others have changed or taken away since."""
    left: dict[Row, dict[str, Any] | None] = {}
    for step in steps:
        row = (step["row"], step["pk"])
        left[row] = None if step["did"] == DELETED else {**(left.get(row) or {}), **step["now"]}
    words = []
    for label in dict.fromkeys(label for label, _pk in left):
        model = model_named(label)
        keys = [pk for name, pk in left if name == label]
        there = {row.pk: row for row in _rows(model).filter(pk__in=keys)}
        for pk in keys:
            words += _differences(model, there.get(pk), left[label, pk])
    return words


def _differences(
    model: type[models.Model], row: models.Model | None, wanted: dict[str, Any] | None
) -> list[str]:
    name = str(model._meta.verbose_name)
    if wanted is None:
        return [f"{name}: {row}"] if row is not None else []
    if row is None:
        return [name]
    now = keep([row])[0]
    fields = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields}
    return [f"{name}: {fields[column]}" for column in wanted if now[column] != wanted[column]]


def take_back(steps: Sequence[Step]) -> None:
    """Write every row as it was, the last step first."""
    for step in reversed(steps):
        model = model_named(step["row"])
        if step["did"] == CREATED:
            _rows(model).filter(pk=step["pk"]).delete()
        elif step["did"] == DELETED:
            _rows(model).bulk_create(read(model, [step["was"]]))
        else:
            columns = {field.attname: field for field in model._meta.concrete_fields}
            was = {
                name: None if text is None else columns[name].to_python(text)
                for name, text in step["was"].items()
            }
            _rows(model).filter(pk=step["pk"]).update(**was)


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._base_manager.all()  # noqa: SLF001 - Django's documented name
