"""Unfinished duties of an agreement go on in the one that replaces it, by choice."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Cadence, State
from congdoan.areas.agreements.models import Agreement, CarriedDuty, Duty, Obligation, Party
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.duties import OWED, DutyAction
from congdoan.areas.agreements.rules.renewal import (
    CarriedDueWrong,
    NothingBefore,
    TooLateToCarry,
)
from congdoan.areas.agreements.selectors.duties import running_days
from congdoan.areas.agreements.selectors.renewal import unfinished_before
from congdoan.areas.agreements.services.duties_steps import write_step
from congdoan.areas.agreements.services.duties_work import sync_duty_work
from congdoan.areas.agreements.services.states import Moved, held
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record

_OPEN = (
    State.DRAFT,
    State.CONSULTATION,
    State.NEGOTIATED,
    State.SIGNED,
    State.EFFECTIVE,
)


@transaction.atomic
def choose_carried(
    *,
    actor: Actor,
    agreement: Agreement,
    duties: Iterable[int],
    due: date,
    on: date,
    at: datetime,
) -> list[CarriedDuty]:
    """
    Choose which open duties of the agreement before go on in this one; the others stay behind.

    They pass when this agreement comes into force, or at once when it is.

    :raises NothingBefore: when it replaces nothing
    :raises CarriedDueWrong: when the new deadline lies outside its days
    """
    agreement = held(agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    if agreement.predecessor_id is None:
        raise NothingBefore
    if agreement.state not in _OPEN:
        raise TooLateToCarry
    first, last = running_days(agreement)
    if not first <= due <= last:
        raise CarriedDueWrong(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    wanted = set(duties)
    free = {one.duty.pk for one in unfinished_before(agreement) if not one.homeless}
    CarriedDuty.objects.filter(agreement=agreement, duty__state__in=OWED).delete()
    CarriedDuty.objects.bulk_create(
        CarriedDuty(
            agreement=agreement,
            duty_id=pk,
            due=due,
            chosen_at=at,
            chosen_by_name=actor.name[:200],
        )
        for pk in sorted(wanted & free)
    )
    record(
        actor=actor,
        verb="agreements.carry_chosen",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"duties": sorted(wanted & free), "due": due.isoformat()},
        label=agreement.title,
    )
    if agreement.state == State.EFFECTIVE:
        carry_over(actor=actor, agreement=agreement, on=on, at=at)
    return list(agreement.carried.order_by("pk"))


def carry_with_force(change: Moved) -> None:
    """Answer ``moved``: what was chosen passes when the agreement comes into force."""
    if change.agreement.state == State.EFFECTIVE and change.agreement.predecessor_id is not None:
        on = max(change.on, change.actor.today)
        carry_over(actor=change.actor, agreement=change.agreement, on=on, at=change.at)


def carry_over(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> int:
    """Let the chosen duties go on in a held agreement; safe to run twice. Returns how many."""
    parties = {party.organisation_id: party for party in agreement.parties.all()}
    rows = agreement.carried.filter(duty__state__in=OWED).select_related(
        "duty__obligation__party", "duty__obligation__agreement"
    )
    count = 0
    for chosen in rows.order_by("pk"):
        _carry(actor, agreement, chosen, parties, on, at)
        count += 1
    if count and agreement.predecessor is not None:
        sync_duty_work(actor=actor, agreement=agreement.predecessor, on=on, at=at)
        sync_duty_work(actor=actor, agreement=agreement, on=on, at=at)
    return count


def _carry(
    actor: Actor,
    agreement: Agreement,
    chosen: CarriedDuty,
    parties: dict[int, Party],
    on: date,
    at: datetime,
) -> None:
    old = chosen.duty
    before = old.obligation
    bearer = parties.get(before.party.organisation_id) if before.party else None
    first, _last = running_days(agreement)
    with override("vi"):
        place = _("chuyển tiếp từ {place}").format(place=before.place)[:120]
        why = _("Chuyển sang “{title}”.").format(title=agreement.title)
    obligation, _made = Obligation.objects.get_or_create(
        agreement=agreement,
        clause=before.clause,
        party=bearer,
        amendment=None,
        defaults={
            "order": 100_000 + before.order,
            "place": place,
            "words": before.words,
            "content_code": before.content_code,
            "cadence": Cadence.NONE,
            "evidence": before.evidence,
            "indicator": before.indicator,
            "target": before.target,
            "measure": before.measure,
            "goal": before.goal,
            "origin": before,
            "starts": first,
        },
    )
    Duty.objects.create(
        obligation=obligation,
        number=obligation.duties.count() + 1,
        starts=min(first, chosen.due),
        due=chosen.due,
        request=old.request,
        requested_by_id=old.requested_by_id,
        origin=old,
    )
    old.state = rules.after(old.state, DutyAction.CARRY)
    old.reason = why
    old.save(update_fields=["state", "reason"])
    write_step(old, DutyAction.CARRY, actor=actor, organisation=None, on=on, at=at, text=why)
