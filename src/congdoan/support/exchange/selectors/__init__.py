"""Reads: batches belong to their uploader and to whoever may import for the organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils.translation import gettext

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.exchange import policies
from congdoan.support.exchange.enums import Plan, RowState, Severity
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import ImportKind, find_kind, kinds

__all__ = [
    "Summary",
    "allowed_kind",
    "allowed_kinds",
    "home_organisation",
    "problem_texts",
    "rows_of",
    "summary_of",
    "visible_batch",
    "visible_batches",
]


def allowed_kinds(actor: Actor) -> list[ImportKind]:
    """Return the kinds the actor holds both rights for, somewhere."""
    if not actor.may_somewhere(policies.IMPORT):
        return []
    return [kind for kind in kinds() if actor.may_somewhere(kind.needs)]


def allowed_kind(actor: Actor, code: str) -> ImportKind:
    """:raises NotFound: when there is no such kind, or the actor lacks its right."""
    kind = find_kind(code)
    if kind is None or kind not in allowed_kinds(actor):
        raise NotFound
    return kind


def home_organisation(actor: Actor) -> Organisation | None:
    """Return the organisation the actor works for now; the operator of the system has none."""
    if actor.organisation_id is None:
        return None
    return Organisation.objects.filter(pk=actor.organisation_id).first()


def visible_batches(actor: Actor) -> QuerySet[ImportBatch]:
    own = Q(created_by_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    reached = Q(organisation__in=actor.reach(policies.IMPORT))
    allowed = [kind.code for kind in allowed_kinds(actor)]
    return ImportBatch.objects.filter(own | reached, kind__in=allowed)


def visible_batch(actor: Actor, pk: int) -> ImportBatch:
    """:raises NotFound: when there is none, or none the actor may see."""
    batch = visible_batches(actor).filter(pk=pk).first()
    if batch is None:
        raise NotFound
    return batch


def rows_of(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Return the rows of a batch the caller has checked; ``queue`` orders them worst first."""
    return batch.rows.select_related("batch").annotate(queue=Value(9) - F("severity"))


@dataclass(frozen=True)
class Summary:
    """The summary bar: rows by what they need from a person, and by what became of them."""

    ready: int
    warnings: int
    errors: int
    skipped: int
    asked: int
    created: int
    updated: int
    done: int
    refused: int
    total: int

    @property
    def parked(self) -> int:
        """Return how many rows wait for a person: to be corrected, or to say who is meant."""
        return self.errors + self.asked

    @property
    def to_do(self) -> int:
        """Return how many rows committing would write."""
        return self.created + self.updated


def summary_of(batch: ImportBatch) -> Summary:
    """Count in one query."""
    waiting = Q(state=RowState.WAITING)
    writes = waiting & Q(plan__in=[Plan.CREATE, Plan.UPDATE])
    counts = batch.rows.aggregate(
        ready=Count("pk", filter=writes & Q(severity=Severity.READY)),
        warnings=Count("pk", filter=writes & Q(severity=Severity.WARNING)),
        errors=Count("pk", filter=Q(plan=Plan.ERROR) & ~Q(state=RowState.UNDONE)),
        skipped=Count("pk", filter=Q(plan=Plan.SKIP)),
        asked=Count("pk", filter=waiting & Q(plan=Plan.ASK)),
        created=Count("pk", filter=waiting & Q(plan=Plan.CREATE)),
        updated=Count("pk", filter=waiting & Q(plan=Plan.UPDATE)),
        done=Count("pk", filter=Q(state=RowState.DONE)),
        refused=Count("pk", filter=Q(state=RowState.REFUSED)),
        total=Count("pk"),
    )
    return Summary(**counts)


def problem_texts(problems: Iterable[dict[str, Any]]) -> list[str]:
    """Return the sentences of a row's problems in the active language, worst first."""
    ordered = sorted(problems, key=lambda problem: -problem["severity"])
    return [gettext(problem["text"]).format(**problem["values"]) for problem in ordered]
