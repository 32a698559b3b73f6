"""Reading chains for the check; unfiltered, hence for the command only."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

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
    chain = (
        {"organisation_id__isnull": True}
        if organisation_id is None
        else {"organisation_id": organisation_id}
    )
    row = AuditHead.objects.filter(**chain).first()
    head = rules.Head(row.sequence, row.hash) if row else None
    entries = AuditEntry.objects.filter(**chain).order_by("sequence", "id")
    return Verdict(organisation_id, head, tuple(rules.faults(_sealed(entries), head)))


def _sealed(entries: "QuerySet[AuditEntry]") -> Iterator[rules.Sealed]:
    return (sealed(entry) for entry in entries.iterator(chunk_size=2000))
