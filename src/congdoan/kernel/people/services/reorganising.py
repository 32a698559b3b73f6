"""What becomes of offices when organisations change: they end with their organisation."""

from django.db.models import Q

from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import PlannedChange
from congdoan.kernel.people.enums import OfficeEnd
from congdoan.kernel.people.models import Office
from congdoan.kernel.people.models.office import OfficeQuerySet

#: Kinds of event that end their originals (organisations.rules.MEANINGS).
_ENDING = {"MERGE_INTO", "CONSOLIDATE", "DIVIDE", "DISSOLVE", "END_OPERATION"}


def _ending_offices(change: PlannedChange) -> OfficeQuerySet:
    if change.kind not in _ENDING:
        return Office.objects.none()
    lasting = Q(valid__endswith__gt=change.on) | Q(valid__endswith__isnull=True)
    return Office.objects.filter(lasting, organisation_id__in=change.originals)


def count_offices(change: PlannedChange) -> int:
    return _ending_offices(change).count()


def end_offices_of(change: PlannedChange) -> None:
    """
    End every office of the organisations an event ended; those not begun are taken away.

    The event's own audit row covers them (they end by the same decision).
    """
    for office in _ending_offices(change):
        if office.valid.lower >= change.on:
            office.delete()
            continue
        office.valid = span(office.valid.lower, change.on)
        office.end_reason = OfficeEnd.UNIT_ENDED
        office.save(update_fields=["valid", "end_reason"])
