"""
Memberships when a change of organisations takes effect later than decided, or is corrected.

A person's stay at a unit that is merged and at its successor is one stay, cut in two by the event:
a correction cuts it on another day, or lets it go on elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils.translation import gettext as _

from congdoan.areas.members.enums import EndOfMembership
from congdoan.areas.members.models import Membership
from congdoan.areas.members.services.counting import note_points
from congdoan.areas.members.services.following import successors_of, together
from congdoan.foundation.hooks import Veto
from congdoan.foundation.kept_rows import keep, read, rewrite
from congdoan.foundation.valid_time import overlap, span
from congdoan.kernel.organisations.api import MEANINGS, Corrected, Followed, PlannedChange
from congdoan.kernel.organisations.models import Organisation

_COPIED = ("person_id", "birth_year", "gender", "category")


def settle_members(change: PlannedChange) -> Followed | None:
    """
    Answer ``settling``: who joined since the decision goes on at the result, or ends with the unit.

    They could be written until the unit's last day only. Asked again it finds nobody.
    """
    note = change.facts["followed"].get("members")
    if not MEANINGS[change.kind].ends_originals or not note or "seen" not in note:
        return None
    joined = list(
        Membership.objects.filter(
            organisation_id__in=change.originals,
            valid__endswith=change.on,
            pk__gt=note["seen"],
            end_reason="",
            ended_by=None,
        )
    )
    if not joined:
        return None
    homes = successors_of(change)
    lives = {one.pk: one.valid for one in Organisation.objects.filter(pk__in=homes.values())}
    elsewhere = set(
        Membership.objects.filter(person__in=[row.person_id for row in joined])
        .during(span(change.on))
        .values_list("person_id", flat=True)
    )
    begun = []
    for row in joined:
        row.ended_by_id = change.event_id
        row.end_reason = _reason(homes)
        home = homes.get(row.organisation_id)
        if home and row.person_id not in elsewhere:
            valid = overlap(span(change.on), lives[home])
            begun.append(_copy(row, organisation_id=home, valid=valid, begun_by_id=change.event_id))
    Membership.objects.bulk_update(joined, ["ended_by", "end_reason"], batch_size=1000)
    Membership.objects.bulk_create(begun, batch_size=1000)
    ended = [(row.organisation_id, change.on, 0) for row in joined]
    note_points(together([*_points(begun, 1), *ended]))
    until = {str(row.pk): change.on.isoformat() for row in joined}
    return Followed("members", {**note, "until": {**note["until"], **until}})


@dataclass
class _Stay:
    """One person's days at a unit and, from the event on, at its successor."""

    unit: int
    days: DateRange
    #: A row whose facts hold for all of it, and how it ended by itself.
    like: Membership
    end_reason: str = ""
    ended_by_id: int | None = None
    here: Membership | None = None
    there: Membership | None = None


def correct_members(corrected: Corrected) -> Followed | Veto | None:
    """Answer ``correcting``: stays are cut on the other day, or go on at the other unit."""
    was, now = corrected.was, corrected.now
    note = was.facts["followed"].get("members") or {}
    answer: Followed | Veto | None = None
    if corrected.taken_back:
        answer = _put_back(note)
    elif MEANINGS[was.kind].ends_originals:
        answer = _cut_anew(note, was, now)
    outside = Membership.objects.filter(organisation_id__in=now.touched).exclude(
        valid__contained_by=F("organisation__valid")
    )
    count = outside.count()
    if count:
        return Veto(
            _(
                "{count} đoàn viên được ghi ngoài thời gian đơn vị tồn tại theo ngày mới; hãy sửa "
                "ngày vào, ngày thôi của họ trước."
            ).format(count=count)
        )
    return answer


def _put_back(note: Mapping[str, Any]) -> Veto | None:
    if "before" not in note:
        return None
    after = [int(row["id"]) for row in note["after"]]
    present = list(Membership.objects.filter(pk__in=after))
    if keep(present) != note["after"]:
        return Veto(_("Đoàn viên đã thay đổi sau khi đính chính; hãy đính chính thêm một lần."))
    before = read(Membership, note["before"])
    rewrite(Membership, before, gone=set(after) - {row.pk for row in before})
    note_points(together([*_points(present, -1), *_points(before, 1)]))
    return None


def _cut_anew(
    note: Mapping[str, Any], was: PlannedChange, now: PlannedChange
) -> Followed | Veto | None:
    rows = list(Membership.objects.filter(begun_by=was.event_id))
    homes = {unit: home for unit, home in successors_of(now).items() if home not in now.originals}
    old_homes = successors_of(was)
    if homes != old_homes:
        followed = {pk: homes.get(unit) for unit, pk in old_homes.items()}
        if any(row.ended_by_id or row.organisation_id not in followed for row in rows):
            return Veto(
                _(
                    "Đoàn viên của đơn vị nhận đã chuyển tiếp theo một sự kiện sau đó; hãy hoàn "
                    "tác hoặc đính chính sự kiện ấy trước."
                )
            )
    stays, waiting = _stays(note, was, now, rows)
    before = keep(_rows_of(stays))
    lives = {one.pk: one.valid for one in Organisation.objects.filter(pk__in=homes.values())}
    present = [*_points(_rows_of(stays), -1)]
    after: list[Membership] = []
    gone: list[int] = []
    until: list[tuple[Membership, date]] = []
    for stay in stays:
        home = homes.get(stay.unit)
        here, there = _divide(stay, now, home, lives.get(home) if home else None)
        after += [row for row in (here, there) if row]
        gone += [row.pk for row in (stay.here, stay.there) if row and row not in (here, there)]
        if here and not there and here.ended_by_id == now.event_id and stay.days.upper:
            until.append((here, stay.days.upper))
        if not here and not there and not home:
            waiting.append(_told(stay))
    rewrite(Membership, after, gone=gone)
    note_points(together([*present, *_points(after, 1)]))
    if not stays and not note:
        return None
    return Followed(
        "members",
        {
            **note,
            "until": {str(row.pk): day.isoformat() for row, day in until},
            "waiting": waiting,
            "before": before,
            "after": keep(Membership.objects.filter(pk__in=[row.pk for row in after])),
        },
    )


def _stays(
    note: Mapping[str, Any], was: PlannedChange, now: PlannedChange, begun: Iterable[Membership]
) -> tuple[list[_Stay], list[dict[str, Any]]]:
    """Put together what the event cut: by person, with those who left between the two days."""
    until = {int(pk): date.fromisoformat(day) for pk, day in note.get("until", {}).items()}
    here = list(Membership.objects.filter(ended_by=was.event_id))
    earlier = Membership.objects.filter(
        organisation_id__in=was.originals, valid__endswith__gt=now.on
    ).exclude(ended_by=was.event_id)
    left = list(earlier) if now.on < was.on else []
    there: dict[tuple[int, date | None], Membership] = {
        (row.person_id, row.valid.lower): row for row in begun
    }
    stays = []
    for row in here:
        stay = _Stay(row.organisation_id, row.valid, row, here=row)
        after = there.pop((row.person_id, was.on), None)
        if after is not None:
            stay.there, stay.days = after, DateRange(row.valid.lower, after.valid.upper, "[)")
            stay.end_reason, stay.ended_by_id = _ways_out(after)
        else:
            stay.days = DateRange(row.valid.lower, until.get(row.pk), "[)")
            stay.end_reason, stay.ended_by_id = note.get("ends", {}).get(str(row.pk), ("", None))
        stays.append(stay)
    stays += [_Stay(row.organisation_id, row.valid, row, *_ways_out(row), here=row) for row in left]
    waiting: list[dict[str, Any]] = []
    for one in note.get("waiting", []):
        lower, upper = (date.fromisoformat(day) if day else None for day in one["valid"])
        known = there.pop((one["person_id"], lower), None)
        if known is not None:  # joined the successor, the unit being no more
            stays.append(
                _Stay(one["organisation_id"], known.valid, row, *_ways_out(known), there=known)
            )
        elif lower and lower < now.on:
            like = Membership(**{**one, "valid": DateRange(lower, upper, "[)"), "id": None})
            stays.append(_Stay(like.organisation_id, like.valid, like, *_ways_out(like)))
        else:
            waiting.append(one)
    units = {
        int(row["person_id"]): int(row["organisation_id"])
        for row in note.get("before", [])
        if int(row["organisation_id"]) in was.originals
    }
    for row in there.values():  # an earlier correction left no day at the unit
        unit = units.get(row.person_id, was.originals[0])
        stays.append(_Stay(unit, row.valid, row, *_ways_out(row), there=row))
    return stays, waiting


def _divide(
    stay: _Stay, now: PlannedChange, home: int | None, life: DateRange | None
) -> tuple[Membership | None, Membership | None]:
    """Return the stay's rows at the unit and at its successor, cut on the day of the correction."""
    first, last = stay.days.lower, stay.days.upper
    cut = last is None or last > now.on
    here = there = None
    if first < now.on:
        here = stay.here or _copy(stay.like, organisation_id=stay.unit)
        here.valid = DateRange(first, now.on if cut else last, "[)")
        here.end_reason = _reason(home) if cut else stay.end_reason
        here.ended_by_id = now.event_id if cut else stay.ended_by_id
    if cut and home and life:
        days = overlap(DateRange(max(first, now.on), last, "[)"), life)
        if days:
            there = stay.there or _copy(stay.like)
            there.organisation_id, there.valid = home, days
            there.begun_by_id = now.event_id
            there.end_reason, there.ended_by_id = stay.end_reason, stay.ended_by_id
    return here, there


def _rows_of(stays: Iterable[_Stay]) -> list[Membership]:
    return [row for stay in stays for row in (stay.here, stay.there) if row]


def _copy(row: Membership, **values: Any) -> Membership:
    return Membership(**{name: getattr(row, name) for name in _COPIED}, **values)


def _ways_out(row: Membership) -> tuple[str, int | None]:
    return row.end_reason, row.ended_by_id


def _reason(homes: object) -> str:
    return str(EndOfMembership.UNIT_MERGED if homes else EndOfMembership.UNIT_ENDED)


def _points(rows: Iterable[Membership], sign: int) -> Iterator[tuple[int, date, int]]:
    for row in rows:
        yield row.organisation_id, row.valid.lower, sign
        if row.valid.upper:
            yield row.organisation_id, row.valid.upper, -sign


def _told(stay: _Stay) -> dict[str, Any]:
    """Write down a membership that will not begin, as ``following`` does."""
    lower, upper = stay.days.lower, stay.days.upper
    return {
        **{name: getattr(stay.like, name) for name in _COPIED},
        "id": stay.here.pk if stay.here else None,
        "organisation_id": stay.unit,
        "begin_reason": stay.like.begin_reason,
        "end_reason": stay.end_reason,
        "ended_by_id": stay.ended_by_id,
        "valid": [lower.isoformat(), upper.isoformat() if upper else None],
    }
