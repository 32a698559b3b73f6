from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from congdoan.foundation import clock
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import rules
from congdoan.kernel.audit.enums import SEEN
from congdoan.kernel.audit.models import AuditEntry, AuditHead
from congdoan.kernel.audit.selectors import content, verbs


def record(
    *,
    actor: Actor,
    verb: str,
    target: models.Model,
    organisation_id: int | None,
    changes: Mapping[str, object] | None = None,
    reason: str = "",
    label: str = "",
) -> None:
    """
    Write one act into the organisation's log, in the caller's transaction.

    Call it last in a service: from here to the end of the transaction other writers of the same
    organisation wait. ``label`` is what people read; without it ``str(target)`` is kept.

    :raises ValueError: when no ``declare_verb`` gave ``verb`` its sentence
    """
    write(
        actor=actor,
        verb=verb,
        target=target,
        organisation_id=organisation_id,
        changes=changes or {},
        reason=reason,
        label=label,
        at=clock.now(),
    )


def seen(
    *, actor: Actor, target: models.Model, organisation_id: int | None, purpose: str = ""
) -> None:
    """Write down who looked at something sensitive, and what for."""
    record(actor=actor, verb=SEEN, target=target, organisation_id=organisation_id, reason=purpose)


@transaction.atomic
def write(
    *,
    actor: Actor,
    verb: str,
    target: models.Model,
    organisation_id: int | None,
    changes: Mapping[str, object],
    reason: str,
    label: str,
    at: datetime,
) -> AuditEntry:
    verbs.require_declared(verb)
    head = _locked_head(organisation_id)
    entry = AuditEntry(
        organisation_id=organisation_id,
        sequence=head.sequence + 1,
        at=at,
        actor_id=actor.user_id,
        actor_name=content.text(actor.name)[:200],
        acting_for=content.text(actor.acting_for)[:200],
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=content.text(label or str(target))[:300],
        changes=content.plain(changes),
        reason=content.text(reason),
        previous_hash=head.hash,
    )
    link = content.sealed(entry)
    entry.hash = rules.seal(
        sequence=link.sequence, content=link.content, previous_hash=link.previous_hash
    )
    entry.save(force_insert=True)
    head.sequence, head.hash = entry.sequence, entry.hash
    head.save(update_fields=["sequence", "hash"])
    return entry


def _locked_head(organisation_id: int | None) -> AuditHead:
    """Return the chain's head, locked until the transaction ends; made on first use."""
    chain = (
        {"organisation_id__isnull": True}
        if organisation_id is None
        else {"organisation_id": organisation_id}
    )
    heads = AuditHead.objects.select_for_update().filter(**chain)
    head = heads.first()
    if head is None:
        AuditHead.objects.bulk_create(
            [AuditHead(organisation_id=organisation_id, hash=rules.NOTHING_BEFORE)],
            ignore_conflicts=True,
        )
        head = heads.get()
    return head
