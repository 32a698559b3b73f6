"""Preparing a year's targets as a grid, and giving them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from congdoan.areas.development import policies
from congdoan.areas.development.enums import Indicator, TargetState
from congdoan.areas.development.models import Target, TargetRound
from congdoan.areas.development.selectors import subordinates
from congdoan.areas.development.services.telling import tell
from congdoan.areas.development.services.work import sync_round_work
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation

#: Figures by subordinate and indicator; None takes one off.
Figures = Mapping[tuple[int, Indicator], int | None]


class NotASubordinate(Refusal):
    """Có đơn vị không trực thuộc vào ngày {day}; hãy tải lại trang rồi nhập lại."""


class GivenStays(Refusal):
    """Chỉ tiêu đã giao không bỏ trống được; hãy ghi mức mới, hoặc ghi 0."""


class NothingToGive(Refusal):
    """Chưa có chỉ tiêu nào để giao; hãy ghi ít nhất một mức rồi giao."""


class AnswerDayPast(Refusal):
    """Hạn trả lời phải từ hôm nay trở đi; hãy chọn ngày khác."""


@dataclass(frozen=True)
class Giving:
    """By which paper targets are given, and until when the answer is awaited."""

    answer_by: date
    decision_no: str = ""
    decision_on: date | None = None
    note: str = ""


@transaction.atomic
def save_targets(
    *, actor: Actor, superior: Organisation, year: int, figures: Figures, on: date, at: datetime
) -> TargetRound:
    """
    Write the grid down; what was given already and is changed is asked about anew.

    :raises NotASubordinate: when a figure is for whom the superior has not under it on ``on``
    :raises GivenStays: when a given figure would be taken off
    """
    actor.require(policies.ASSIGN, on=superior)
    below = {pk for pk, _name in subordinates(superior, on=on)}
    found, _made = TargetRound.objects.get_or_create(superior=superior, year=year)
    found = TargetRound.objects.select_for_update().get(pk=found.pk)
    held = {(one.organisation_id, Indicator(one.indicator)): one for one in found.targets.all()}
    # A unit that has left meanwhile keeps what it was given; nobody gives it anything new.
    if any(pk not in below and (pk, one) not in held for pk, one in figures):
        raise NotASubordinate(day=on.strftime("%d/%m/%Y"))
    changes = _write(found, held, figures)
    if changes:
        _note(actor, found, "targets_saved", {"figures": changes}, on)
    if found.is_given and changes:
        touched = {change[0] for change in changes}
        sync_round_work(actor=actor, target_round=found, on=on, at=at)
        tell(actor=actor, target_round=found, kind="given", organisations=touched, on=on, at=at)
    return found


def _write(
    found: TargetRound, held: Mapping[tuple[int, Indicator], Target], figures: Figures
) -> list[list[Any]]:
    """Return what changed: organisation, indicator, old value, new value."""
    changes: list[list[Any]] = []
    state = TargetState.GIVEN if found.is_given else TargetState.DRAFT
    for (pk, indicator), value in figures.items():
        target = held.get((pk, indicator))
        old = target.value if target else None
        if value == old:
            continue
        if target and value is None:
            if target.state != TargetState.DRAFT:
                raise GivenStays
            target.delete()
        elif target and value is not None:
            target.value, target.state = value, state
            target.save(update_fields=["value", "state"])
        elif value is not None:
            Target.objects.create(
                round=found,
                organisation_id=pk,
                indicator=indicator,
                value=value,
                given_value=value if found.is_given else None,
                state=state,
            )
        changes.append([pk, indicator.value, old, value])
    return changes


@transaction.atomic
def give_targets(
    *, actor: Actor, target_round: TargetRound, giving: Giving, on: date, at: datetime
) -> TargetRound:
    """
    Give the prepared targets; each receiver is told and asked for an answer.

    :raises NothingToGive: when no figure is prepared
    :raises AnswerDayPast: when the day to answer by has gone
    :raises AlreadyDone: when they were given meanwhile
    """
    actor.require(policies.ASSIGN, on=target_round.superior)
    found = TargetRound.objects.select_for_update(of=("self",)).get(pk=target_round.pk)
    if found.is_given:
        raise AlreadyDone
    if giving.answer_by < on:
        raise AnswerDayPast
    targets = list(found.targets.all())
    if not targets:
        raise NothingToGive
    papers = ("answer_by", "decision_no", "decision_on", "note")
    for name in papers:
        setattr(found, name, getattr(giving, name))
    found.given_at, found.given_by_name = at, actor.name[:160]
    found.save(update_fields=[*papers, "given_at", "given_by_name"])
    for target in targets:
        target.state, target.given_value = TargetState.GIVEN, target.value
    Target.objects.bulk_update(targets, ["state", "given_value"], batch_size=1000)
    _note(actor, found, "targets_given", {"answer_by": giving.answer_by.isoformat()}, on)
    sync_round_work(actor=actor, target_round=found, on=on, at=at)
    receivers = {target.organisation_id for target in targets}
    tell(actor=actor, target_round=found, kind="given", organisations=receivers, on=on, at=at)
    return found


def _note(actor: Actor, found: TargetRound, verb: str, changes: dict[str, Any], on: date) -> None:
    record(
        actor=actor,
        verb=f"development.{verb}",
        target=found,
        organisation_id=found.superior_id,
        changes={"year": found.year, **changes},
        label=f"{found.year} · {name_of(found.superior, on=on)}",
    )
