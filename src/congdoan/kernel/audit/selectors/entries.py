from collections.abc import Iterable

from django.db import models

from congdoan.kernel.audit.models import AuditEntry


def trail(target: models.Model, *, limit: int = 50) -> list[AuditEntry]:
    """
    Return what happened to ``target``, newest first.

    Not filtered by access: the caller has shown that its reader may see ``target``.
    """
    return trail_of([target], limit=limit)


def trail_of(targets: Iterable[models.Model], *, limit: int = 50) -> list[AuditEntry]:
    """Return what happened to any of ``targets`` (a record and its parts), newest first."""
    ids: dict[str, list[str]] = {}
    for target in targets:
        ids.setdefault(target._meta.label_lower, []).append(str(target.pk))
    if not ids:
        return []
    wanted = models.Q()
    for kind, keys in ids.items():
        wanted |= models.Q(target_type=kind, target_id__in=keys)
    return list(AuditEntry.objects.filter(wanted).order_by("-id")[:limit])
