"""What duties ask of whom, kept equal to the facts in everybody's "Việc của tôi"."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import DutyState
from congdoan.areas.agreements.models import Agreement, Duty
from congdoan.areas.agreements.rules.duties import OWED, Seat
from congdoan.areas.agreements.rules.states import SETTLED
from congdoan.areas.agreements.selectors.duties import (
    bearers_of,
    duties_of,
    judges_of,
    seats_of,
)
from congdoan.areas.agreements.selectors.endings import kept_duties
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.rulebook.api import value
from congdoan.support.worklist.api import Wanted, sync_work

DOING = "agreements.duty"
JUDGING = "agreements.judge_duty"


def sync_duty_work(
    *, actor: Actor, agreement: Agreement, on: date, at: datetime, duty: Duty | None = None
) -> None:
    """
    Make the work of all duties (or of one) say what is owed on ``on``.

    What was late when the agreement was settled stays late in its record and may still be reported,
    but stands on nobody's list for years: only what the parties agreed to finish is asked for.
    """
    seats = seats_of(agreement)
    duties: Iterable[Duty] = [duty] if duty is not None else duties_of(agreement)
    if agreement.state in SETTLED:
        kept = kept_duties(agreement)
        duties = [one for one in duties if one.pk in kept]
    prefix = f"agreements.{agreement.pk}.duty."
    if duty is not None:
        prefix += f"{duty.pk}."
    days = value("agreement.duty.judge_days", on=on, for_=agreement.drafting_id)
    with override("vi"):
        wanted = [
            item for one in duties for item in _wanted(agreement, one, seats, on=on, days=days)
        ]
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def _wanted(
    agreement: Agreement, duty: Duty, seats: list[Seat], *, on: date, days: int
) -> Iterator[Wanted]:
    key = f"agreements.{agreement.pk}.duty.{duty.pk}"
    source: dict[str, Any] = {
        "source_label": agreement.title,
        "source_url": page_of(agreement, f"nhiem-vu/{duty.pk}/"),
    }
    words = duty.obligation.words
    if duty.state != DutyState.WAIVED and duty.starts <= on:
        for organisation in sorted(bearers_of(duty, seats)):
            yield Wanted(
                key=f"{key}.{organisation}",
                kind=DOING,
                title=words[:300],
                organisation_id=organisation,
                due=duty.due,
                why=_why(duty),
                done=duty.state not in OWED,
                **source,
            )
    if duty.state in {DutyState.DONE, DutyState.ACCEPTED, DutyState.DISPUTED}:
        reported = duty.done_on or on
        for organisation in sorted(judges_of(duty, seats)):
            yield Wanted(
                key=f"{key}.judge.{organisation}",
                kind=JUDGING,
                title=_("Xác nhận kết quả: {words}").format(words=words)[:300],
                organisation_id=organisation,
                due=max(reported, duty.starts) + timedelta(days=days),
                why=_("Bên kia đã báo cáo hoàn thành."),
                done=duty.state != DutyState.DONE,
                **source,
            )


def _why(duty: Duty) -> str:
    if duty.state == DutyState.DISPUTED:
        return _("Bên kia chưa xác nhận: {reason}").format(reason=duty.reason)
    if duty.request:
        return _("Theo yêu cầu: {text}").format(text=duty.request)
    return _("Trách nhiệm tại {place}.").format(place=duty.obligation.place)
