"""
Events that cannot both be true: what a new one must not contradict.

Two events of one unit on one day stand together where neither says what the other denies (a new
name and a new superior); they are refused where one would be without object (a unit handed over on
the day it ends) or both say the same thing differently (two superiors).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format

from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import OutsideItsSpan
from congdoan.kernel.organisations.enums import IN_FORCE, EventKind, EventRole, HierarchyId
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
    Placement,
)
from congdoan.kernel.organisations.rules import MEANINGS
from congdoan.kernel.organisations.selectors import names
from congdoan.kernel.organisations.services.changing import PlannedChange

#: Changes of names and facts: a later one goes with its unit and contradicts nothing.
_OF_FACTS = (EventKind.RENAME, EventKind.CHANGE_LEVEL, EventKind.CHANGE_PROFILE)
_SAID_ONCE = (EventKind.RENAME, EventKind.CHANGE_LEVEL)


class NotThereThen(OutsideItsSpan):
    """{name} không hoạt động vào ngày {day} (thời gian tồn tại: {life}); hãy chọn một ngày trong khoảng đó."""  # noqa: E501


class LaterStands(Refusal):
    """{name} còn việc {kind} đã ghi có hiệu lực từ ngày {day}{decision}; hãy hoàn tác hoặc đính chính việc đó trước, hoặc chọn ngày sau ngày đó."""  # noqa: E501


class SameDayContradicts(Refusal):
    """Ngày {day} {name} đã có việc {kind}{decision}, trái với việc này; hãy hoàn tác hoặc đính chính việc đó, hoặc chọn ngày khác."""  # noqa: E501


class ReceiverKnownToEnd(Refusal):
    """{name} đã được ghi kết thúc từ ngày {day} nên không nhận đơn vị khác được nữa; hãy chọn đơn vị kế tục của nó, hoặc hoàn tác việc kết thúc, ghi việc này rồi ghi lại."""  # noqa: E501


class ReceiverEndsSooner(Refusal):
    """{receiver} kết thúc từ ngày {day} nên {name} sẽ không còn cấp trên từ ngày đó; hãy chọn cấp trên khác, hoặc hoàn tác, đính chính việc kết thúc trước."""  # noqa: E501


def not_there(organisation: Organisation, on: date) -> NotThereThen:
    """Return the refusal that names the unit and the days it existed."""
    called = names([organisation.pk], on=on)
    lower, upper = organisation.valid.lower, organisation.valid.upper
    return NotThereThen(
        name=called.get(organisation.pk, organisation.code),
        day=_day(on),
        life=f"{_day(lower)} – {_day(upper) if upper else '…'}",
    )


def refuse_conflicts(change: PlannedChange, *, besides: Collection[int] = ()) -> None:
    """
    See that no event in force (but ``besides``, by id) contradicts the change.

    :raises LaterStands: when a unit that ends plays a part in a later event
    :raises SameDayContradicts: when an event of that day says otherwise
    """
    events = OrganisationEvent.objects.filter(state__in=IN_FORCE).exclude(pk__in=list(besides))
    if MEANINGS[change.kind].ends_originals:
        _refuse_later(change, set(events_after(events, change.on)))
    parts = OrganisationEventUnit.objects.filter(
        event__in=events.filter(effective_on=change.on), organisation_id__in=change.touched
    )
    for part in parts.select_related("event"):
        if _contradicts(change, part):
            raise SameDayContradicts(**_told(part.organisation_id, part.event))


def events_after(events: object, on: date) -> list[int]:
    found = events.filter(effective_on__gt=on).values_list("pk", flat=True)  # type: ignore[attr-defined]
    return list(found)


def _refuse_later(change: PlannedChange, later: set[int]) -> None:
    parts = OrganisationEventUnit.objects.filter(
        event_id__in=later,
        organisation_id__in=change.originals,
        role__in=[EventRole.ORIGINAL, EventRole.RESULTING],
    ).select_related("event")
    first = parts.order_by("event__effective_on", "event_id").first()
    if first is not None:
        raise LaterStands(**_told(first.organisation_id, first.event))
    # A later event that hung it elsewhere would speak of a unit that is no more by then.
    moved = Placement.objects.filter(
        child_id__in=change.originals, event_id__in=later, valid__startswith__gt=change.on
    )
    at = moved.select_related("event").order_by("valid").first()
    if at is not None and at.event is not None:
        raise LaterStands(**_told(at.child_id, at.event))
    if change.results:
        return  # whoever is hung under it later hangs under its successor
    hung = Placement.objects.filter(
        parent_id__in=change.originals, event_id__in=later, valid__startswith__gt=change.on
    ).exclude(child_id__in=change.originals)
    row = hung.select_related("event").order_by("valid").first()
    if row is not None and row.event is not None:
        raise LaterStands(**_told(row.parent_id, row.event))


def _contradicts(change: PlannedChange, part: OrganisationEventUnit) -> bool:
    unit, event = part.organisation_id, part.event
    mine = unit in change.originals
    if mine and MEANINGS[change.kind].ends_originals:
        return part.role != EventRole.AFFECTED or event.kind in _OF_FACTS
    if mine and change.kind == EventKind.TRANSFER:
        same_line = _hierarchy(event.facts) == _hierarchy(change.facts)
        return event.kind == EventKind.TRANSFER and part.role == EventRole.ORIGINAL and same_line
    return change.kind in _SAID_ONCE and event.kind == change.kind


def _hierarchy(facts: Mapping[str, object]) -> int:
    return int(str(facts.get("hierarchy", HierarchyId.COMMAND.value)))


def refuse_ending_receiver(receiver: Organisation, on: date) -> None:
    """:raises ReceiverKnownToEnd: what it takes over would have nowhere to go on that later day"""
    if receiver.valid.upper is not None:
        called = names([receiver.pk], on=on)
        raise ReceiverKnownToEnd(name=called[receiver.pk], day=_day(receiver.valid.upper))


def refuse_orphans(placements: Iterable[Placement]) -> None:
    """
    See that nobody is left without a superior because the new one is known to end.

    :raises ReceiverEndsSooner: when no later placement follows
    """
    cut = [
        row for row in placements if row.valid.upper and row.valid.upper != row.child.valid.upper
    ]
    for row in cut:
        follows = Placement.objects.filter(
            Q(valid__startswith=row.valid.upper), hierarchy_id=row.hierarchy_id, child=row.child
        )
        if row.hierarchy_id == HierarchyId.COMMAND and not follows.exists():
            day: date = row.valid.upper
            called = names([row.child_id, row.parent_id], on=row.valid.lower)
            raise ReceiverEndsSooner(
                receiver=called[row.parent_id], day=_day(day), name=called[row.child_id]
            )


def _told(organisation: int, event: OrganisationEvent) -> dict[str, str]:
    return {
        "name": names([organisation], on=event.effective_on).get(organisation, ""),
        "kind": str(EventKind(event.kind).label),
        "day": _day(event.effective_on),
        "decision": f" ({event.decision_no})" if event.decision_no else "",
    }


def _day(day: date) -> str:
    return date_format(day, "d/m/Y")
