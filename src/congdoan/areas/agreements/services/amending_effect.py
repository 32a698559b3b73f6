"""An addendum coming into force: its day, the review before it, and the duties that follow."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import AmendmentState, Effect, Evidence, State
from congdoan.areas.agreements.models import Amendment, AmendmentImpact, Duty, Obligation
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.amending import AmendAction
from congdoan.areas.agreements.rules.duties import OWED, DutyAction
from congdoan.areas.agreements.selectors.amending_impact import Impact, impacts_of
from congdoan.areas.agreements.selectors.consolidated import text_with
from congdoan.areas.agreements.selectors.text import content_codes
from congdoan.areas.agreements.services.amending_steps import (
    demand,
    held_amendment,
    note,
    step,
    sync_amendment_work,
    tell_parties,
    title_of,
)
from congdoan.areas.agreements.services.duties_steps import write_step
from congdoan.areas.agreements.services.obligations import generate_duties
from congdoan.areas.agreements.services.states import held
from congdoan.foundation.actor import Actor


@transaction.atomic
def review_impact(
    *,
    actor: Actor,
    amendment: Amendment,
    effects: Mapping[int, str],
    on: date,
    at: datetime,
) -> Amendment:
    """
    Choose what becomes of the open duties of each touched obligation.

    ``effects`` goes by the obligation's id; those not named follow the usual choice.
    """
    amendment = held_amendment(amendment)
    actor.require(policies.MANAGE, on=amendment.proposer)
    demand(amendment, AmendAction.REVIEW_IMPACT)
    touched = {
        one.obligation.pk: one for one in impacts_of(amendment) if one.obligation is not None
    }
    amendment.impacts.all().delete()
    AmendmentImpact.objects.bulk_create(
        AmendmentImpact(amendment=amendment, obligation_id=pk, effect=Effect(effect))
        for pk, effect in effects.items()
        if pk in touched and effect in touched[pk].choices
    )
    amendment.impact_reviewed_at, amendment.impact_reviewed_by = at, actor.name[:120]
    amendment.save(update_fields=["impact_reviewed_at", "impact_reviewed_by"])
    note(
        actor=actor,
        amendment=amendment,
        verb="impact_reviewed",
        changes={"effects": {str(pk): str(effect) for pk, effect in effects.items()}},
    )
    sync_amendment_work(actor=actor, amendment=amendment, on=on, at=at)
    return amendment


@transaction.atomic
def follow_amendment(*, actor: Actor, amendment: Amendment, on: date, at: datetime) -> str:
    """Let a signed addendum begin when its day has come; return its state. Safe to run twice."""
    held(amendment.agreement)
    amendment = held_amendment(amendment)
    bring_amendment_up_to(actor=actor, amendment=amendment, on=on, at=at)
    return amendment.state


def due_amendments(*, on: date) -> Iterator[Amendment]:
    """Return the signed addenda whose day has come, in the order of their numbers."""
    rows = Amendment.objects.filter(
        state=AmendmentState.SIGNED, effective_on__lte=on, agreement__state=State.EFFECTIVE
    ).select_related("agreement")
    yield from rows.order_by("agreement_id", "effective_on", "number").iterator()


def bring_amendment_up_to(*, actor: Actor, amendment: Amendment, on: date, at: datetime) -> None:
    """Let a held addendum that is signed take effect when its day has come."""
    begins = amendment.effective_on
    if (
        amendment.state != AmendmentState.SIGNED
        or begins is None
        or begins > on
        or amendment.agreement.state != State.EFFECTIVE
    ):
        return
    agreement = amendment.agreement
    # What was owed up to now must be there before it is settled.
    generate_duties(actor=actor, agreement=agreement, on=begins - timedelta(days=1), at=at)
    impacts = impacts_of(amendment)
    codes, places = _codes_and_places(amendment)
    for impact in impacts:
        new = _obligation(amendment, impact, begins, codes, places)
        _settle(actor, amendment, impact, new, begins, at)
    step(
        actor=actor,
        amendment=amendment,
        action=AmendAction.TAKE_EFFECT,
        on=on,
        at=at,
        changes={"from": begins.isoformat()},
    )
    generate_duties(actor=actor, agreement=agreement, on=on, at=at)
    tell_parties(
        actor=actor,
        amendment=amendment,
        kind="in_force",
        on=on,
        at=at,
        day=f"{begins:%d/%m/%Y}",
    )


def _codes_and_places(amendment: Amendment) -> tuple[dict[UUID, str], dict[UUID, int]]:
    """Return content of coordination and place of every line of the new text."""
    lines = text_with(amendment)
    places = {line.item.stable_id: place for place, line in enumerate(lines, start=1)}
    return content_codes(lines), places


def _settle(
    actor: Actor,
    amendment: Amendment,
    impact: Impact,
    new: Obligation | None,
    begins: date,
    at: datetime,
) -> None:
    """End the obligation as it was, and let its open duties go where the officer chose."""
    old = impact.obligation
    if old is None:
        return
    old.ends = begins
    old.save(update_fields=["ends"])
    if impact.effect == Effect.CARRY and new is not None:
        old.hand_downs.filter(ended_on__isnull=True).update(obligation=new)
    for duty in _open_from(old, begins):
        if impact.effect == Effect.CARRY and new is not None:
            duty.obligation = new
            duty.save(update_fields=["obligation"])
        elif impact.effect == Effect.END:
            _lapse(actor, amendment, duty, begins, at)


def _open_from(obligation: Obligation, day: date) -> list[Duty]:
    """Return what is owed and not late yet; what is late stays as it is."""
    rows = Duty.objects.select_for_update(of=("self",)).filter(
        obligation=obligation, state__in=OWED, due__gte=day
    )
    return list(rows.order_by("pk"))


def _obligation(
    amendment: Amendment,
    impact: Impact,
    begins: date,
    codes: Mapping[UUID, str],
    places: Mapping[UUID, int],
) -> Obligation | None:
    """Write the obligation as the new text has it; None where the clause obliges no more."""
    line, old = impact.line, impact.obligation
    if line is None:
        return None
    item = line.item
    made, _made = Obligation.objects.get_or_create(
        agreement=amendment.agreement,
        clause=item.stable_id,
        party=impact.party,
        amendment=amendment,
        defaults={
            "order": old.order if old is not None else places[item.stable_id],
            "place": line.path[:120],
            "words": item.text or item.heading,
            "content_code": codes[item.stable_id],
            "cadence": item.cadence,
            "indicator": item.indicator,
            "target": item.target,
            "evidence": old.evidence if old is not None else Evidence.OPTIONAL,
            "measure": old.measure if old is not None else "",
            "goal": old.goal if old is not None else None,
            "origin": old,
            "starts": begins,
        },
    )
    return made


def _lapse(actor: Actor, amendment: Amendment, duty: Duty, begins: date, at: datetime) -> None:
    with override("vi"):
        duty.reason = _("{addendum} có hiệu lực từ ngày {day}.").format(
            addendum=title_of(amendment), day=f"{begins:%d/%m/%Y}"
        )
    duty.state = rules.after(duty.state, DutyAction.LAPSE)
    duty.save(update_fields=["state", "reason"])
    write_step(
        duty,
        DutyAction.LAPSE,
        actor=actor,
        organisation=None,
        on=begins,
        at=at,
        text=duty.reason,
    )
