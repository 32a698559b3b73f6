"""Names of fields as people know them, for rows that tell what changed."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import models

from congdoan.kernel.audit.enums import FIELDS
from congdoan.kernel.audit.models import AuditEntry

LONGEST = 80


@cache
def _models() -> dict[str, type[models.Model]]:
    return {model._meta.label_lower: model for model in apps.get_models()}


def field_label(target_type: str, name: str) -> str:
    """Return the field's Vietnamese name, or ``name`` itself when it is no field."""
    model = _models().get(target_type)
    fields = {field.name: field for field in model._meta.get_fields()} if model else {}
    return str(getattr(fields.get(name), "verbose_name", name))


def changes_told(entry: AuditEntry) -> str:
    """Return ``field: old → new`` (or ``field: value``), shortened; the row keeps all."""
    return "; ".join(_told(entry.target_type, name, value) for name, value in entry.changes.items())


def _told(target_type: str, name: str, value: object) -> str:
    if name == FIELDS and isinstance(value, list):
        return ", ".join(field_label(target_type, str(one)) for one in value)
    label = field_label(target_type, name)
    if isinstance(value, list) and len(value) == 2:
        return f"{label}: {_short(value[0])} → {_short(value[1])}"
    return f"{label}: {_short(value)}"


def _short(value: object) -> str:
    if isinstance(value, dict | list):
        value = ", ".join(_items(value))
    text = "—" if value in (None, "") else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _items(value: dict[str, object] | list[object]) -> Iterable[str]:
    if isinstance(value, dict):
        return (f"{name} {inner}" for name, inner in value.items())
    return (str(inner) for inner in value)
