"""What a round of targets asks of whom, kept equal to it in "Việc của tôi"."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.development.enums import TargetState
from congdoan.areas.development.models import TargetRound
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.worklist.api import Wanted, sync_work

ANSWER, SETTLE = "development.answer", "development.settle"


def page_of(target_round: TargetRound, organisation_id: int) -> str:
    """Return the address of a receiver's targets; services know no URLconf."""
    return f"/chi-tieu/dot/{target_round.pk}/don-vi/{organisation_id}/"


def sync_round_work(
    *, actor: Actor, target_round: TargetRound, on: date, at: datetime, back: Iterable[int] = ()
) -> None:
    """
    Make the work say who still owes an answer, and on what a decision is awaited.

    ``back``: who is about to exist again, since what ended it is being undone.
    """
    with override("vi"):
        wanted = list(_wanted(target_round, on, set(back)))
    sync_work(actor=actor, prefix=f"development.{target_round.pk}.", wanted=wanted, on=on, at=at)


def _wanted(target_round: TargetRound, on: date, back: set[int]) -> Iterator[Wanted]:
    if not target_round.is_given:
        return
    states: dict[int, set[str]] = {}
    for pk, state in target_round.targets.values_list("organisation_id", "state"):
        states.setdefault(pk, set()).add(state)
    there = Organisation.objects.on(on).filter(pk__in=states).values_list("pk", flat=True)
    lasting = {*there, *(back & set(states))}
    called = names({*states, target_round.superior_id}, on=on)
    source = _("Chỉ tiêu phát triển năm {year}").format(year=target_round.year)
    for pk in sorted(lasting):
        yield Wanted(
            key=f"development.{target_round.pk}.{pk}.answer",
            kind=ANSWER,
            title=_("Nhận chỉ tiêu phát triển năm {year}").format(year=target_round.year),
            organisation_id=pk,
            source_label=source,
            source_url=page_of(target_round, pk),
            due=target_round.answer_by,
            why=_("{superior} giao chỉ tiêu và chờ đơn vị trả lời.").format(
                superior=called.get(target_round.superior_id, "")
            ),
            escalate_to_id=target_round.superior_id,
            done=TargetState.GIVEN not in states[pk],
        )
        if TargetState.PROPOSED in states[pk] or TargetState.SETTLED in states[pk]:
            yield Wanted(
                key=f"development.{target_round.pk}.{pk}.settle",
                kind=SETTLE,
                title=_("Chốt chỉ tiêu {unit} đề nghị").format(unit=called.get(pk, ""))[:300],
                organisation_id=target_round.superior_id,
                source_label=source,
                source_url=page_of(target_round, pk),
                why=_("Đơn vị đề nghị mức khác mức đã giao."),
                done=TargetState.PROPOSED not in states[pk],
            )
