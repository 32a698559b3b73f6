"""What must still hold after an event's rows were moved."""

from datetime import date

from django.db.models import F, Q
from django.utils.formats import date_format

from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import overlap
from congdoan.kernel.organisations.enums import IN_FORCE, EventKind, EventRole
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    OrganisationEventUnit,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.rules import MEANINGS
from congdoan.kernel.organisations.selectors import names
from congdoan.kernel.organisations.services.changing import PlannedChange


class OutOfItsLife(Refusal):
    """Theo nội dung đính chính thì ngày {day} {name} không tồn tại, nhưng {what} lại ghi ngược lại; hãy sửa việc đó trước hoặc chọn ngày khác."""  # noqa: E501


def refuse_broken(was: PlannedChange, now: PlannedChange, *, event: int) -> None:
    """
    See that whoever is hung somewhere, named or part of an event exists on those days.

    :raises OutOfItsLife: naming what stands against the correction
    """
    touched = {*was.touched, *now.touched}
    _placements(touched)
    _beside(touched)
    _events(touched, besides=[event, *([was.event_id] if was.event_id else [])])


def _placements(touched: set[int]) -> None:
    child = Q(valid__contained_by=F("child__valid"))
    parent = Q(valid__contained_by=F("parent__valid"))
    rows = Placement.objects.filter(Q(child__in=touched) | Q(parent__in=touched))
    row = rows.exclude(child & parent).select_related("child", "parent").first()
    if row is None:
        return
    within = overlap(row.valid, row.child.valid) == row.valid
    missing = row.parent if within else row.child
    lives = missing.valid
    called = names([row.child_id, row.parent_id], on=row.valid.lower)
    raise OutOfItsLife(
        day=_day(row.valid.lower if row.valid.lower < lives.lower else lives.upper),
        name=called[missing.pk],
        what=f"{called[row.child_id]} ↔ {called[row.parent_id]}",
    )


def _beside(touched: set[int]) -> None:
    rows = [
        *OrganisationProfile.objects.filter(organisation__in=touched).exclude(
            valid__contained_by=F("organisation__valid")
        )[:1],
        *GroupingMember.objects.filter(organisation__in=touched).exclude(
            valid__contained_by=F("organisation__valid")
        )[:1],
        *Counterpart.objects.filter(Q(union__in=touched) | Q(partner__in=touched)).exclude(
            valid__contained_by=F("union__valid")
        )[:1],
        *Counterpart.objects.filter(Q(union__in=touched) | Q(partner__in=touched)).exclude(
            valid__contained_by=F("partner__valid")
        )[:1],
    ]
    for row in rows:
        pk = row.union_id if isinstance(row, Counterpart) else row.organisation_id
        called = names([pk], on=row.valid.lower)
        raise OutOfItsLife(
            day=_day(row.valid.lower), name=called[pk], what=str(row._meta.verbose_name)
        )


def _events(touched: set[int], *, besides: list[int]) -> None:
    """See that who plays a part in another event exists on its day (the eve, if it ends then)."""
    parts = OrganisationEventUnit.objects.filter(
        organisation__in=touched, event__state__in=IN_FORCE
    ).exclude(event_id__in=besides)
    for part in parts.select_related("event", "organisation"):
        event, life = part.event, part.organisation.valid
        kind, on = EventKind(event.kind), event.effective_on
        ended = MEANINGS[kind].ends_originals and part.role == EventRole.ORIGINAL
        if part.role == EventRole.AFFECTED and kind in (EventKind.TRANSFER, EventKind.ESTABLISH):
            continue  # a superior: its placements say so
        if part.role == EventRole.AFFECTED and kind not in _OWN:
            continue
        last_ok = life.upper is None or (on <= life.upper if ended else on < life.upper)
        if not (life.lower <= on and last_ok) or (ended and life.lower == on):
            raise OutOfItsLife(
                day=_day(on),
                name=names([part.organisation_id], on=on).get(part.organisation_id, ""),
                what=f"{kind.label} {event.decision_no}".strip(),
            )


_OWN = (EventKind.RENAME, EventKind.CHANGE_LEVEL, EventKind.CHANGE_PROFILE)


def _day(day: date) -> str:
    return date_format(day, "d/m/Y")
