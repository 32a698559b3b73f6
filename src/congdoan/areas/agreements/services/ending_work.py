"""What a proposal to end an agreement asks of whom, who is told, and how it is closed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from congdoan.areas.agreements.enums import EndingState, State
from congdoan.areas.agreements.models import Ending
from congdoan.areas.agreements.rules.ending import EndingSettled
from congdoan.areas.agreements.rules.states import OVER
from congdoan.areas.agreements.selectors.endings import ending_answers
from congdoan.areas.agreements.services.states import Moved
from congdoan.areas.agreements.services.telling import tell
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.support.worklist.api import Wanted, sync_work

ENDING = "agreements.ending"
PART = "cham-dut/"
_WORDS = {"answer": gettext_lazy("trả lời"), "withdraw": gettext_lazy("rút")}


def demand_open(ending: Ending, action: str) -> None:
    """:raises EndingSettled: when the proposal is not being asked about any more"""
    if ending.state != EndingState.ASKED:
        raise EndingSettled(state=EndingState(ending.state).label, action=_WORDS[action])


def note_ending(
    *,
    actor: Actor,
    ending: Ending,
    verb: str,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write one audit row about a proposed end."""
    record(
        actor=actor,
        verb=f"agreements.ending_{verb}",
        target=ending.agreement,
        organisation_id=ending.proposer_id,
        changes={"ending": ending.pk, **(changes or {})},
        reason=reason,
        label=ending.agreement.title,
    )


def tell_about_ending(
    *, actor: Actor, ending: Ending, kind: str, on: date, at: datetime, **context: object
) -> None:
    """Tell all parties what became of a proposed end."""
    tell(
        actor=actor,
        agreement=ending.agreement,
        kind=f"ending_{kind}",
        on=on,
        at=at,
        once=str(ending.pk),
        part=PART,
        context={
            "day": f"{ending.wanted_on:%d/%m/%Y}",
            "due": f"{ending.due:%d/%m/%Y}",
            "reason": ending.reason,
            **context,
        },
    )


def close(
    actor: Actor, ending: Ending, state: EndingState, reason: str, *, on: date, at: datetime
) -> None:
    """Close a held proposal and take its work off everybody's list."""
    ending.state, ending.closed_on, ending.closed_reason = state, on, reason
    ending.save(update_fields=["state", "closed_on", "closed_reason"])
    sync_ending_work(actor=actor, ending=ending, on=on, at=at)


def sync_ending_work(*, actor: Actor, ending: Ending, on: date, at: datetime) -> None:
    """Make the work of answering say who is still awaited."""
    prefix = f"agreements.{ending.agreement_id}.ending.{ending.pk}."
    with override("vi"):
        wanted = list(_wanted(ending, prefix))
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def _wanted(ending: Ending, prefix: str) -> Iterator[Wanted]:
    if ending.state in {EndingState.WITHDRAWN, EndingState.REFUSED, EndingState.CLOSED}:
        return
    for answer in ending_answers(ending):
        if answer.gone or answer.party.organisation_id == ending.proposer_id:
            continue
        yield Wanted(
            key=f"{prefix}{answer.party.organisation_id}",
            kind=ENDING,
            title=_("Trả lời đề nghị chấm dứt trước hạn: {title}").format(
                title=ending.agreement.title
            )[:300],
            organisation_id=answer.party.organisation_id,
            source_label=ending.agreement.title,
            source_url=page_of(ending.agreement, PART),
            due=ending.due,
            why=_("Văn bản chỉ chấm dứt trước hạn khi mọi bên đồng ý."),
            done=answer.consent is not None,
        )


def close_endings(change: Moved) -> None:
    """Answer ``moved``: nobody need agree to end what is over otherwise."""
    if change.agreement.state not in OVER:
        return
    with override("vi"):
        why = _("Văn bản {state} từ ngày {day}.").format(
            state=State(change.agreement.state).label.lower(), day=f"{change.on:%d/%m/%Y}"
        )
    rows = change.agreement.endings.filter(state__in=[EndingState.ASKED, EndingState.AGREED])
    for ending in rows:
        close(change.actor, ending, EndingState.CLOSED, why, on=change.on, at=change.at)
