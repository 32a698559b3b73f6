"""Freezing an addendum under its number and hash, and sending it round for signatures."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import AmendmentState, ChangeKind
from congdoan.areas.agreements.models import Amendment
from congdoan.areas.agreements.rules.amending import (
    AmendAction,
    BaseChanged,
    ClauseWithOther,
    ConflictUnseen,
    ConsentMissing,
    EarlierThanAddendum,
    ImpactUnreviewed,
    takes_effect,
)
from congdoan.areas.agreements.selectors.addendum import unscoped_addendum, words_on
from congdoan.areas.agreements.selectors.agreements import party_names, staying_parties
from congdoan.areas.agreements.selectors.amending_impact import unreviewed
from congdoan.areas.agreements.selectors.amendments import (
    SUBJECT,
    awaited,
    meetings,
    stale_changes,
)
from congdoan.areas.agreements.selectors.consolidated import text_with
from congdoan.areas.agreements.services.amending_effect import bring_amendment_up_to
from congdoan.areas.agreements.services.amending_steps import (
    demand,
    held_amendment,
    note,
    part_of,
    step,
    sync_amendment_work,
    tell_parties,
    title_of,
)
from congdoan.areas.agreements.services.rounds import USUAL, RoundData, plan_round
from congdoan.areas.agreements.services.states import held
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.support.rendering.api import canonical_text, text_hash
from congdoan.support.signing import api as signing


@transaction.atomic
def freeze_amendment(
    *, actor: Actor, amendment: Amendment, on: date, at: datetime, seen: bool = False
) -> Amendment:
    """
    Give an addendum its number and hash; nothing in it changes any more.

    ``seen`` says that other proposals touching the same clauses were looked at.

    :raises ConsentMissing: all parties consent first
    :raises ClauseWithOther: another frozen addendum changes the same clause
    :raises BaseChanged: an addendum signed meanwhile changed the clause
    :raises ConflictUnseen: other proposals touch the same clauses and ``seen`` is not said
    :raises EarlierThanAddendum: addenda take effect in the order of their numbers
    """
    held(amendment.agreement)  # numbers are given one at a time
    amendment = held_amendment(amendment)
    actor.require(policies.FREEZE, on=amendment.proposer)
    demand(amendment, AmendAction.FREEZE)
    _refuse_unready(amendment, seen=seen, on=on)
    _seal(amendment, on=on, at=at)
    step(
        actor=actor,
        amendment=amendment,
        action=AmendAction.FREEZE,
        on=on,
        at=at,
        save=(
            "number",
            "effective_on",
            "names",
            "canonical_text",
            "sha256",
            "frozen_at",
            "frozen_on",
        ),
        changes={"number": amendment.number, "sha256": amendment.sha256},
    )
    tell_parties(
        actor=actor,
        amendment=amendment,
        kind="frozen",
        on=on,
        at=at,
        once=amendment.sha256[:16],
    )
    return amendment


def _refuse_unready(amendment: Amendment, *, seen: bool, on: date) -> None:
    waiting = awaited(amendment)
    if waiting:
        titles = party_names(waiting, on=on)
        raise ConsentMissing(
            count=len(waiting),
            names="; ".join(titles[party.organisation_id] for party in waiting[:3])
            + ("…" if len(waiting) > 3 else ""),
        )
    met = meetings(amendment)
    for one in met:
        if one.blocks:
            raise ClauseWithOther(number=one.other.number, place=one.line.path if one.line else "")
    stale = stale_changes(amendment)
    if stale:
        raise BaseChanged(place=stale[0].line.path.capitalize(), number=stale[0].number or "…")
    if met and not seen:
        raise ConflictUnseen(count=len(met))
    later = amendment.agreement.amendments.exclude(number=None).order_by("-effective_on").first()
    if (
        later is not None
        and later.effective_on is not None
        and amendment.wanted_on is not None
        and amendment.wanted_on < later.effective_on
    ):
        raise EarlierThanAddendum(number=later.number, day=f"{later.effective_on:%d/%m/%Y}")


def _seal(amendment: Amendment, *, on: date, at: datetime) -> None:
    agreement = amendment.agreement
    last = agreement.amendments.exclude(number=None).order_by("-number").first()
    for line in text_with(amendment):
        if any(
            t.amendment_id == amendment.pk and t.kind == ChangeKind.ADD for t in line.item.touches
        ):
            amendment.changes.filter(clause=line.item.stable_id).update(
                ordinal=line.item.ordinal, suffix=line.item.suffix
            )
    amendment.number = (last.number or 0) + 1 if last else 1
    amendment.effective_on = amendment.wanted_on
    amendment.names = words_on(amendment, staying_parties(agreement), on=on).as_json()
    amendment.canonical_text = canonical_text(unscoped_addendum(amendment, on=on))
    amendment.sha256 = text_hash(amendment.canonical_text)
    amendment.frozen_at, amendment.frozen_on = at, on


@transaction.atomic
def open_amendment_signing(
    *,
    actor: Actor,
    amendment: Amendment,
    on: date,
    at: datetime,
    deadline: date | None = None,
    place: str = "",
    ordered: bool = False,
    round_: RoundData = USUAL,
) -> signing.Packet:
    """
    Send a frozen addendum to every party for its signature, each by the office it named.

    :raises ImpactUnreviewed: who signs knows what becomes of open duties
    :raises AlreadyGoingRound, DeadlineInThePast, PartyMightNotSign, …: as open_signing
    """
    amendment = held_amendment(amendment)
    actor.require(policies.MANAGE, on=amendment.proposer)
    agreement = amendment.agreement
    amendment.signed_place = tidy(place)[:160]
    demand(amendment, AmendAction.OPEN_SIGNING)
    waiting = unreviewed(amendment)
    if waiting:
        raise ImpactUnreviewed(count=waiting)
    amendment.save(update_fields=["signed_place"])
    plan = plan_round(staying_parties(agreement), round_, ordered=ordered, on=on)
    packet = signing.open_packet(
        actor=actor,
        organisation=amendment.proposer,
        subject_type=SUBJECT,
        subject_id=amendment.pk,
        subject_url=page_of(agreement, part_of(amendment)),
        title=f"{title_of(amendment)} – {agreement.title}"[:400],
        text=amendment.canonical_text,
        slots=plan.slots,
        groups=plan.groups,
        followers=plan.followers,
        on=on,
        at=at,
        deadline=deadline,
        ordered=ordered,
    )
    note(actor=actor, amendment=amendment, verb="open_signing", changes={"packet": packet.pk})
    sync_amendment_work(actor=actor, amendment=amendment, on=on, at=at)
    return packet


def all_signed_addendum(event: signing.PacketEvent) -> None:
    """Answer ``completed``: the addendum is signed on the day of the last signature."""
    amendment = _of(event)
    if amendment is None or amendment.state != AmendmentState.FROZEN:
        return
    given = [slot.signed for slot in signing.slots_of(event.packet) if slot.signed is not None]
    settle_amendment(
        actor=event.actor,
        amendment=amendment,
        signed_on=max(signature.signed_on for signature in given),
        place=next((signature.place for signature in given if signature.place), ""),
        on=_day(event),
        at=event.at,
    )


def settle_amendment(
    *, actor: Actor, amendment: Amendment, signed_on: date, place: str, on: date, at: datetime
) -> None:
    """Write that all parties have signed a held addendum; let it begin if its day has come."""
    amendment.signed_on = signed_on
    amendment.signed_place = amendment.signed_place or place[:160]
    wanted = amendment.wanted_on or signed_on
    amendment.effective_on = takes_effect(proposed=wanted, signed=signed_on)
    step(
        actor=actor,
        amendment=amendment,
        action=AmendAction.COMPLETE_SIGNING,
        on=on,
        at=at,
        save=("signed_on", "signed_place", "effective_on"),
        changes={"signed_on": signed_on.isoformat()},
    )
    tell_parties(
        actor=actor,
        amendment=amendment,
        kind="signed",
        on=on,
        at=at,
        day=f"{amendment.effective_on:%d/%m/%Y}",
    )
    bring_amendment_up_to(actor=actor, amendment=amendment, on=on, at=at)


def addendum_signing_failed(event: signing.PacketEvent) -> None:
    """Answer ``voided``, ``returned``, ``expired``: the text stays, sending is owed again."""
    amendment = _of(event)
    if amendment is None or amendment.state != AmendmentState.FROZEN:
        return
    day = _day(event)
    with override("vi"):
        reason = event.reason or str(event.packet.get_state_display())
    note(
        actor=event.actor,
        amendment=amendment,
        verb="signing_failed",
        reason=reason,
        changes={"packet": event.packet.pk, "state": event.packet.state},
    )
    tell_parties(
        actor=event.actor,
        amendment=amendment,
        kind="returned",
        on=day,
        at=event.at,
        organisations=[amendment.proposer_id],
        once=f"{event.packet.pk}.{event.packet.state}",
        reason=reason,
    )
    sync_amendment_work(actor=event.actor, amendment=amendment, on=day, at=event.at)


def present_addendum_hash(question: signing.TextQuestion) -> str | None:
    """Answer ``current_hash`` from the changes themselves, not from what the freeze stored."""
    if question.subject_type != SUBJECT:
        return None
    amendment = Amendment.objects.select_related("agreement").get(pk=question.subject_id)
    if amendment.frozen_on is None:
        return "open"
    return text_hash(canonical_text(unscoped_addendum(amendment, on=amendment.frozen_on)))


def _of(event: signing.PacketEvent) -> Amendment | None:
    if event.packet.subject_type != SUBJECT:
        return None
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("agreement")
    return rows.filter(pk=event.packet.subject_id).first()


def _day(event: signing.PacketEvent) -> date:
    return timezone.localtime(event.at).date()
