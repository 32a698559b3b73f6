"""
What an event's end asks of whom.

One piece of work a step and responsible superior, not one a unit: who sees three thousand units
off reads how many are left and opens the table. A unit that will end prepares its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.restructuring.enums import HandOverStep
from congdoan.areas.restructuring.models import HandOver, LateReceipt
from congdoan.areas.restructuring.models.hand_over import STEP_FIELDS
from congdoan.areas.restructuring.selectors.hand_over import StepDue, deadlines_of_event
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.support.worklist.api import Wanted, sync_work

ENDING, PREPARING = "restructuring.ending", "restructuring.preparing"
_REFUND = "REFUND"


def _title(step: str) -> str:
    return {
        HandOverStep.DUES: _("Dừng thu đoàn phí, kinh phí"),
        HandOverStep.ACCOUNTS: _("Khóa sổ, quyết toán"),
        HandOverStep.HAND_OVER: _("Nhận bàn giao"),
        HandOverStep.ARCHIVE: _("Lưu trữ hồ sơ"),
        _REFUND: _("Hoàn trả khoản thu sau ngày dừng"),
    }[step]


def sync_event_work(*, actor: Actor, event: OrganisationEvent, on: date, at: datetime) -> None:
    """Make the work lists say what the units of an event still owe."""
    prefix = f"restructuring.ending.{event.pk}."
    with override("vi"):
        wanted = list(_wanted(event, prefix, on))
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def _wanted(event: OrganisationEvent, prefix: str, on: date) -> Iterator[Wanted]:
    rows = list(
        HandOver.objects.standing()
        .filter(event=event)
        .only("pk", "kind", "name", "overseer_id", "giver_id", *STEP_FIELDS.values())
        .order_by("pk")
    )
    due = deadlines_of_event(event)
    label = f"{event.get_kind_display()} {event.effective_on:%d/%m/%Y}"
    source = f"{label[:1].upper()}{label[1:]}" + (
        f" ({event.decision_no})" if event.decision_no else ""
    )
    groups: dict[int, list[HandOver]] = defaultdict(list)
    for row in rows:
        groups[row.overseer_id].append(row)
    owes = set(
        LateReceipt.objects.filter(hand_over__event=event).values_list("hand_over_id", flat=True)
    )
    unpaid = set(
        LateReceipt.objects.filter(hand_over__event=event, refunded_on=None).values_list(
            "hand_over_id", flat=True
        )
    )
    for overseer, group in groups.items():
        for step in HandOverStep:
            concerned = [row for row in group if step in row.steps]
            left = [row for row in concerned if getattr(row, STEP_FIELDS[step]) is None]
            if concerned:
                yield _one(event, prefix, overseer, step, concerned, left, source, due[step])
        flagged = [row for row in group if row.pk in owes]
        if flagged:
            left = [row for row in flagged if row.pk in unpaid]
            yield _one(event, prefix, overseer, _REFUND, flagged, left, source, StepDue(None, ""))
    if event.effective_on > on:
        yield from _preparing(event, prefix, rows, source)


def _one(
    event: OrganisationEvent,
    prefix: str,
    overseer: int,
    step: str,
    concerned: list[HandOver],
    left: list[HandOver],
    source: str,
    due: StepDue,
) -> Wanted:
    shown = left or concerned
    if len(concerned) == 1:
        title = f"{_title(step)}: {concerned[0].name}"
        url = reverse("restructuring:hand_over", args=[concerned[0].pk])
    else:
        title = _("{step}: còn {left} trong {total} đơn vị").format(
            step=_title(step), left=len(left), total=len(concerned)
        )
        url = reverse("restructuring:hand_over_event", args=[event.pk])
        url = f"{url}?thieu={step}" if shown is left else url
    return Wanted(
        key=f"{prefix}{overseer}.{step}",
        kind=ENDING,
        title=title[:300],
        organisation_id=overseer,
        source_label=source,
        source_url=url,
        due=due.due,
        why=_("Các bước khi tổ chức kết thúc hoặc chuyển cấp trên."),
        done=not left,
    )


def _preparing(
    event: OrganisationEvent, prefix: str, rows: list[HandOver], source: str
) -> Iterator[Wanted]:
    """Until its last day the unit itself fills in what it will hand over."""
    for row in rows:
        yield Wanted(
            key=f"{prefix}unit.{row.giver_id}.{row.pk}",
            kind=PREPARING,
            title=_("Chuẩn bị bàn giao: {name}").format(name=row.name)[:300],
            organisation_id=row.giver_id,
            source_label=source,
            source_url=reverse("restructuring:hand_over", args=[row.pk]),
            due=event.effective_on - timedelta(days=1),
            why=_("Lập biên bản, khóa sổ trước ngày kết thúc; sau ngày đó cấp trên làm tiếp."),
            done=row.handed_over_on is not None,
        )


def sync_turning_events(*, actor: Actor, on: date, at: datetime) -> int:
    """
    Bring the work of events up to the day: from its last day a unit prepares nothing any more.

    A week back, so that a job that did not run makes up for it; running it again changes nothing.
    """
    turning = HandOver.objects.standing().filter(
        effective_on__lte=on, effective_on__gt=on - timedelta(days=7)
    )
    events = OrganisationEvent.objects.filter(pk__in=turning.values("event"))
    for event in events:
        sync_event_work(actor=actor, event=event, on=on, at=at)
    return len(events)
