"""
Offices when a change of organisations takes effect later than decided, or is corrected.

What ``reorganising`` did at the decision is finished on the day, or moved to the day or the
organisation a correction names.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from congdoan.foundation.hooks import Veto
from congdoan.foundation.kept_rows import keep, read, rewrite
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import MEANINGS, Corrected, Followed, PlannedChange
from congdoan.kernel.people.enums import OfficeEnd
from congdoan.kernel.people.models import Office
from congdoan.kernel.people.services.reorganising import (
    carry_offices,
    office_of,
    read_day,
)

_EMPTY: Mapping[str, list[Any]] = {"ended": [], "removed": [], "begun": []}


def settle_offices(change: PlannedChange) -> Followed | None:
    """
    Answer ``settling``: end what began since; who left before the day does not go on elsewhere.

    Asked again it finds nothing more to do.
    """
    note = {**_EMPTY, **change.facts["followed"].get("people", {})}
    ended = Office.objects.filter(pk__in=[pk for pk, _until, _reason in note["ended"]])
    stayed = {(o.person_id, o.position) for o in ended.filter(valid__endswith=change.on)}
    left = [
        office.pk
        for office in Office.objects.filter(pk__in=note["begun"], valid=span(change.on, None))
        if (office.person_id, office.position) not in stayed
    ]
    Office.objects.filter(pk__in=left).delete()
    more = carry_offices(change)
    new = more.note if more else {**_EMPTY, "begun": []}
    merged = {
        **note,
        "ended": [*note["ended"], *new["ended"]],
        "removed": [*note["removed"], *new["removed"]],
        "begun": [pk for pk in [*note["begun"], *new["begun"]] if pk not in left],
    }
    return Followed("people", merged) if left or more else None


def correct_offices(corrected: Corrected) -> Followed | Veto | None:
    """Answer ``correcting``: offices end and begin on the other day, at the other organisation."""
    was, now = corrected.was, corrected.now
    note = was.facts["followed"].get("people") or {}
    answer: Followed | Veto | None = None
    if corrected.taken_back:
        answer = _put_back(note)
    elif MEANINGS[was.kind].ends_originals or note:
        answer = _move({**_EMPTY, **note}, was, now)
    outside = Office.objects.filter(organisation_id__in=now.touched).exclude(
        valid__contained_by=F("organisation__valid")
    )
    first = outside.select_related("person").first()
    if first is not None:
        return Veto(
            _(
                "Chức vụ của {person} ({days}) nằm ngoài thời gian đơn vị tồn tại theo ngày mới; "
                "hãy sửa chức vụ đó trước."
            ).format(person=first.person.full_name, days=_shown(first))
        )
    return answer


def _put_back(note: Mapping[str, Any]) -> Veto | None:
    if "before" not in note:
        return None
    after = [int(row["id"]) for row in note["after"]]
    if keep(Office.objects.filter(pk__in=after)) != note["after"]:
        return Veto(_("Chức vụ theo sự kiện này đã được sửa sau đính chính; hãy sửa lại trước."))
    before = read(Office, note["before"])
    rewrite(Office, before, gone=set(after) - {row.pk for row in before})
    return None


def _move(
    note: Mapping[str, Any], was: PlannedChange, now: PlannedChange
) -> Followed | Veto | None:
    """Move the offices the event ended and began; return the note of the correction."""
    begun = list(Office.objects.filter(pk__in=note["begun"]))
    if len(begun) != len(note["begun"]) or any(o.valid.lower != was.on for o in begun):
        return Veto(_("Chức vụ bắt đầu theo sự kiện này đã được sửa; hãy sửa lại nó trước."))
    known, held = _ended(note, was, now)
    for office in (*held, *begun):
        last = office.valid.upper if office in begun else None
        if (last and last <= now.on) or (office in held and office.valid.lower >= now.on):
            return _does_not_fit(office)
    before = keep([*held, *begun])
    homes = dict(zip(was.results, now.results, strict=False))
    for office in held:
        until, reason = known[office.pk]
        if until is not None and until <= now.on:
            office.valid, office.end_reason = span(office.valid.lower, until), reason
        else:
            office.valid = span(office.valid.lower, now.on)
            office.end_reason = office.end_reason or OfficeEnd.UNIT_ENDED
    for office in begun:
        office.valid = span(now.on, office.valid.upper)
        office.organisation_id = homes.get(office.organisation_id, office.organisation_id)
    again, removed = _waiting(note["removed"], now.on)
    after = [*held, *begun, *again]
    rewrite(Office, after, gone=[])
    ended = [
        [office.pk, until.isoformat() if until else None, reason]
        for office in held
        for until, reason in [known[office.pk]]
    ]
    ended += [[office.pk, _until(row), ""] for office in again for row in _row(note, office)]
    return Followed(
        "people",
        {
            "ended": ended,
            "removed": removed,
            "begun": note["begun"],
            "before": before,
            "after": keep(Office.objects.filter(pk__in=[row.pk for row in after])),
        },
    )


def _row(note: Mapping[str, Any], office: Office) -> list[dict[str, Any]]:
    return [row for row in note["removed"] if row["id"] == office.pk]


def _until(row: Mapping[str, Any]) -> str | None:
    until: str | None = row["valid"][1]
    return until


def _ended(
    note: Mapping[str, Any], was: PlannedChange, now: PlannedChange
) -> tuple[dict[int, tuple[date | None, str]], list[Office]]:
    """Return when and why each office would have ended, and those that the event ends (now)."""
    known = {pk: (read_day(until), reason) for pk, until, reason in note["ended"]}
    held = list(Office.objects.filter(pk__in=known, valid__endswith=was.on))
    if MEANINGS[was.kind].ends_originals and now.on < was.on:
        # Ended by themselves between the two days: by then the unit was no more.
        rows = Office.objects.filter(
            organisation_id__in=was.originals, valid__endswith__gt=now.on
        ).exclude(pk__in=[office.pk for office in held])
        for office in rows:
            known[office.pk] = (office.valid.upper, office.end_reason)
            held.append(office)
    return known, held


def _waiting(rows: list[dict[str, Any]], on: date) -> tuple[list[Office], list[dict[str, Any]]]:
    """Divide offices that were to begin: those that begin before the later day did begin."""
    again, removed = [], []
    for row in rows:
        office = office_of(row)
        if office.valid.lower >= on:
            removed.append(row)
            continue
        until = office.valid.upper
        cut = until is None or until > on
        office.valid = span(office.valid.lower, on if cut else until)
        office.end_reason = OfficeEnd.UNIT_ENDED if cut else office.end_reason
        again.append(office)
    return again, removed


def _does_not_fit(office: Office) -> Veto:
    return Veto(
        _("Chức vụ của {person} ({days}) không vừa với ngày mới; hãy sửa chức vụ đó trước.").format(
            person=office.person.full_name, days=_shown(office)
        )
    )


def _shown(office: Office) -> str:
    until = office.valid.upper
    return f"{office.valid.lower:%d/%m/%Y} – {f'{until:%d/%m/%Y}' if until else '…'}"
