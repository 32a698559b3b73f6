"""Sending the frozen text round for signatures, and what becomes of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.document import unscoped_document
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.services.force import settle_signed
from congdoan.areas.agreements.services.rounds import USUAL, RoundData, plan_round
from congdoan.areas.agreements.services.states import held, move
from congdoan.areas.agreements.services.telling import tell
from congdoan.areas.agreements.services.working import page_of, sync_work_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.support.rendering.api import canonical_text, text_hash
from congdoan.support.signing import api as signing


@transaction.atomic
def open_signing(
    *,
    actor: Actor,
    agreement: Agreement,
    on: date,
    at: datetime,
    deadline: date | None = None,
    number: str = "",
    place: str = "",
    effective_on: date | None = None,
    ordered: bool = False,
    round_: RoundData = USUAL,
) -> signing.Packet:
    """
    Send the frozen text to every party for its signature, each by the office it named.

    ``ordered`` lets side B sign only after side A, unless ``round_`` gives places other turns.

    :raises GroupUnplanned, PartyMightNotSign, FollowerIsParty, FollowerNotThere: a bad round
    :raises AlreadyGoingRound, DeadlineInThePast, GroupNeedsTooMany, …: see signing
    """
    agreement = held(agreement)
    actor.require(policies.MANAGE, on=agreement.drafting)
    agreement.number = tidy(number)[:60] or agreement.number
    agreement.signed_place = tidy(place)[:160]
    agreement.effective_on = effective_on
    move(
        actor=actor,
        agreement=agreement,
        action=Action.OPEN_SIGNING,
        on=on,
        at=at,
        save=("number", "signed_place", "effective_on"),
    )
    plan = plan_round(parties_of(agreement), round_, ordered=ordered, on=on)
    packet = signing.open_packet(
        actor=actor,
        organisation=agreement.drafting,
        subject_type=SUBJECT,
        subject_id=agreement.pk,
        subject_url=page_of(agreement),
        title=agreement.title,
        text=current_version(agreement).canonical_text,
        slots=plan.slots,
        groups=plan.groups,
        followers=plan.followers,
        on=on,
        at=at,
        deadline=deadline,
        ordered=ordered,
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return packet


def all_have_signed(event: signing.PacketEvent) -> None:
    """Answer ``completed``: the agreement is signed on the day of the last signature."""
    agreement = _of(event)
    if agreement is None or agreement.state != State.NEGOTIATED:
        return
    signatures = [slot.signed for slot in signing.slots_of(event.packet)]
    given = [signature for signature in signatures if signature is not None]
    places = [signature.place for signature in given if signature.place]
    agreement.signed_place = agreement.signed_place or (places[0] if places else "")
    day = _day(event)
    settle_signed(
        actor=event.actor,
        agreement=agreement,
        signed_on=max(signature.signed_on for signature in given),
        on=day,
        at=event.at,
    )
    sync_work_of(actor=event.actor, agreement=agreement, on=day, at=event.at)


def signing_failed(event: signing.PacketEvent) -> None:
    """Answer ``voided``, ``returned``, ``expired``: the text stays, sending is owed again."""
    agreement = _of(event)
    if agreement is None or agreement.state != State.NEGOTIATED:
        return
    day = _day(event)
    with override("vi"):
        reason = event.reason or str(event.packet.get_state_display())
    tell(
        actor=event.actor,
        agreement=agreement,
        kind="returned",
        on=day,
        at=event.at,
        once=f"{event.packet.pk}.{event.packet.state}",
        organisations=[agreement.drafting_id],
        context={"reason": reason},
    )
    sync_work_of(actor=event.actor, agreement=agreement, on=day, at=event.at)
    record(
        actor=event.actor,
        verb="agreements.signing_failed",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"packet": event.packet.pk, "state": event.packet.state},
        reason=reason,
        label=agreement.title,
    )


def signing_goes_on(event: signing.PacketEvent) -> None:
    """Answer ``resumed``: sending it round is no longer owed."""
    agreement = _of(event)
    if agreement is not None:
        sync_work_of(actor=event.actor, agreement=agreement, on=_day(event), at=event.at)


def present_hash(question: signing.TextQuestion) -> str | None:
    """Answer ``current_hash`` from the clauses themselves, not from what the freeze stored."""
    if question.subject_type != SUBJECT:
        return None
    agreement = Agreement.objects.get(pk=question.subject_id)
    version = current_version(agreement)
    if version.frozen_on is None:
        return "open"
    return text_hash(canonical_text(unscoped_document(version, on=version.frozen_on)))


def _of(event: signing.PacketEvent) -> Agreement | None:
    if event.packet.subject_type != SUBJECT:
        return None
    return Agreement.objects.select_for_update().filter(pk=event.packet.subject_id).first()


def _day(event: signing.PacketEvent) -> date:
    return timezone.localtime(event.at).date()
