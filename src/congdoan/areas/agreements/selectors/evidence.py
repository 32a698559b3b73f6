"""Records of the platform as evidence: what this slice and signing offer, and resolving links."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congdoan.areas.agreements.models import DutyEvidence, Review
from congdoan.areas.agreements.rules.evidence import Record, kind_of, kinds
from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.reviews import title_of
from congdoan.foundation.actor import Actor
from congdoan.support.signing.api import unscoped_packets_about, visible_packets

_OFFERED = 20


def offer_agreements(actor: Actor, agreement_id: int) -> Sequence[Record]:
    """Return the newest other agreements the actor may see."""
    rows = visible_agreements(actor).exclude(pk=agreement_id).order_by("-pk")[:_OFFERED]
    return [_agreement(row) for row in rows]


def find_agreement_records(actor: Actor, ids: Collection[int]) -> Mapping[int, Record]:
    return {row.pk: _agreement(row) for row in visible_agreements(actor).filter(pk__in=ids)}


def _agreement(row: Any) -> Record:
    return Record(row.pk, row.title, f"/phoi-hop/{row.pk}/")


def offer_reviews(actor: Actor, agreement_id: int) -> Sequence[Record]:
    """Return the reviews of the same agreement."""
    rows = Review.objects.filter(
        agreement=agreement_id, agreement__in=visible_agreements(actor)
    ).select_related("period")
    return [_review(row) for row in rows.order_by("window_from")[:_OFFERED]]


def find_review_records(actor: Actor, ids: Collection[int]) -> Mapping[int, Record]:
    rows = Review.objects.filter(pk__in=ids, agreement__in=visible_agreements(actor))
    return {row.pk: _review(row) for row in rows.select_related("period")}


def _review(row: Review) -> Record:
    return Record(row.pk, title_of(row), f"/phoi-hop/{row.agreement_id}/so-ket/{row.pk}/")


def offer_packets(actor: Actor, agreement_id: int) -> Sequence[Record]:
    """Return the packets in which the agreement went round for signatures."""
    about = unscoped_packets_about(SUBJECT, agreement_id)
    rows = visible_packets(actor).filter(pk__in=about.values("pk")).order_by("-pk")[:_OFFERED]
    return [_packet(row) for row in rows]


def find_packet_records(actor: Actor, ids: Collection[int]) -> Mapping[int, Record]:
    return {row.pk: _packet(row) for row in visible_packets(actor).filter(pk__in=ids)}


def _packet(row: Any) -> Record:
    return Record(row.pk, row.title, f"/ky-so/{row.pk}/")


def record_choices(actor: Actor, agreement_id: int) -> list[tuple[Any, Any]]:
    """Return what may be attached, grouped by kind; the value is "kind:id"."""
    groups = []
    for kind in kinds():
        records = [
            (f"{kind.code}:{one.pk}", one.name[:120]) for one in kind.offer(actor, agreement_id)
        ]
        if records:
            groups.append((kind.label, records))
    return groups


def find_record(actor: Actor, code: str, pk: int) -> Record | None:
    """Return a record the actor may open, or None."""
    kind = kind_of(code)
    return kind.find(actor, [pk]).get(pk) if kind else None


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as this person sees it; no address when they may not open it."""

    evidence: DutyEvidence
    name: str
    url: str
    kind: object = ""


def shown_evidence(actor: Actor, rows: Iterable[DutyEvidence]) -> list[Shown]:
    """Resolve the records among pieces of evidence; one query a kind."""
    given = list(rows)
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in given:
        if one.record_id is not None:
            wanted[one.record_kind].add(one.record_id)
    found = {code: kind.find(actor, ids) for code, ids in wanted.items() if (kind := kind_of(code))}
    return [_shown(one, found) for one in given]


def _shown(one: DutyEvidence, found: Mapping[str, Mapping[int, Record]]) -> Shown:
    if one.record_id is None:
        return Shown(one, one.label, one.link)
    kind = kind_of(one.record_kind)
    record = found.get(one.record_kind, {}).get(one.record_id)
    name, url = (record.name, record.url) if record else (one.label, "")
    return Shown(one, name, url, kind.label if kind else "")
