"""
Đính chính: an event said again with the right day, receiver or name, newer events or not.

Nothing is taken back and done anew: the rows the event wrote are moved, as far as their neighbours
allow. The first event stays with what it said and when it said so; the one that ``corrects`` it
holds, and keeps the way back (ADR 0020).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EventKind, EventState
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.selectors import name_of
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    change_of,
    require_all,
    tell_corrected,
    write_event,
)
from congdoan.kernel.organisations.services.conflicts import (
    not_there,
    refuse_conflicts,
    refuse_ending_receiver,
)
from congdoan.kernel.organisations.services.correction_checks import refuse_broken
from congdoan.kernel.organisations.services.correction_rows import (
    rename_rows,
    retarget_rows,
    shift_rows,
)
from congdoan.kernel.organisations.services.ledger import Ledger
from congdoan.kernel.organisations.services.lineage import hold, rebuild_everywhere
from congdoan.kernel.organisations.services.regrouping import refuse_own_branch
from congdoan.kernel.organisations.services.undoing import (
    primary_of,
    require_undoing,
)


class NotInForce(Refusal):
    """Sự kiện này đã được hoàn tác hoặc đính chính; hãy mở sự kiện đang có hiệu lực rồi đính chính sự kiện đó."""  # noqa: E501


class NothingToCorrect(Refusal):
    """Chưa có gì khác với sự kiện đã ghi; hãy đổi ngày, nơi nhận hoặc tên rồi ghi lại."""


class NotCorrectable(Refusal):
    """Loại sự kiện này chỉ đính chính được ngày hiệu lực; hãy ghi thêm một sự kiện mới cho phần còn lại."""  # noqa: E501


@dataclass(frozen=True)
class Correction:
    """What was said wrongly; what is left out stays as it was said."""

    on: date | None = None
    #: The organisation that took over (a merger), the new superior (a transfer).
    receiver: Organisation | None = None
    name: str = ""
    short_name: str = ""


def receiver_of(change: PlannedChange) -> int | None:
    """Return whom a correction may replace: one receiver, or one superior for all."""
    if change.kind == EventKind.MERGE_INTO:
        return change.results[0]
    if change.kind == EventKind.TRANSFER:
        parents = set(change.facts.get("parents", {}).values())
        return parents.pop() if len(parents) == 1 else None
    return None


def has_one_name(change: PlannedChange) -> bool:
    """Tell whether the event gave one organisation its name."""
    founded = change.kind == EventKind.ESTABLISH and len(change.results) == 1
    return founded or change.kind == EventKind.RENAME


@transaction.atomic
def correct_event(
    *,
    actor: Actor,
    event: OrganisationEvent,
    correction: Correction,
    decision: Decision,
    reason: str,
    at: datetime,
) -> OrganisationEvent:
    """
    Say an event again; return the event that holds from now on.

    :raises NotAllowed, SuperiorDecides: whoever could record it may correct it
    :raises NotInForce: when it was undone or corrected meanwhile
    :raises NothingToCorrect, NotCorrectable: see there
    :raises NeighbourStands: when another event leaves no room
    """
    hold([correction.receiver] if correction.receiver else [])
    event = OrganisationEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    require_undoing(actor, event, primary_of(event))
    if correction.receiver is not None:
        require_all(actor, [correction.receiver], policies.CHANGE)
    if not event.in_force:
        raise NotInForce
    was = change_of(event)
    now = _said_again(was, correction)
    if (was.on, receiver_of(was)) == (now.on, receiver_of(now)) and not correction.name:
        raise NothingToCorrect
    _check(was, now, correction)
    refuse_conflicts(now, besides=[event.pk])
    ask_vetoes(replace(now, facts={**now.facts, "corrects": event.pk}))
    new = write_event(
        actor=actor, change=now, decision=_decision(event, decision), at=at, corrects=event
    )
    new.note = reason
    new.inverse = _rewrite(event, new, was, now, correction)
    new.save(update_fields=["note", "inverse"])
    event.state = EventState.CORRECTED
    event.save(update_fields=["state"])
    refuse_broken(was, now, event=new.pk)
    rebuild_everywhere(organisations=[*was.touched, *now.touched])
    tell_corrected(was, replace(now, event_id=new.pk), new)
    _record(actor, event, new, reason)
    return new


def _said_again(was: PlannedChange, correction: Correction) -> PlannedChange:
    """Return the change as it should have been said."""
    facts = {
        name: value
        for name, value in was.facts.items()
        if name not in {"followed", "decision_no", "decision_on", "planned"}
    }
    if correction.name:
        facts["name"] = correction.name
    now = replace(was, on=correction.on or was.on, event_id=None, facts=facts)
    if correction.receiver is None:
        return now
    old, new = receiver_of(was), correction.receiver.pk
    if old is None:
        raise NotCorrectable
    for name in ("homes", "parents", "passing"):
        if name in facts:
            facts[name] = {key: new if pk == old else pk for key, pk in facts[name].items()}
    affected = {*was.affected, new} if was.kind == EventKind.TRANSFER else set(was.affected)
    if was.kind == EventKind.TRANSFER:
        affected.discard(old)
    results = tuple(new if pk == old else pk for pk in was.results)
    return replace(
        now, results=results, affected=tuple(sorted(affected - set(results))), facts=facts
    )


def _check(was: PlannedChange, now: PlannedChange, correction: Correction) -> None:
    if correction.name and not has_one_name(was):
        raise NotCorrectable
    receiver = correction.receiver
    if receiver is None:
        return
    if receiver.pk in now.originals or not receiver.exists_on(now.on):
        raise not_there(receiver, now.on)
    if was.kind == EventKind.MERGE_INTO:
        refuse_ending_receiver(receiver, now.on)
        # As before the event, too: it hung its own subordinates elsewhere.
        for day in (now.on, was.on - timedelta(days=1)):
            refuse_own_branch(now.originals, receiver, day)


def _decision(event: OrganisationEvent, decision: Decision) -> Decision:
    """A correction rests on its own paper, else on the one of the event."""
    if decision.number:
        return decision
    return Decision(event.decision_no, event.decision_on, event.decided_by)


def _rewrite(
    event: OrganisationEvent,
    new: OrganisationEvent,
    was: PlannedChange,
    now: PlannedChange,
    correction: Correction,
) -> list[dict[str, Any]]:
    """Move the event's rows; return the steps back."""
    ledger = Ledger()
    first = root_of(event)
    if now.on != was.on:
        shift_rows(ledger, first.inverse, was.on, now.on)
    old = receiver_of(was)
    if old is not None and correction.receiver is not None and correction.receiver.pk != old:
        retarget_rows(ledger, first.inverse, old, correction.receiver)
    if correction.name:
        rename_rows(ledger, first.inverse, correction.name, correction.short_name)
    adopt_rows(ledger, event, new)
    return ledger.steps


def root_of(event: OrganisationEvent) -> OrganisationEvent:
    """Return the event that wrote the rows, however often it was corrected since."""
    while event.corrects is not None:
        event = event.corrects
    return event


def adopt_rows(ledger: Ledger, event: OrganisationEvent, new: OrganisationEvent) -> None:
    """Let the rows of an event be those of its correction."""
    for model in (OrganisationProfile, Placement):
        ledger.change_many(model.objects.filter(event=event), event_id=new.pk)


def _record(actor: Actor, event: OrganisationEvent, new: OrganisationEvent, reason: str) -> None:
    for organisation in primary_of(new)[:1]:
        record(
            actor=actor,
            verb="organisations.corrected",
            target=new,
            organisation_id=organisation.pk,
            changes={
                "corrects": event.pk,
                "kind": event.kind,
                "on": [event.effective_on.isoformat(), new.effective_on.isoformat()],
            },
            reason=reason,
            label=f"{new.get_kind_display()} · {name_of(organisation, on=new.effective_on)}",
        )
