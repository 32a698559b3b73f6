"""A superior's correction of a total: a line of its own, seen by everybody who sees the total."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Adjustment, Report, Round
from congdoan.areas.reporting.rules.figures import COUNTS_BELOW
from congdoan.areas.reporting.services.rolling import mark_dirty_at
from congdoan.areas.reporting.services.writing import RoundIsLocked
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation


class ChangesNothing(Refusal):
    """Số điều chỉnh là 0, không thay đổi gì; hãy ghi số thêm hoặc bớt."""


class NobodyBelow(Refusal):
    """Đơn vị này không nhận báo cáo nào trong đợt nên không có số tổng hợp để điều chỉnh."""


class RatioIsComputed(Refusal):
    """Tỷ lệ và bình quân được tính lại từ các dòng khác; hãy điều chỉnh các dòng đó."""


@dataclass(frozen=True)
class AdjustmentData:
    """Which cell, by how much, why."""

    position: int
    delta: Decimal
    reason: str


def _open(found: Round) -> Round:
    held = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    if not held.is_open:
        raise RoundIsLocked
    return held


@transaction.atomic
def adjust_total(
    *,
    actor: Actor,
    found: Round,
    superior: Organisation,
    data: AdjustmentData,
    at: datetime,
) -> Adjustment:
    """
    Add a visible line to a superior's total; no report is touched.

    :raises ChangesNothing, NobodyBelow, RatioIsComputed, RoundIsLocked: each with its way out
    """
    actor.require(policies.JUDGE, on=superior)
    held = _open(found)
    if not data.delta or abs(data.delta) >= COUNTS_BELOW * 1000:
        raise ChangesNothing
    if not Report.objects.filter(round=held, superior=superior).exists():
        raise NobodyBelow
    cell = held.version.cells.filter(position=data.position).first()
    if cell is None or cell.roll_up in {"RATIO", "WEIGHTED"}:
        raise RatioIsComputed
    made = Adjustment.objects.create(
        round=held,
        superior=superior,
        position=data.position,
        delta=data.delta,
        reason=data.reason,
        made_at=at,
        made_by_name=actor.name[:160],
    )
    mark_dirty_at(held, superior.pk, at=at)
    record(
        actor=actor,
        verb="reporting.adjusted",
        target=held,
        organisation_id=superior.pk,
        changes={"cell": cell.series, "delta": str(data.delta)},
        reason=data.reason,
        label=held.title,
    )
    return made


@transaction.atomic
def withdraw_adjustment(*, actor: Actor, adjustment: Adjustment, at: datetime) -> Adjustment:
    """
    Take a correction back; it stays to be read.

    :raises AlreadyDone: when it was taken back
    :raises RoundIsLocked: after the lock
    """
    actor.require(policies.JUDGE, on=adjustment.superior)
    found = _open(adjustment.round)
    held = Adjustment.objects.select_for_update(of=("self",)).get(pk=adjustment.pk)
    if held.withdrawn_at is not None:
        raise AlreadyDone
    held.withdrawn_at, held.withdrawn_by_name = at, actor.name[:160]
    held.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
    mark_dirty_at(found, held.superior_id, at=at)
    record(
        actor=actor,
        verb="reporting.adjustment_withdrawn",
        target=found,
        organisation_id=held.superior_id,
        changes={"adjustment": held.pk, "delta": str(held.delta)},
        label=found.title,
    )
    return held
