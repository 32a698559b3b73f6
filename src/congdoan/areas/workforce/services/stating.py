"""Writing numbers of employees down: said once, corrected beside what was said, never over it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from congdoan.areas.workforce.enums import Source
from congdoan.areas.workforce.models import EmployeeCount
from congdoan.areas.workforce.selectors.numbers import (
    may_record,
    place_of,
    takes_numbers,
    unscoped_numbers,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


class DayAhead(Refusal):
    """Số lao động là của ngày đã qua hoặc hôm nay; hãy chọn ngày khác."""


class NotThereThatDay(Refusal):
    """Đơn vị không tồn tại vào ngày này; hãy chọn ngày khác."""


class SaidAlready(Refusal):
    """Ngày này đã có số {total}; hãy bấm “Sửa” ở dòng đó để giữ cả số cũ."""


class WomenTooMany(Refusal):
    """Số nữ không thể lớn hơn tổng số lao động; hãy xem lại hai số."""


class NobodyThere(Refusal):
    """Số lao động phải từ 1 trở lên; đơn vị không còn ai thì ghi đơn vị kết thúc."""


class NoReason(Refusal):
    """Hãy ghi lý do, để người xem sau hiểu vì sao số cũ không dùng nữa."""


class NotCurrent(Refusal):
    """Số này đã được sửa hoặc bỏ; hãy tải lại trang để xem số đang dùng."""


class NotCounted(Refusal):
    """Số lao động ghi ở công đoàn cơ sở hoặc ở trường, cơ sở; hãy mở đơn vị đó."""


class NothingSaidYet(Refusal):
    """Chưa có số lần trước để giữ nguyên; hãy nhập số lao động."""


@dataclass(frozen=True)
class CountData:
    """A number as somebody says it."""

    counted_on: date
    total: int
    women: int | None = None
    said_by: str = ""


def _demand(actor: Actor, organisation: Organisation) -> None:
    if not may_record(actor, organisation):
        raise NotAllowed


def demand_sound(data: CountData, organisation: Organisation, *, on: date) -> None:
    """See that a number can be true."""
    if data.total < 1:
        raise NobodyThere
    if data.women is not None and data.women > data.total:
        raise WomenTooMany
    if data.counted_on > on:
        raise DayAhead
    if not organisation.exists_on(data.counted_on):
        raise NotThereThatDay


def _held(organisation: Organisation, day: date) -> EmployeeCount | None:
    """Return what holds for the day, the organisation locked: two officers take turns."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = EmployeeCount.objects.filter(organisation=organisation, counted_on=day)
    return rows.filter(replaced_at__isnull=True).first()


@transaction.atomic
def state_employees(
    *,
    actor: Actor,
    organisation: Organisation,
    data: CountData,
    on: date,
    at: datetime,
    source: str = Source.ENTERED,
) -> EmployeeCount:
    """
    Write down how many employees there were on a day.

    :raises DayAhead, NotThereThatDay, WomenTooMany, NobodyThere: when it cannot be true
    :raises NotCounted: of a union that is no grassroots one
    :raises SaidAlready: that day has a number; it is corrected, so that both stay
    """
    _demand(actor, organisation)
    demand_sound(data, organisation, on=on)
    if not takes_numbers(organisation, on=data.counted_on):
        raise NotCounted
    there = place_of(organisation, on=on)
    place = there if there.exists_on(data.counted_on) else organisation
    if held := _held(place, data.counted_on):
        raise SaidAlready(total=held.total)
    made = _write(actor, place, data, source, at)
    _note(actor, made, "stated", on, {"total": [None, made.total]})
    return made


@transaction.atomic
def carry_on(*, actor: Actor, organisation: Organisation, on: date, at: datetime) -> EmployeeCount:
    """
    Say that the last number still holds today.

    :raises NothingSaidYet: without one
    :raises SaidAlready: when it is of today
    """
    _demand(actor, organisation)
    last = unscoped_numbers([organisation.pk], on=on).get(organisation.pk)
    if last is None:
        raise NothingSaidYet
    data = CountData(on, last.total, last.women, last.said_by)
    return state_employees(
        actor=actor, organisation=organisation, data=data, on=on, at=at, source=Source.CARRIED
    )


@transaction.atomic
def correct_employees(
    *,
    actor: Actor,
    count: EmployeeCount,
    data: CountData,
    reason: str,
    on: date,
    at: datetime,
    source: str = Source.ENTERED,
) -> EmployeeCount:
    """
    Put another number in the place of one; both stay, with who and why.

    :raises NotCurrent: when it was corrected or withdrawn meanwhile
    :raises NoReason: without words
    """
    _demand(actor, count.organisation)
    demand_sound(data, count.organisation, on=on)
    _close(actor, count, reason, at)
    if held := _held(count.organisation, data.counted_on):
        raise SaidAlready(total=held.total)
    made = _write(actor, count.organisation, data, source, at, replaces=count)
    _note(actor, made, "corrected", on, {"total": [count.total, made.total]}, reason)
    return made


@transaction.atomic
def withdraw_employees(
    *, actor: Actor, count: EmployeeCount, reason: str, on: date, at: datetime
) -> EmployeeCount:
    """Say that a number was none (another unit's, a slip); it stays readable."""
    _demand(actor, count.organisation)
    _close(actor, count, reason, at)
    _note(actor, count, "withdrawn", on, {"total": [count.total, None]}, reason)
    return count


def _close(actor: Actor, count: EmployeeCount, reason: str, at: datetime) -> None:
    held = EmployeeCount.objects.select_for_update(of=("self",)).get(pk=count.pk)
    if not held.holds:
        raise NotCurrent
    if not tidy(reason):
        raise NoReason
    count.replaced_at, count.replaced_by_name = at, actor.name[:160]
    count.replace_reason = tidy(reason)[:300]
    count.save(update_fields=["replaced_at", "replaced_by_name", "replace_reason"])


def _write(
    actor: Actor,
    place: Organisation,
    data: CountData,
    source: str,
    at: datetime,
    *,
    replaces: EmployeeCount | None = None,
) -> EmployeeCount:
    return EmployeeCount.objects.create(
        organisation=place,
        counted_on=data.counted_on,
        total=data.total,
        women=data.women,
        source=source,
        said_by=tidy(data.said_by)[:200],
        noted_by_name=actor.name[:160],
        noted_at=at,
        replaces=replaces,
    )


def _note(
    actor: Actor,
    count: EmployeeCount,
    verb: str,
    on: date,
    changes: dict[str, Any],
    reason: str = "",
) -> None:
    record(
        actor=actor,
        verb=f"workforce.{verb}",
        target=count,
        organisation_id=count.organisation_id,
        changes={"counted_on": count.counted_on.isoformat(), **changes},
        reason=reason,
        label=name_of(count.organisation, on=on),
    )
