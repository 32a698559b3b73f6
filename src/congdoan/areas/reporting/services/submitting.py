"""Submitting a report: what stops it is told with its numbers; what was said is frozen."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from congdoan.areas.reporting.enums import ReportState, RollUp, StepKind
from congdoan.areas.reporting.models import Report, ReportStep, Snapshot
from congdoan.areas.reporting.rules.moves import may_move
from congdoan.areas.reporting.selectors.cells import Layout, label_of, layout_of
from congdoan.areas.reporting.selectors.findings import found_in, shown
from congdoan.areas.reporting.selectors.prefill import previous
from congdoan.areas.reporting.selectors.standing import in_place_of
from congdoan.areas.reporting.services.rolling import mark_dirty
from congdoan.areas.reporting.services.telling import tell
from congdoan.areas.reporting.services.work import submitted_work
from congdoan.areas.reporting.services.writing import (
    Entry,
    NotWithAuthor,
    Saved,
    hold,
    save_entry,
    start,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation


class FigureMissing(Refusal):
    """Chưa có số ở dòng {line}; hãy nhập rồi nộp."""


class PairMissing(Refusal):
    """Dòng {line} và dòng {other} phải đi cùng nhau; hãy nhập cả hai hoặc để trống cả hai rồi nộp."""  # noqa: E501


class SectionMissing(Refusal):
    """Chưa viết phần “{section}”; hãy viết rồi nộp."""


class ReasonMissing(Refusal):
    """Dòng {line} ghi {value}, hệ thống tính được {known}; hãy ghi lý do khác nhau."""


class DoesNotHold(Refusal):
    """{sentence} Hãy sửa số rồi nộp."""


class ExplanationMissing(Refusal):
    """{sentence} Nếu đúng như vậy, hãy ghi giải trình cho cấp trên."""


@transaction.atomic
def submit_report(*, actor: Actor, report: Report, on: date, at: datetime) -> Report:
    """
    Hand a report to who accepts it.

    :raises FigureMissing, PairMissing, SectionMissing, ReasonMissing: what is not there yet
    :raises DoesNotHold, ExplanationMissing: what the checks found, with the numbers
    :raises RoundIsLocked, NotWithAuthor: when it cannot be submitted now
    """
    held = hold(actor, report)
    if not may_move("submit", held.state):
        raise NotWithAuthor
    layout = layout_of(held.round.version)
    start(held, layout, at)
    for refusal in obstacles(held, layout):
        raise refusal
    return _take(actor, held, on, at, also=("entered", "prefilled", "prefilled_at"))


@transaction.atomic
def hand_in(
    *, actor: Actor, report: Report, entry: Entry, on: date, at: datetime
) -> tuple[Saved, list[Refusal]]:
    """
    Write what was changed and hand the report in; what stops it leaves it written.

    :raises RoundIsLocked, NotWithAuthor, NotAllowed: when nothing may be written
    """
    saved = save_entry(actor=actor, report=report, entry=entry, at=at)
    stops = obstacles(saved.report, layout_of(saved.report.round.version))
    if not saved.clashes and not stops:
        # The report is still held, as save_entry took it.
        _take(actor, saved.report, on, at)
    return saved, stops


def _take(
    actor: Actor, held: Report, on: date, at: datetime, *, also: Sequence[str] = ()
) -> Report:
    held.state, held.submitted_at, held.submitted_by_name = (
        ReportState.SUBMITTED,
        at,
        actor.name[:160],
    )
    held.late = _first_day(held, on) > held.due_on
    held.second_accepted_at = None
    held.save(
        update_fields=[
            *("state", "submitted_at", "submitted_by_name", "late", "second_accepted_at"),
            *also,
        ]
    )
    freeze(actor, held, StepKind.SUBMITTED, held.organisation, at)
    mark_dirty(held, at=at)
    judge = judge_of(held, on=on)
    submitted_work(actor=actor, report=held, judge=judge, on=on, at=at)
    others = [held.second_id] if held.second_id else []
    tell(
        actor=actor, report=held, kind="submitted", organisations=[judge.pk, *others], on=on, at=at
    )
    note(actor, held, "submitted", {"revision": held.revision, "late": held.late})
    return held


def _first_day(report: Report, on: date) -> date:
    """Return when it was handed in first; what comes back to be put right is not late by that."""
    steps = report.steps.filter(kind=StepKind.SUBMITTED).order_by("pk")
    first = steps.values_list("at", flat=True).first()
    return min(on, localdate(first)) if first else on


def obstacles(report: Report, layout: Layout) -> list[Refusal]:
    """Return everything that stops a report, in the order of the form."""
    found: list[Refusal] = []
    for cell in layout.entered:
        value, known = report.entered[cell.position], _at(report.prefilled, cell.position)
        if value is None and cell.line.required and not cell.breakdown:
            found.append(FigureMissing(line=label_of(cell)))
        elif known is not None and value != known and not report.reasons.get(cell.series):
            found.append(ReasonMissing(line=label_of(cell), value=shown(value), known=shown(known)))
    found += _unpaired(report, layout)
    found += [
        SectionMissing(section=one.title)
        for one in layout.narratives
        if one.required and not report.narrative.get(one.code)
    ]
    for one in found_in(layout, report.entered, previous(report).values, report.explanations):
        if one.is_hard:
            found.append(DoesNotHold(sentence=one.sentence))
        elif one.waits:
            found.append(ExplanationMissing(sentence=one.sentence))
    return found


def _unpaired(report: Report, layout: Layout) -> list[Refusal]:
    """Return averages without their weight, or the reverse: the average above needs both."""
    found: list[Refusal] = []
    for cell in layout.entered:
        if cell.roll_up != RollUp.WEIGHTED or not cell.parts:
            continue
        other = layout.cells[cell.parts[0]]
        value, weight = report.entered[cell.position], report.entered[other.position]
        # Of nobody (0) there is no average.
        if (value is not None and weight is None) or (value is None and weight):
            found.append(PairMissing(line=label_of(cell), other=label_of(other)))
    return found


def _at(array: list[Any], position: int) -> Any:
    return array[position] if position < len(array) else None


def judge_of(report: Report, *, on: date) -> Organisation:
    """Return who accepts it today: the superior of the round's day, or who stands in for it."""
    if report.superior.exists_on(on):
        return report.superior
    there = in_place_of(report.superior, on=on)
    return Organisation.objects.get(pk=there[0]) if there else report.round.organisation


def freeze(
    actor: Actor,
    report: Report,
    kind: StepKind,
    organisation: Organisation,
    at: datetime,
    *,
    hierarchy_id: int | None = None,
    words: str = "",
) -> ReportStep:
    """Write a step of the report's story; submitting and accepting also keep what it said."""
    step = ReportStep.objects.create(
        report=report,
        kind=kind,
        hierarchy_id=hierarchy_id or report.round.hierarchy_id,
        organisation=organisation,
        at=at,
        by_name=actor.name[:160],
        note=words,
    )
    if kind in {StepKind.SUBMITTED, StepKind.ACCEPTED}:
        Snapshot.objects.create(
            report=report,
            step=step,
            hierarchy_id=step.hierarchy_id,
            organisation=organisation,
            revision=report.revision,
            values=report.entered,
            prefilled=report.prefilled,
            reasons=report.reasons,
            explanations=report.explanations,
            narrative=report.narrative,
            at=at,
        )
    return step


def note(
    actor: Actor,
    report: Report,
    verb: str,
    changes: dict[str, Any],
    *,
    reason: str = "",
    organisation_id: int | None = None,
) -> None:
    record(
        actor=actor,
        verb=f"reporting.{verb}",
        target=report,
        organisation_id=organisation_id or report.organisation_id,
        changes=changes,
        reason=reason,
        label=report.round.title,
    )
