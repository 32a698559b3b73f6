from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import fold
from congdoan.kernel.audit import policies
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


def visible_log(actor: Actor, organisation_id: int) -> models.QuerySet[AuditEntry]:
    """
    Return an organisation's log as it stood at the end of the day looked at.

    :raises NotFound: when ``actor`` may not read it
    """
    if not actor.reach(policies.VIEW).filter(pk=organisation_id).exists():
        raise NotFound
    return _until(AuditEntry.objects.filter(organisation_id=organisation_id), actor)


def unscoped_installation_log(actor: Actor) -> models.QuerySet[AuditEntry]:
    """Return the log of what belongs to no organisation (sign-ins); for operators only."""
    return _until(AuditEntry.objects.filter(organisation_id__isnull=True), actor)


def actors_like(rows: models.QuerySet[AuditEntry], text: str) -> list[str]:
    """Return the spellings of actors' names in ``rows`` that hold ``text``, diacritics or not."""
    wanted = fold(text)
    spellings = rows.order_by("actor_name").values_list("actor_name", flat=True).distinct()
    return [name for name in spellings if wanted in fold(name)]


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _until(rows: models.QuerySet[AuditEntry], actor: Actor) -> models.QuerySet[AuditEntry]:
    if actor.as_of >= actor.today:
        return rows
    return rows.filter(at__lt=start_of(actor.as_of + timedelta(days=1)))
