"""
What becomes of offices when organisations change.

They end with their organisation. The officer who plans the change may let single ones go on at one
of the results: the office here ends, one of the same post begins there, by the same decision.
"""

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from congdoan.foundation.hooks import Veto
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import MEANINGS, Followed, Passing, PlannedChange
from congdoan.kernel.people.enums import Appointment, OfficeEnd
from congdoan.kernel.people.models import Office
from congdoan.kernel.people.models.office import OfficeQuerySet
from congdoan.kernel.people.selectors.words import in_rank, office_title

_KEY = "people.office:"


def _lasting_offices(change: PlannedChange) -> OfficeQuerySet:
    lasting = Q(valid__endswith__gt=change.on) | Q(valid__endswith__isnull=True)
    return Office.objects.filter(lasting, organisation_id__in=change.originals)


def _ending_offices(change: PlannedChange) -> OfficeQuerySet:
    ends = MEANINGS[change.kind].ends_originals
    return _lasting_offices(change) if ends else Office.objects.none()


def count_offices(change: PlannedChange) -> int:
    return _ending_offices(change).count()


def offices_to_pass(change: PlannedChange) -> list[Passing]:
    """Return the offices held at the originals, each of which may go on at a result."""
    rows = _lasting_offices(change).filter(valid__startswith__lt=change.on)
    return [
        Passing(
            f"{_KEY}{office.pk}",
            _("Chức vụ đang giữ"),
            f"{office.person.full_name} – {office_title(office)}",
            office.organisation_id,
        )
        for office in in_rank(rows.select_related("person").signing_order(), on=change.on)
    ]


def carry_offices(change: PlannedChange) -> Followed | None:
    """
    End every office of the organisations an event ended, and begin those that were passed on.

    Offices not begun yet are taken away. The event's own audit row covers them: they end and
    begin by the same decision.
    """
    wanted = {
        int(key.removeprefix(_KEY)): organisation
        for key, organisation in change.facts.get("passing", {}).items()
        if key.startswith(_KEY)
    }
    passed = list(_lasting_offices(change).filter(pk__in=wanted))
    note: dict[str, Any] = {"ended": [], "removed": [], "begun": []}
    for office in {o.pk: o for o in [*_ending_offices(change), *passed]}.values():
        if office.valid.lower >= change.on:
            note["removed"].append(_row(office))
            office.delete()
            continue
        note["ended"].append([office.pk, _day(office.valid.upper), office.end_reason])
        if office.pk in wanted:
            note["begun"].append(_begin(office, wanted[office.pk], change).pk)
        gone = office.pk not in wanted or MEANINGS[change.kind].ends_originals
        office.valid = span(office.valid.lower, change.on)
        office.end_reason = OfficeEnd.UNIT_ENDED if gone else OfficeEnd.TRANSFERRED
        office.save(update_fields=["valid", "end_reason"])
    return Followed("people", note) if any(note.values()) else None


def _begin(office: Office, organisation: int, change: PlannedChange) -> Office:
    return Office.objects.create(
        person_id=office.person_id,
        organisation_id=organisation,
        position=office.position,
        title=office.title,
        valid=span(change.on, None),
        appointment=Appointment.APPOINTED,
        decision_no=change.facts.get("decision_no", ""),
        decision_on=change.facts.get("decision_on"),
        full_time=office.full_time,
    )


def refuse_to_lose(change: PlannedChange) -> Veto | None:
    """Keep an event from being taken back while an office it began was changed or used since."""
    note = change.facts.get("followed", {}).get("people") if change.facts.get("undo") else None
    if not note:
        return None
    untouched = Office.objects.filter(pk__in=note["begun"], valid=span(change.on, None))
    if untouched.count() == len(note["begun"]):
        return None
    return Veto(
        _("Chức vụ bắt đầu theo sự kiện này đã được sửa sau đó; hãy sửa lại chức vụ ấy trước.")
    )


def take_offices_back(change: PlannedChange) -> None:
    """Give the offices their days again, as they were before the event that is taken back."""
    note = change.facts["followed"].get("people")
    if not note:
        return
    Office.objects.filter(pk__in=note["begun"]).delete()
    for pk, until, reason in note["ended"]:
        # One who left before that day, of their own accord, has left.
        for office in Office.objects.filter(pk=pk, valid__endswith=change.on):
            office.valid = span(office.valid.lower, read_day(until))
            office.end_reason = reason
            office.save(update_fields=["valid", "end_reason"])
    for row in note["removed"]:
        office_of(row).save(force_insert=True)


def office_of(row: dict[str, Any]) -> Office:
    """Return an office that was taken away, not saved."""
    lower, upper = map(read_day, row["valid"])
    return Office(
        **{
            **row,
            "valid": DateRange(lower, upper, "[)"),
            "decision_on": read_day(row["decision_on"]),
        }
    )


def _row(office: Office) -> dict[str, Any]:
    row = {field.attname: getattr(office, field.attname) for field in Office._meta.concrete_fields}
    row["valid"] = [_day(office.valid.lower), _day(office.valid.upper)]
    row["decision_on"] = _day(office.decision_on)
    return row


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
