"""Taking an event back while nothing newer rests on it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet, RestrictedError
from django.utils.formats import date_format

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.organisations.enums import EventKind, EventState
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
    Placement,
)
from congdoan.kernel.organisations.services.changing import (
    PlannedChange,
    ask_vetoes,
    change_of,
    record_change,
    require_all,
    require_decision,
    state_on,
    taken_back,
    tell_corrected,
    undone,
)
from congdoan.kernel.organisations.services.ledger import take_back
from congdoan.kernel.organisations.services.lineage import (
    drop_lineage,
    lock_hierarchy,
    rebuild_everywhere,
    taking_part,
)


class NewerDepends(Refusal):
    """Không hoàn tác được vì còn {count} việc mới hơn dựa trên việc này, mới nhất là {kind} ngày {day}{decision}; hãy hoàn tác các việc đó trước, từ mới đến cũ, hoặc ghi một sự kiện đính chính."""  # noqa: E501


class StillUsed(Refusal):
    """Không hoàn tác được vì đơn vị đã có chức vụ, văn bản hoặc dữ liệu khác; hãy kết thúc đơn vị bằng một sự kiện mới."""  # noqa: E501


@transaction.atomic
def undo_event(*, actor: Actor, event: OrganisationEvent, reason: str) -> OrganisationEvent:
    """
    Take back what an event wrote; the event itself stays, marked undone.

    Taking back a correction lets what it corrected hold again.

    :raises NewerDepends: when a later event touched the same organisations
    :raises StillUsed: when a founded organisation has records of other slices already
    :raises AlreadyDone: when it was undone before
    """
    lock_hierarchy(0)
    event = OrganisationEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    touched = list(event.units.values_list("organisation_id", flat=True))
    primary = primary_of(event)
    require_undoing(actor, event, primary)
    if event.state == EventState.UNDONE:
        raise AlreadyDone
    _refuse_if_newer(event, [*(organisation.pk for organisation in primary), *_moved(event)])
    if event.corrects is not None:
        left = _let_hold_again(event, event.corrects)
        back = None
    else:
        back = PlannedChange(
            EventKind(event.kind),
            event.effective_on,
            affected=tuple(touched),
            event_id=event.pk,
            facts={"undo": True, "followed": event.followed, "founded": founded_by(event)},
        )
        left = _take_back_all(event, back)
    event.state = EventState.UNDONE
    event.save(update_fields=["state"])
    if back is not None:
        taken_back.ask(back)
    for organisation in Organisation.objects.filter(pk__in=left)[:1]:
        record_change(actor=actor, organisation=organisation, event=event, undone=True, why=reason)
    return event


#: More than this is no slip of the pen: it is looked at one by one.
TOGETHER = 20


@transaction.atomic
def undo_with_newer(
    *, actor: Actor, event: OrganisationEvent, reason: str
) -> list[OrganisationEvent]:
    """
    Take back what rests on an event, the newest first, and then the event; all or nothing.

    :raises NewerDepends: when more rests on it than one act may take back
    :raises NotAllowed, SuperiorDecides, StillUsed, ChangeRefused: see ``undo_event``
    """
    lock_hierarchy(0)
    newer = resting_on(event)
    if len(newer) > TOGETHER:
        raise _newer_depends(newer)
    return [undo_event(actor=actor, event=one, reason=reason) for one in [*newer, event]]


def founded_by(event: OrganisationEvent) -> set[int]:
    """Return the organisations (ids) that exist by this event."""
    return {
        step["id"]
        for step in event.inverse
        if step["table"] == "organisation" and step["op"] == "created"
    }


def _take_back_all(event: OrganisationEvent, back: PlannedChange) -> list[int]:
    """Return whom it touched and who is still there."""
    touched = list(back.affected)
    ask_vetoes(back)
    hierarchies = taking_part(touched)
    founded = back.facts["founded"]
    drop_lineage(organisations=founded)
    OrganisationEventUnit.objects.filter(organisation_id__in=founded).delete()
    try:
        # The slices first: what they began at a founded organisation must go before it does.
        undone.ask(back)
        take_back(event.inverse)
    except (ProtectedError, RestrictedError) as used:
        raise StillUsed from used
    left = [pk for pk in touched if pk not in founded]
    rebuild_everywhere(organisations=left, also=hierarchies)
    return left


def _let_hold_again(event: OrganisationEvent, corrected: OrganisationEvent) -> list[int]:
    """Take a correction back: rows, lineage and slices say again what the first event said."""
    was, now = change_of(event), change_of(corrected)
    take_back(event.inverse)
    corrected.state = _state_again(corrected)
    corrected.save(update_fields=["state"])
    rebuild_everywhere(organisations=[*was.touched, *now.touched])
    tell_corrected(was, now, None)
    return list(was.touched)


def _state_again(event: OrganisationEvent) -> EventState:
    if event.settled_at is not None:
        return EventState.APPLIED
    return state_on(event.effective_on, at=event.recorded_at)


def primary_of(event: OrganisationEvent) -> list[Organisation]:
    """Return whom an event is about: its originals and results, else all it touched."""
    own = Organisation.objects.filter(
        event_parts__event=event, event_parts__role__in=["ORIGINAL", "RESULTING"]
    )
    everyone = Organisation.objects.filter(event_parts__event=event)
    return list(own.distinct().order_by("pk")) or list(everyone.distinct().order_by("pk"))


#: What a unit's own officers decide; all else is the superior's, and so is taking it back.
_OWN = (EventKind.RENAME, EventKind.CHANGE_PROFILE)


def require_undoing(
    actor: Actor, event: OrganisationEvent, primary: Sequence[Organisation]
) -> None:
    """
    Ask for the right to take an event back: of whoever could have recorded it.

    :raises NotAllowed, SuperiorDecides: see ``changing``
    """
    if event.kind in _OWN:
        require_all(actor, primary)
    else:
        require_decision(actor, primary)


def _refuse_if_newer(event: OrganisationEvent, organisations: list[int]) -> None:
    if _newer(event.pk, organisations).exists():
        raise _newer_depends(resting_on(event))


def resting_on(event: OrganisationEvent) -> list[OrganisationEvent]:
    """
    Return what must be taken back before an event, the newest first.

    Later events of its units and of those it hung elsewhere, and whatever rests on these.
    """
    found: dict[int, OrganisationEvent] = {}
    waiting = [event]
    while waiting:
        one = waiting.pop()
        organisations = [*(organisation.pk for organisation in primary_of(one)), *_moved(one)]
        for newer in _newer(one.pk, organisations).prefetch_related("units"):
            if newer.pk not in found:
                found[newer.pk] = newer
                waiting.append(newer)
    return [found[pk] for pk in sorted(found, reverse=True)]


def _newer(pk: int, organisations: list[int]) -> QuerySet[OrganisationEvent]:
    touched = OrganisationEventUnit.objects.filter(
        event=OuterRef("pk"), organisation_id__in=organisations
    )
    later = OrganisationEvent.objects.filter(Exists(touched), pk__gt=pk)
    return later.exclude(state=EventState.UNDONE)


def _newer_depends(newer: Sequence[OrganisationEvent]) -> NewerDepends:
    newest = newer[0]
    return NewerDepends(
        count=len(newer),
        kind=newest.get_kind_display(),
        day=date_format(newest.effective_on, "d/m/Y"),
        decision=f" ({newest.decision_no})" if newest.decision_no else "",
    )


def _moved(event: OrganisationEvent) -> list[int]:
    """Return whom the event hung elsewhere: a later move of theirs rests on it too."""
    placements = [
        step["id"] for step in event.inverse if step["table"] == "placement" and "id" in step
    ]
    found = Placement.objects.filter(pk__in=placements).values_list("child_id", flat=True)
    return list(found.distinct())
