"""
When a party ends or is merged: its agreements ask who takes its place.

Nothing ends or passes by itself (domain-rules 3.3): whoever keeps the agreement and the successor
both agree, or the party leaves, or the agreement is terminated.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import State, SuccessionState
from congdoan.areas.agreements.models import Agreement, Party, Succession
from congdoan.areas.agreements.rules.holding import (
    NotTheSuccessor,
    SucceedsItself,
    SuccessionSettled,
    TooFewWouldStay,
)
from congdoan.areas.agreements.rules.refusals import (
    PartyNotThere,
    PartyTwice,
    ReasonNeeded,
)
from congdoan.areas.agreements.selectors.impact import ENDING, agreements_touched
from congdoan.areas.agreements.services.states import held
from congdoan.areas.agreements.services.succeeding import leave, settle_succession
from congdoan.areas.agreements.services.succession_work import (
    note,
    sync_succession_work,
    tell_about,
)
from congdoan.areas.agreements.services.working import page_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange, name_of, names
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.worklist.api import open_work

DECIDING = "agreements.party_ended"
#: Bound by signatures: a place in it passes on. What is not signed yet is edited instead.
_BOUND = (State.SIGNED, State.EFFECTIVE)


def ask_what_becomes(change: PlannedChange, *, at: datetime) -> None:
    """
    Answer ``changed``: of every party that ended, ask who takes its place.

    What is not signed yet is rewritten by its drafter, who finds that in the list of work.
    """
    if change.kind not in ENDING:
        return
    gone = set(change.originals) - set(change.results)
    called = names(gone, on=change.on)
    for agreement in agreements_touched(gone):
        keeper = _who_goes_on(agreement, gone, change.on)
        if keeper is None:
            continue
        if agreement.state in _BOUND:
            _ask(agreement, keeper, change, gone, at)
        else:
            _remind(agreement, keeper, change, ", ".join(sorted(called.values())))


def _ask(
    agreement: Agreement,
    keeper: Organisation,
    change: PlannedChange,
    gone: set[int],
    at: datetime,
) -> None:
    actor = system_actor(today=change.on)
    present = set(agreement.parties.values_list("organisation_id", flat=True))
    heirs = [pk for pk in change.results if pk not in present]
    for party in agreement.parties.staying().filter(organisation__in=gone):
        one, made = Succession.objects.get_or_create(
            party=party,
            leaving_id=party.organisation_id,
            state__in=[SuccessionState.ASKED, SuccessionState.AGREED],
            defaults={
                "agreement": agreement,
                "keeper": keeper,
                "successor_id": heirs[0] if len(heirs) == 1 else None,
                "event_kind": change.kind,
                "event_id": change.event_id,
                "on": change.on,
                "state": SuccessionState.ASKED,
                "asked_at": at,
            },
        )
        if made:
            note(actor=actor, succession=one, verb="asked")
            tell_about(actor=actor, succession=one, kind="asked", on=change.on, at=at)
        sync_succession_work(actor=actor, succession=one, on=change.on, at=at)


def _remind(agreement: Agreement, keeper: Organisation, change: PlannedChange, ended: str) -> None:
    with override("vi"):
        title = _("Chấm dứt hoặc ký lại: {title}").format(title=agreement.title)
        why = _("Một bên kết thúc hoạt động: {names}.").format(names=ended)
    open_work(
        actor=system_actor(today=change.on),
        kind=DECIDING,
        key=f"agreements.{agreement.pk}.ended.{change.event_id or change.on.isoformat()}",
        title=title[:300],
        organisation=keeper,
        on=change.on,
        source_label=agreement.title,
        source_url=page_of(agreement),
        why=why[:500],
    )


def _who_goes_on(agreement: Agreement, gone: set[int], on: date) -> Organisation | None:
    """Return the drafting organisation, or the first party that still exists."""
    if agreement.drafting_id not in gone and agreement.drafting.exists_on(on):
        return agreement.drafting
    rows = agreement.parties.staying().exclude(organisation_id__in=gone)
    for party in rows.select_related("organisation").order_by("order", "pk"):
        if party.organisation.exists_on(on):
            return party.organisation
    return None


@transaction.atomic
def start_succession(
    *, actor: Actor, party: Party, from_day: date, reason: str, on: date, at: datetime
) -> Succession:
    """
    Ask by hand who takes a party's place: its work passed to another organisation.

    :raises ReasonNeeded: the parties are told why
    """
    agreement = held(party.agreement)
    actor.require(policies.MANAGE, on=agreement.drafting)
    if agreement.state not in _BOUND or party.left_on is not None:
        raise SuccessionSettled
    if not reason.strip():
        raise ReasonNeeded
    one, made = Succession.objects.get_or_create(
        party=party,
        leaving_id=party.organisation_id,
        state__in=[SuccessionState.ASKED, SuccessionState.AGREED],
        defaults={
            "agreement": agreement,
            "keeper": agreement.drafting,
            "on": from_day,
            "state": SuccessionState.ASKED,
            "reason": nfc(reason).strip(),
            "asked_at": at,
        },
    )
    if made:
        note(actor=actor, succession=one, verb="asked", reason=one.reason)
    sync_succession_work(actor=actor, succession=one, on=on, at=at)
    return one


def _held(succession: Succession) -> Succession:
    """:raises SuccessionSettled: when it was decided meanwhile"""
    one = (
        Succession.objects.select_for_update(of=("self",))
        .select_related("agreement", "party", "keeper", "successor")
        .get(pk=succession.pk)
    )
    if one.state != SuccessionState.ASKED:
        raise SuccessionSettled
    return one


@transaction.atomic
def choose_successor(
    *,
    actor: Actor,
    succession: Succession,
    successor: Organisation,
    from_day: date,
    on: date,
    at: datetime,
) -> Succession:
    """
    Agree for the agreement that ``successor`` takes the place from ``from_day``.

    Another one than was asked before is asked anew.

    :raises PartyTwice: an organisation holds one place
    :raises PartyNotThere: a successor exists on its first day
    """
    one = _held(succession)
    actor.require(policies.MANAGE, on=one.keeper)
    name = name_of(successor, on=from_day)
    if successor.pk == one.leaving_id:
        raise SucceedsItself
    if one.agreement.parties.filter(organisation=successor).exists():
        raise PartyTwice(name=name)
    if not successor.exists_on(from_day):
        raise PartyNotThere(name=name, day=f"{from_day:%d/%m/%Y}")
    if one.successor_id != successor.pk or one.on != from_day:
        one.accepted_at, one.accepted_by = None, ""
    one.successor, one.on = successor, from_day
    one.confirmed_at, one.confirmed_by = at, actor.name[:200]
    one.save(
        update_fields=[
            "successor",
            "on",
            "confirmed_at",
            "confirmed_by",
            "accepted_at",
            "accepted_by",
        ]
    )
    note(actor=actor, succession=one, verb="chosen", changes={"successor": successor.pk})
    if one.accepted_at is None:
        tell_about(actor=actor, succession=one, kind="offered", on=on, at=at, to=successor.pk)
    return _go_on(actor, one, on, at)


@transaction.atomic
def accept_succession(
    *, actor: Actor, succession: Succession, on: date, at: datetime
) -> Succession:
    """Take the place, for the successor: its open duties are the successor's from that day."""
    one = _held(succession)
    if one.successor is None:
        raise NotTheSuccessor
    actor.require(policies.MANAGE, on=one.successor)
    one.accepted_at, one.accepted_by = at, actor.name[:200]
    one.save(update_fields=["accepted_at", "accepted_by"])
    note(actor=actor, succession=one, verb="accepted", changes={"successor": one.successor_id})
    return _go_on(actor, one, on, at)


def _go_on(actor: Actor, one: Succession, on: date, at: datetime) -> Succession:
    """With both answers it is agreed, and done when its day has come."""
    if one.confirmed_at is not None and one.accepted_at is not None:
        one.state = SuccessionState.AGREED
        one.save(update_fields=["state"])
        settle_succession(actor=actor, succession=one, on=on, at=at)
    sync_succession_work(actor=actor, succession=one, on=on, at=at)
    return one


@transaction.atomic
def refuse_succession(
    *, actor: Actor, succession: Succession, reason: str, on: date, at: datetime
) -> Succession:
    """
    Refuse the place, for the successor; whoever keeps the agreement decides again.

    :raises ReasonNeeded: the other side is told why
    """
    one = _held(succession)
    if one.successor is None:
        raise NotTheSuccessor
    actor.require(policies.MANAGE, on=one.successor)
    if not reason.strip():
        raise ReasonNeeded
    refused = one.successor_id
    one.reason = nfc(reason).strip()
    one.successor = None
    one.confirmed_at, one.confirmed_by = None, ""
    one.accepted_at, one.accepted_by = None, ""
    one.save(
        update_fields=[
            "reason",
            "successor",
            "confirmed_at",
            "confirmed_by",
            "accepted_at",
            "accepted_by",
        ]
    )
    note(
        actor=actor,
        succession=one,
        verb="refused",
        reason=one.reason,
        changes={"successor": refused},
    )
    tell_about(
        actor=actor,
        succession=one,
        kind="refused",
        on=on,
        at=at,
        to=one.keeper_id,
        reason=one.reason,
    )
    sync_succession_work(actor=actor, succession=one, on=on, at=at)
    return one


@transaction.atomic
def let_party_leave(
    *,
    actor: Actor,
    succession: Succession,
    from_day: date,
    reason: str,
    on: date,
    at: datetime,
) -> Succession:
    """
    Go on without the party: nobody takes its place, its open duties lapse.

    :raises TooFewWouldStay: one party alone has no agreement
    :raises ReasonNeeded: the parties are told why
    """
    one = _held(succession)
    actor.require(policies.MANAGE, on=one.keeper)
    if not reason.strip():
        raise ReasonNeeded
    if one.agreement.parties.staying().count() <= 2:
        raise TooFewWouldStay
    one.on, one.reason = from_day, nfc(reason).strip()
    one.state = SuccessionState.LEFT
    one.save(update_fields=["on", "reason", "state"])
    leave(actor=actor, succession=one, on=on, at=at)
    note(actor=actor, succession=one, verb="left", reason=one.reason)
    tell_about(actor=actor, succession=one, kind="left", on=on, at=at, reason=one.reason)
    sync_succession_work(actor=actor, succession=one, on=on, at=at)
    return one
