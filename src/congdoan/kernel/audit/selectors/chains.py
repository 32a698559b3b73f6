"""Reading chains for the check; unfiltered, hence for the command only."""

from dataclasses import dataclass
import itertools
from typing import Any

from django.db.models import Subquery

from congdoan.kernel.audit import rules
from congdoan.kernel.audit.models import AuditEntry, AuditHead
from congdoan.kernel.audit.selectors.content import sealed


@dataclass(frozen=True)
class Verdict:
    """One chain's state; ``head`` is worth writing down outside the database."""

    organisation_id: int | None
    head: rules.Head | None
    faults: tuple[rules.Fault, ...]


def unscoped_chains() -> list[int | None]:
    """Return every chain there is, also one whose head or rows have vanished."""
    ids = set(AuditHead.objects.values_list("organisation_id", flat=True))
    ids |= set(AuditEntry.objects.order_by().values_list("organisation_id", flat=True).distinct())
    return sorted(ids, key=lambda pk: pk or 0)


def unscoped_verdict(organisation_id: int | None) -> Verdict:
    """
    Check one chain as it stood at one moment, while others may be writing.

    The head travels with the entries: one statement sees one moment, locks nothing, and lets go
    before the next chain. Asked for by itself, the head would be older than an entry written in
    between, which looks like a forgery. Only a chain without entries takes the head read before:
    entries are never removed, so none now means none then.
    """
    chain = (
        {"organisation_id__isnull": True}
        if organisation_id is None
        else {"organisation_id": organisation_id}
    )
    heads = AuditHead.objects.filter(**chain)
    before = heads.first()
    entries = (
        AuditEntry.objects.filter(**chain)
        .annotate(
            head_sequence=Subquery(heads.values("sequence")[:1]),
            head_hash=Subquery(heads.values("hash")[:1]),
        )
        .order_by("sequence", "id")
        .iterator(chunk_size=2000)
    )
    first: Any = next(entries, None)
    if first is None:
        head = rules.Head(before.sequence, before.hash) if before else None
        return Verdict(organisation_id, head, tuple(rules.faults([], head)))
    there = first.head_sequence is not None
    head = rules.Head(first.head_sequence, first.head_hash) if there else None
    walk = (sealed(entry) for entry in itertools.chain([first], entries))
    return Verdict(organisation_id, head, tuple(rules.faults(walk, head)))
