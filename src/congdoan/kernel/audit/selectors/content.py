"""What of an entry is sealed, spelled so that it comes back from the database unchanged."""

from collections.abc import Mapping
from datetime import date
from enum import Enum

from django.db import models
from psycopg.types.range import Range

from congdoan.foundation import vietnamese
from congdoan.kernel.audit import rules
from congdoan.kernel.audit.models import AuditEntry


def plain(value: object) -> object:
    """
    Return ``value`` as JSON that ``jsonb`` gives back as it was.

    Numbers with a fraction become text: their spelling is not kept by the database.
    """
    if value is None or isinstance(value, bool) or type(value) is int:
        return value
    if isinstance(value, Mapping):
        return {text(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        inner = [plain(one) for one in value]
        return sorted(inner, key=repr) if isinstance(value, set | frozenset) else inner
    return text(_spelled(value))


def _spelled(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    if isinstance(value, Range):
        return f"[{value.lower or ''}, {value.upper or ''})"
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    return str(value)


def text(value: str) -> str:
    """Return composed text without what PostgreSQL cannot hold (NUL, lone surrogates)."""
    sound = value.encode("utf-8", "replace").decode("utf-8")
    return vietnamese.nfc(sound.replace("\x00", ""))


def sealed(entry: AuditEntry) -> rules.Sealed:
    """Return the entry as the chain sees it."""
    return rules.Sealed(
        sequence=entry.sequence,
        content={
            "organisation": entry.organisation_id,
            "at": rules.moment(entry.at),
            "actor": entry.actor_id,
            "actor_name": entry.actor_name,
            "acting_for": entry.acting_for,
            "verb": entry.verb,
            "target_type": entry.target_type,
            "target_id": entry.target_id,
            "target_label": entry.target_label,
            "changes": entry.changes,
            "reason": entry.reason,
        },
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )
