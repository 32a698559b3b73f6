"""A party's place passes to its successor, or is given up."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import ReviewState, State, SuccessionState
from congdoan.areas.agreements.models import (
    Agreement,
    Amendment,
    Duty,
    HandDown,
    Party,
    PartyHolder,
    Review,
    Succession,
)
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.duties import OWED, DutyAction
from congdoan.areas.agreements.rules.holding import Holding, taken_over
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.signatories import usual_signatory
from congdoan.areas.agreements.services.duties_steps import write_step
from congdoan.areas.agreements.services.duties_work import sync_duty_work
from congdoan.areas.agreements.services.indexing import settle_folded
from congdoan.areas.agreements.services.reviews_planning import sync_review_work
from congdoan.areas.agreements.services.states import Moved, held
from congdoan.areas.agreements.services.succession_work import (
    note,
    sync_succession_work,
    tell_about,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import profiles_on


@transaction.atomic
def follow_succession(*, actor: Actor, succession: Succession, on: date, at: datetime) -> None:
    """Let what was agreed happen when its day has come. Safe to run twice."""
    one = (
        Succession.objects.select_for_update(of=("self",))
        .select_related("agreement", "party", "successor")
        .get(pk=succession.pk)
    )
    settle_succession(actor=actor, succession=one, on=on, at=at)


def settle_succession(*, actor: Actor, succession: Succession, on: date, at: datetime) -> None:
    """Pass the place of a held succession that is agreed, if its day has come."""
    successor = succession.successor
    if succession.state != SuccessionState.AGREED or succession.on > on or successor is None:
        return
    agreement = held(succession.agreement)
    party = Party.objects.select_for_update().get(pk=succession.party_id)
    party.agreement = agreement
    _pass_on(party, successor.pk, succession.on)
    kinds = profiles_on(succession.on).filter(organisation=successor)
    kind = kinds.values_list("kind", flat=True).first() or ""
    party.organisation = successor
    party.signatory_position = usual_signatory(successor.family, kind, on=succession.on)
    party.contact = None
    party.save(update_fields=["organisation", "signatory_position", "contact"])
    _move_what_is_open(agreement, succession)
    succession.state = SuccessionState.DONE
    succession.save(update_fields=["state"])
    settle_folded(agreement, parties_of(agreement), on=on)
    sync_duty_work(actor=actor, agreement=agreement, on=on, at=at)
    sync_review_work(actor=actor, agreement=agreement, on=on, at=at)
    note(
        actor=actor,
        succession=succession,
        verb="done",
        changes={"successor": successor.pk},
    )
    tell_about(actor=actor, succession=succession, kind="done", on=on, at=at)


def _pass_on(party: Party, successor: int, on: date) -> None:
    """Write who held the place from when; the database refuses two on one day."""
    rows = list(PartyHolder.objects.filter(party=party).order_by("valid"))
    before = [Holding(row.organisation_id, row.valid.lower, row.valid.upper) for row in rows]
    agreement = party.agreement
    first = Holding(party.organisation_id, _first_day(agreement))
    after = taken_over(before, first=first, successor=successor, on=on)
    PartyHolder.objects.filter(party=party).delete()
    PartyHolder.objects.bulk_create(
        PartyHolder(
            party=party, organisation_id=one.organisation_id, valid=span(one.since, one.until)
        )
        for one in after
    )


def _first_day(agreement: Agreement) -> date:
    """Return the day the agreement first bound or named its parties."""
    days = (agreement.shared_on, agreement.signed_on, agreement.effective_on)
    return min([agreement.first_day, *(day for day in days if day is not None)])


def _move_what_is_open(agreement: Agreement, succession: Succession) -> None:
    """
    Let what is still to be done go to the successor; what was done and signed stays.

    Duties follow their party; what was handed down to units below the old one is to be handed
    down anew.
    """
    old, new = succession.leaving_id, succession.successor_id
    if agreement.drafting_id == old:
        Agreement.objects.filter(pk=agreement.pk).update(drafting=new)
        agreement.drafting_id = new or agreement.drafting_id
    Review.objects.filter(agreement=agreement, state=ReviewState.PLANNED, host=old).update(host=new)
    Amendment.objects.pending().filter(agreement=agreement, proposer=old).update(proposer=new)
    HandDown.objects.filter(
        obligation__agreement=agreement, organisation=old, ended_on__isnull=True
    ).update(ended_on=succession.on)


def leave(*, actor: Actor, succession: Succession, on: date, at: datetime) -> None:
    """Give up a party's place: what it still owes lapses, what is late stays late."""
    agreement = held(succession.agreement)
    party = succession.party
    party.left_on = succession.on
    party.save(update_fields=["left_on"])
    with override("vi"):
        why = _("Bên này thôi tham gia từ ngày {day}.").format(day=f"{succession.on:%d/%m/%Y}")
    rows = Duty.objects.select_for_update(of=("self",)).filter(
        obligation__party=party, state__in=OWED, due__gte=succession.on
    )
    for duty in rows.order_by("pk"):
        duty.state = rules.after(duty.state, DutyAction.LAPSE)
        duty.reason = why
        duty.save(update_fields=["state", "reason"])
        write_step(
            duty,
            DutyAction.LAPSE,
            actor=actor,
            organisation=None,
            on=succession.on,
            at=at,
            text=why,
        )
    party_obligations = agreement.obligations.filter(party=party, ends__isnull=True)
    party_obligations.update(ends=succession.on)
    sync_duty_work(actor=actor, agreement=agreement, on=on, at=at)


def close_with_agreement(change: Moved) -> None:
    """Answer ``moved``: nobody need take a place in what is over."""
    if change.agreement.state not in {State.EXPIRED, State.TERMINATED, State.SUPERSEDED}:
        return
    rows = Succession.objects.filter(
        agreement=change.agreement, state__in=[SuccessionState.ASKED, SuccessionState.AGREED]
    ).select_related("agreement")
    for one in rows:
        one.state = SuccessionState.CLOSED
        one.save(update_fields=["state"])
        sync_succession_work(actor=change.actor, succession=one, on=change.on, at=change.at)
