"""What the coming end of an agreement asks of its drafter, step by step (180, 90, 30 days)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.support.worklist.api import Wanted, sync_work

RENEWING = "agreements.renew"
#: A successor in one of these has been sent out; in one of those below it binds already.
_SENT = (State.CONSULTATION, State.NEGOTIATED, State.SIGNED, State.EFFECTIVE)
_BINDS = (State.SIGNED, State.EFFECTIVE)


def sync_expiry_work(
    *, actor: Actor, agreement: Agreement, steps: Sequence[int], on: date, at: datetime
) -> None:
    """Ask once per step that has come, until a successor has gone as far as the step asks."""
    with override("vi"):
        wanted = list(_wanted(agreement, sorted(steps, reverse=True), on))
    sync_work(actor=actor, prefix=_prefix(agreement), wanted=wanted, on=on, at=at)


def end_expiry_work(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> None:
    """Nothing is asked any more of what has run out."""
    sync_work(actor=actor, prefix=_prefix(agreement), wanted=[], on=on, at=at)


def _prefix(agreement: Agreement) -> str:
    return f"agreements.{agreement.pk}.expiry."


def _wanted(agreement: Agreement, steps: Sequence[int], on: date) -> Iterator[Wanted]:
    left = (agreement.last_day - on).days
    reached = list(agreement.successors.values_list("state", flat=True))
    asks = (
        (_("Chuẩn bị văn bản thay thế: {title}"), bool(reached)),
        (_("Lấy ý kiến văn bản thay thế: {title}"), any(one in _SENT for one in reached)),
        (_("Ký văn bản thay thế: {title}"), any(one in _BINDS for one in reached)),
    )
    for place, days in enumerate(steps):
        if left > days:
            continue
        title, done = asks[min(place, len(asks) - 1)]
        after = steps[place + 1] if place + 1 < len(steps) else 0
        yield Wanted(
            key=f"{_prefix(agreement)}{agreement.last_day}.{days}",
            kind=RENEWING,
            title=title.format(title=agreement.title)[:300],
            organisation_id=agreement.drafting_id,
            source_label=agreement.title,
            source_url=page_of(agreement),
            due=agreement.last_day - timedelta(days=after),
            why=_("Hết hiệu lực sau ngày {day}.").format(day=f"{agreement.last_day:%d/%m/%Y}"),
            done=done,
        )
