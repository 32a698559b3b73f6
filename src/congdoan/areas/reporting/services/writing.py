"""
Filling a report in. Several people may write at once and lose nothing.

Each figure or text comes with what its writer saw there. What nobody changed meanwhile is taken;
where somebody else wrote something different, theirs stays and the writer is told both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.rules.moves import may_move
from congdoan.areas.reporting.rules.seen import seen_of
from congdoan.areas.reporting.selectors.cells import Layout, layout_of
from congdoan.areas.reporting.selectors.prefill import computed, kept_from
from congdoan.areas.reporting.selectors.standing import may_write
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal

#: Longest text of a section, a reason, an explanation.
TEXT, REASON = 20_000, 1_000


class RoundIsLocked(Refusal):
    """Đợt báo cáo đã khóa nên không ghi thêm được; hãy đề nghị đơn vị mở đợt mở khóa lại."""


class NotWithAuthor(Refusal):
    """Báo cáo đã nộp nên không sửa được; nếu cần sửa, hãy đề nghị cấp trên trả lại."""


@dataclass(frozen=True)
class Change:
    """What somebody wrote in one place, and what stood there when they began (a text's mark)."""

    new: Any
    seen: Any


@dataclass(frozen=True)
class Entry:
    """What was written: figures and reasons by position, texts by code, explanations by key."""

    figures: Mapping[int, Change] = field(default_factory=dict)
    reasons: Mapping[str, Change] = field(default_factory=dict)
    narrative: Mapping[str, Change] = field(default_factory=dict)
    explanations: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """Somebody else wrote there meanwhile: what stands, what was wanted."""

    kind: str
    place: str
    standing: Any
    wanted: Any


@dataclass(frozen=True)
class Saved:
    report: Report
    clashes: list[Clash]
    changed: int
    by: str = ""


@transaction.atomic
def save_entry(*, actor: Actor, report: Report, entry: Entry, at: datetime) -> Saved:
    """
    Write what was changed; clashes are told, never overwritten.

    :raises RoundIsLocked, NotWithAuthor: when nothing may be written
    :raises NotAllowed: to who does not write for the organisation
    """
    held = hold(actor, report)
    layout = layout_of(held.round.version)
    before_by = held.edited_by_name
    start(actor, held, layout, at)
    clashes, changed = _figures(held, layout, entry.figures)
    for kind, texts, limit in (
        ("reasons", entry.reasons, REASON),
        ("explanations", entry.explanations, REASON),
        ("narrative", entry.narrative, TEXT),
    ):
        more, count = _texts(held, kind, texts, limit)
        clashes += more
        changed += count
    if changed:
        held.revision += 1
        held.edited_at, held.edited_by_name = at, actor.name[:160]
    held.save(
        update_fields=[
            *("entered", "prefilled", "prefilled_at", "reasons", "explanations", "narrative"),
            *("revision", "edited_at", "edited_by_name"),
        ]
    )
    return Saved(held, clashes, changed, before_by)


def share_round(report: Report) -> None:
    """Keep the round as it is until the end: a lock waits for what is under way, or is seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM reporting_round WHERE id = %s FOR SHARE", [report.round_id])


def hold(actor: Actor, report: Report) -> Report:
    """Return the report, locked for writing by somebody who may."""
    if not may_write(actor, report):
        actor.require(policies.WRITE, on=report.organisation)
        raise NotAllowed
    share_round(report)
    held = (
        Report.objects.select_for_update(of=("self",))
        .select_related("round__version__form", "organisation", "superior", "second")
        .get(pk=report.pk)
    )
    if not held.round.is_open:
        raise RoundIsLocked
    if not may_move("write", held.state):
        raise NotWithAuthor
    return held


def start(actor: Actor, report: Report, layout: Layout, at: datetime) -> None:
    """Bring what the platform counted into a report nobody has begun."""
    size = len(layout.cells)
    report.entered = [*report.entered, *[None] * (size - len(report.entered))][:size]
    if report.prefilled_at is not None:
        return
    found = computed(actor, layout, report)
    report.prefilled, report.prefilled_at = found, at
    report.entered = [
        held if held is not None else known
        for held, known in zip(report.entered, found, strict=True)
    ]


def _figures(
    report: Report, layout: Layout, wanted: Mapping[int, Change]
) -> tuple[list[Clash], int]:
    clashes: list[Clash] = []
    changed = 0
    boxes = {one.position: one for one in layout.entered}
    figures = list(report.entered)
    for position, change in wanted.items():
        if position not in boxes or change.new == change.seen:
            continue
        standing = figures[position]
        if standing == change.new:
            continue
        if standing != change.seen:
            clashes.append(Clash("figure", str(position), standing, change.new))
            continue
        figures[position] = change.new
        changed += 1
    report.entered = figures
    return clashes, changed


def _texts(
    report: Report, kind: str, wanted: Mapping[str, Change], limit: int
) -> tuple[list[Clash], int]:
    held: dict[str, str] = dict(getattr(report, kind))
    clashes: list[Clash] = []
    changed = 0
    for place, change in wanted.items():
        standing = held.get(place, "")
        new = str(change.new)[:limit]
        if new == standing or seen_of(new) == change.seen:
            continue
        if seen_of(standing) != change.seen:
            clashes.append(Clash(kind, place, standing, new))
            continue
        held[place] = new
        if not new:
            del held[place]
        changed += 1
    setattr(report, kind, held)
    return clashes, changed


@transaction.atomic
def refresh_prefill(*, actor: Actor, report: Report, at: datetime) -> Report:
    """
    Count again what the platform knows; figures nobody changed follow, overrides stay.

    :raises RoundIsLocked, NotWithAuthor: when nothing may be written
    """
    held = hold(actor, report)
    layout = layout_of(held.round.version)
    start(actor, held, layout, at)
    found = computed(actor, layout, held)
    for position in kept_from(actor, layout, held):
        # Counted by somebody who may: it stays as it is.
        found[position] = held.prefilled[position]
    figures: list[Decimal | None] = []
    for old, new, said in zip(held.prefilled, found, held.entered, strict=True):
        figures.append(new if said == old else said)
    held.entered, held.prefilled, held.prefilled_at = figures, found, at
    held.revision += 1
    held.edited_at, held.edited_by_name = at, actor.name[:160]
    held.save(
        update_fields=[
            "entered",
            "prefilled",
            "prefilled_at",
            "revision",
            "edited_at",
            "edited_by_name",
        ]
    )
    return held
