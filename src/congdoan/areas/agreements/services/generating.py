"""
Drafts for every unit of a cascade at once.

In the background, a checkpoint at a time: each is a transaction of its own, a unit is done once, a
run that was cut off (kill -9, power) goes on where it stopped. Every unit gets a verdict.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import RunState, Standing, Verdict
from congdoan.areas.agreements.models import Agreement, Cascade, CascadeRun, CascadeUnit
from congdoan.areas.agreements.rules import cascade as rules
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.rules import variables
from congdoan.areas.agreements.selectors.cascade import covered
from congdoan.areas.agreements.selectors.filling import UnitFacts, facts_of
from congdoan.areas.agreements.selectors.templates import lines_of
from congdoan.areas.agreements.services.generating_drafts import Plan, draft_all
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.vietnamese import fold, tidy
from congdoan.kernel.access.api import actor_for, system_actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation

#: Units of one checkpoint: the most that a crash makes us do again.
CHECKPOINT = 50
#: A run whose last checkpoint is older has lost its worker.
LOST_AFTER = timedelta(minutes=3)


class NoTemplate(Refusal):
    """Đợt này không có mẫu để lập hàng loạt; hãy lập đợt mới và chọn mẫu."""


class RunGoesOn(Refusal):
    """Đang lập dự thảo cho đợt này; hãy chờ xong hoặc dừng lại trước khi lập tiếp."""


class NobodyToDraftFor(Refusal):
    """Mọi đơn vị trong phạm vi đã có dự thảo hoặc văn bản; không còn đơn vị nào để lập."""


class PeriodOver(Refusal):
    """Thời hạn văn bản của đợt đã hết ngày {day}; hãy lập đợt mới với thời hạn khác."""


@transaction.atomic
def start_run(
    *,
    actor: Actor,
    cascade: Cascade,
    on: date,
    at: datetime,
    values: Mapping[str, str] | None = None,
    leave_gaps: bool = False,
) -> CascadeRun:
    """
    Queue a draft for every unit in scope that has neither draft nor agreement.

    :raises NoTemplate, PeriodOver, NobodyToDraftFor: when there is nothing to make
    :raises RunGoesOn: one run of a cascade at a time
    """
    actor.require(policies.CASCADE, on=cascade.superior)
    cascade = _locked(cascade)
    lines = _ready(cascade, on)
    waiting = [
        unit
        for unit, best in covered(cascade, on=on)
        .order_by("sort_key", "organisation_id")
        .values_list("organisation_id", "best")
        if rules.standing(best) in {Standing.NONE, Standing.OVER}
    ]
    if not waiting:
        raise NobodyToDraftFor
    run = CascadeRun.objects.create(
        cascade=cascade,
        lines=sheets.as_json(lines),
        values={fold(name): tidy(value) for name, value in (values or {}).items() if tidy(value)},
        leave_gaps=leave_gaps,
        state=RunState.RUNNING,
        started_by_id=actor.user_id,
        started_by_name=actor.name,
        started_at=at,
        beat_at=at,
    )
    CascadeUnit.objects.bulk_create(
        [CascadeUnit(cascade=cascade, unit_id=unit) for unit in waiting], ignore_conflicts=True
    )
    rows = CascadeUnit.objects.filter(cascade=cascade, unit_id__in=waiting)
    rows.update(run=run, verdict=Verdict.WAITING, reason="", lines=[])
    queue_run(run)
    _record(actor, cascade, "run_started", {"units": len(waiting)})
    return run


def queue_run(run: CascadeRun) -> None:
    """Let a worker go on with a run; queued twice it is still worked on once."""
    enqueue("agreements.generate", key=f"agreements.generate.{run.pk}", run_id=run.pk)


def lost_runs(*, at: datetime) -> list[CascadeRun]:
    """Return runs that are not done and that nobody works on any longer."""
    return list(CascadeRun.objects.filter(state=RunState.RUNNING, beat_at__lt=at - LOST_AFTER))


def _locked(cascade: Cascade) -> Cascade:
    return (
        Cascade.objects.select_for_update(of=("self",))
        .select_related("superior", "grouping", "text_template")
        .get(pk=cascade.pk)
    )


def _ready(cascade: Cascade, on: date) -> sheets.Sheet:
    """Return the template's lines, when drafts may be made from them today."""
    if cascade.closed_on is not None:
        raise rules.CascadeClosed(day=f"{cascade.closed_on:%d/%m/%Y}")
    last = cascade.valid.upper - timedelta(days=1)
    if last < on:
        raise PeriodOver(day=f"{last:%d/%m/%Y}")
    if cascade.runs.filter(state=RunState.RUNNING).exists():
        raise RunGoesOn
    lines = lines_of(cascade)
    if not lines:
        raise NoTemplate
    return lines


@transaction.atomic
def stop_run(*, actor: Actor, run: CascadeRun, at: datetime) -> CascadeRun:
    """Stop a run; what it made stays, what waits goes back to not begun."""
    actor.require(policies.CASCADE, on=run.cascade.superior)
    run = CascadeRun.objects.select_for_update().get(pk=run.pk)
    if run.state == RunState.RUNNING:
        _end(run, RunState.STOPPED, at)
        run.units.filter(verdict=Verdict.WAITING).update(verdict=Verdict.NONE)
        _record(actor, run.cascade, "run_stopped", {})
    return run


@transaction.atomic
def set_unit_values(
    *,
    actor: Actor,
    cascade: Cascade,
    unit: Organisation,
    values: Mapping[str, str],
    partner: Organisation | None = None,
) -> CascadeUnit:
    """
    Keep what is typed for one unit's places, and with whom it signs where it has several choices.

    Its next draft is filled with it; a draft that is there already stays as it is.
    """
    actor.require(policies.CASCADE, on=cascade.superior)
    row, _made = CascadeUnit.objects.get_or_create(cascade=cascade, unit=unit)
    row.values = {fold(name): tidy(value) for name, value in values.items() if tidy(value)}
    row.partner = partner
    row.save(update_fields=["values", "partner"])
    _record(actor, cascade, "unit_values", {"unit": unit.code, "values": row.values})
    return row


def draft_next(*, run_id: int, today: date, at: datetime) -> bool:
    """
    Go on with a run by one checkpoint, with the rights its starter has now; tell whether to go on.

    Safe to run twice and side by side: each checkpoint holds the run.
    """
    run = CascadeRun.objects.select_related("started_by").get(pk=run_id)
    user = run.started_by
    actor = actor_for(user, today=today) if user else system_actor(today=today)
    try:
        return draft_checkpoint(actor=actor, run_id=run_id, on=today, at=at)
    except Refusal as refusal:
        with transaction.atomic():
            run = CascadeRun.objects.select_for_update().get(pk=run_id)
            run.reason = refusal.sentence
            _end(run, RunState.STOPPED, at)
            run.units.filter(verdict=Verdict.WAITING).update(verdict=Verdict.NONE)
        return False


@transaction.atomic
def draft_checkpoint(*, actor: Actor, run_id: int, on: date, at: datetime) -> bool:
    """Draft for the next units of a run; tell whether there were any."""
    run = CascadeRun.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.RUNNING:
        return False
    cascade = _locked(run.cascade)
    actor.require(policies.CASCADE, on=cascade.superior)
    rows = list(run.units.filter(verdict=Verdict.WAITING).order_by("pk")[:CHECKPOINT])
    if not rows:
        _end(run, RunState.DONE, at)
        counts: dict[str, object] = {
            code.value: run.units.filter(verdict=code).count() for code in Verdict if code
        }
        _record(actor, cascade, "run_done", counts)
        return False
    plans = _judge(cascade, run, rows, on)
    draft_all(actor, cascade, plans, on, at)
    CascadeUnit.objects.bulk_update(
        rows, ["verdict", "reason", "used", "agreement", "clauses", "made_at"], batch_size=100
    )
    run.beat_at = at
    run.save(update_fields=["beat_at"])
    return True


def _judge(cascade: Cascade, run: CascadeRun, rows: Sequence[CascadeUnit], on: date) -> list[Plan]:
    """Give each row its verdict; return those to draft for."""
    units = [row.unit_id for row in rows]
    standing = dict(
        covered(cascade, on=on)
        .filter(organisation_id__in=units)
        .values_list("organisation_id", "best")
    )
    chosen = {row.unit_id: row.partner_id for row in rows if row.partner_id}
    facts = facts_of(cascade, units, on=on, chosen=chosen)
    lines = sheets.from_json(run.lines)
    wanted = variables.places(lines)
    first = max(cascade.valid.lower, on)
    alive = set(
        Organisation.objects.on(first)
        .filter(pk__in={*units, *(one.partner for one in facts.values() if one.partner)})
        .values_list("pk", flat=True)
    )
    plans = []
    for row in rows:
        one = facts.get(row.unit_id)
        if one is None or row.unit_id not in standing:
            row.verdict, row.reason = Verdict.REFUSED, _outside()
        elif rules.standing(standing[row.unit_id]) not in {Standing.NONE, Standing.OVER}:
            row.verdict = Verdict.STANDS
        else:
            row.used, missing = variables.values_by_place(wanted, one.known, run.values, row.values)
            row.reason = _obstacle(one, alive) or _gaps([] if run.leave_gaps else missing)
            row.verdict = Verdict.REFUSED if row.reason else Verdict.MADE
            if not row.reason:
                text = variables.filled(lines, row.used)
                plans.append(Plan(row, one, text, Agreement()))
    return plans


def _outside() -> str:
    with override("vi"):
        return _("Không còn trong phạm vi của đợt.")


def _gaps(missing: Sequence[str]) -> str:
    if not missing:
        return ""
    with override("vi"):
        return _("Thiếu giá trị: {names}.").format(names=", ".join(missing))


def _obstacle(one: UnitFacts, alive: set[int]) -> str:
    """Return why a unit gets no draft, as a sentence; empty when it may."""
    with override("vi"):
        if not one.partners:
            return rules.NoCounterpart(name=one.name).sentence
        if one.partner is None:
            return rules.ChooseCounterpart(name=one.name).sentence
        if not {one.unit, one.partner} <= alive:
            return _("Đơn vị hoặc bên kia không còn hoạt động khi thời hạn bắt đầu.")
        return ""


def _end(run: CascadeRun, state: RunState, at: datetime) -> None:
    run.state, run.finished_at, run.beat_at = state, at, at
    run.save(update_fields=["state", "reason", "finished_at", "beat_at"])


def _record(actor: Actor, cascade: Cascade, verb: str, changes: dict[str, object]) -> None:
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=cascade,
        organisation_id=cascade.superior_id,
        changes=changes,
        label=cascade.title,
    )
