"""What becomes of a member's data when two records of one person become one, and two again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from congdoan.areas.members.enums import BeginOfMembership, EndOfMembership, TransferState
from congdoan.areas.members.models import (
    Application,
    Leaving,
    MemberRecord,
    Membership,
    MemberWork,
    Pause,
    SealedFact,
    Transfer,
)
from congdoan.areas.members.rules import identity
from congdoan.areas.members.selectors.merging import RECORD_FIELDS, Overlap, overlaps
from congdoan.areas.members.services.counting import Point, note_points
from congdoan.foundation.hooks import Veto
from congdoan.foundation.kept_rows import read
from congdoan.foundation.valid_time import overlap
from congdoan.kernel.organisations.api import hold_still, names
from congdoan.kernel.people.api import Journal, Merging, Parting
from congdoan.kernel.people.models import Person


def refuse_unsettled(wanted: Merging) -> Veto | None:
    """Keep two records apart while nobody has said which of two memberships of a day counts."""
    waiting = Transfer.objects.filter(person__in=wanted.both, state=TransferState.PROPOSED)
    if waiting.values("person").distinct().count() > 1:
        return Veto(
            _("Cả hai hồ sơ đang có đề nghị chuyển sinh hoạt; hãy xác nhận hoặc rút một đề nghị.")
        )
    open_ = [one for one in _overlaps(wanted.both) if one.yields(wanted.yielding) is None]
    if not open_:
        return None
    one = open_[0]
    units = names({one.mine.organisation_id, one.theirs.organisation_id}, on=one.days.lower)
    return Veto(
        _(
            "Hai hồ sơ cùng là đoàn viên của {mine} và {theirs} từ {day}; hãy chọn nơi được tính "
            "trong thời gian đó."
        ).format(
            mine=units[one.mine.organisation_id],
            theirs=units[one.theirs.organisation_id],
            day=one.days.lower.strftime("%d/%m/%Y"),
        )
    )


def _overlaps(both: tuple[int, int]) -> list[Overlap]:
    mine, theirs = (
        list(Membership.objects.filter(person_id=person).order_by("valid")) for person in both
    )
    return overlaps(mine, theirs)


def merge_members(wanted: Merging) -> None:
    """Answer ``merging``: memberships with their counts, pauses, work, record, sealed facts."""
    hold_still()
    before = _points(wanted.both)
    _settle_memberships(wanted)
    note_points(_difference(before, _points(wanted.both)), people=wanted.both)
    for model in (Pause, MemberWork):
        _fill_gaps(wanted, model)
    _merge_record(wanted)
    _merge_sealed(wanted)


def _points(both: tuple[int, int]) -> dict[tuple[int, date], int]:
    """Return what the memberships of both count for: (unit, day) → members more or fewer."""
    sums: dict[tuple[int, date], int] = {}
    rows = Membership.objects.select_for_update().filter(person_id__in=both)
    for unit, valid in rows.values_list("organisation_id", "valid"):
        for day, delta in ((valid.lower, 1), (valid.upper, -1)):
            if day is not None:
                sums[unit, day] = sums.get((unit, day), 0) + delta
    return sums


def _difference(
    before: dict[tuple[int, date], int], after: dict[tuple[int, date], int]
) -> list[Point]:
    """Return every day of theirs, also where only whose it was has changed (a point of 0)."""
    return [(*key, after.get(key, 0) - before.get(key, 0)) for key in sorted({*before, *after})]


def _settle_memberships(wanted: Merging) -> None:
    lost: dict[int, list[DateRange]] = {}
    rows: dict[int, Membership] = {}
    for one in _overlaps(wanted.both):
        row = one.yields(wanted.yielding)
        if row is not None:
            rows[row.pk] = row
            lost.setdefault(row.pk, []).append(one.days)
    for pk, row in rows.items():
        _cut(wanted.journal, row, without(row.valid, lost[pk]))
    for row in Membership.objects.filter(person_id=wanted.other_id).order_by("pk"):
        wanted.journal.change(row, person_id=wanted.survivor_id)


def without(valid: DateRange, lost: Iterable[DateRange]) -> list[DateRange]:
    """Return what is left of a span once parts of it are taken out, in the order of days."""
    left, since = [], valid.lower
    for part in sorted(lost, key=lambda one: one.lower):
        if since is not None and part.lower > since:
            left.append(DateRange(since, part.lower, "[)"))
        since = part.upper
        if since is None:
            return left
    if since is not None and (valid.upper is None or since < valid.upper):
        left.append(DateRange(since, valid.upper, "[)"))
    return left


def _cut(journal: Journal, row: Membership, left: list[DateRange]) -> None:
    """Leave a membership the days that count; its first piece keeps the row, the last the end."""
    leaving = Leaving.objects.filter(membership=row).first()
    keeps_end = bool(left) and left[-1].upper == row.valid.upper
    if leaving is not None and not keeps_end:
        journal.delete(leaving)
    if not left:
        for paper in Application.objects.filter(membership=row).order_by("pk"):
            journal.change(paper, membership_id=None)
        journal.delete(row)
        return
    end = {"end_reason": row.end_reason, "ended_by_id": row.ended_by_id}
    gone = {"end_reason": EndOfMembership.TRANSFERRED, "ended_by_id": None}
    pieces = [
        Membership(
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            birth_year=row.birth_year,
            gender=row.gender,
            category=row.category,
            valid=days,
            begin_reason=BeginOfMembership.TRANSFERRED,
            **(end if keeps_end and days is left[-1] else gone),
        )
        for days in left[1:]
    ]
    values: dict[str, Any] = {"valid": left[0], **(end if keeps_end and not pieces else gone)}
    if row.valid.lower != left[0].lower:
        values |= {"begin_reason": BeginOfMembership.TRANSFERRED, "begun_by_id": None}
    journal.change(row, **values)
    for piece in pieces:
        journal.create(piece)
    if leaving is not None and keeps_end and pieces:
        journal.change(leaving, membership_id=pieces[-1].pk)


def _fill_gaps(wanted: Merging, model: type[Pause] | type[MemberWork]) -> None:
    """The survivor's days count; the other's fill what is between them."""
    held = [row.valid for row in model.objects.filter(person_id=wanted.survivor_id)]
    for row in model.objects.filter(person_id=wanted.other_id).order_by("valid"):
        shared = [days for one in held if (days := overlap(row.valid, one)) is not None]
        left = without(row.valid, shared)
        if not left:
            wanted.journal.delete(row)
            continue
        copies = [
            {
                one.attname: getattr(row, one.attname)
                for one in model._meta.concrete_fields
                if not one.primary_key
            }
            for _span in left[1:]
        ]
        wanted.journal.change(row, valid=left[0], person_id=wanted.survivor_id)
        for values, span_ in zip(copies, left[1:], strict=True):
            piece = model(**{**values, "valid": span_, "person_id": wanted.survivor_id})
            wanted.journal.create(piece)


def _merge_record(wanted: Merging) -> None:
    """Give the survivor what was chosen of the other's record, which stays with the alias."""
    theirs = MemberRecord.objects.filter(person_id=wanted.other_id).first()
    mine = MemberRecord.objects.filter(person_id=wanted.survivor_id).first()
    if mine is None and theirs is None:
        return
    if mine is None:
        mine = MemberRecord(person_id=wanted.survivor_id)
        wanted.journal.create(mine)
    taken = [name for name in RECORD_FIELDS if f"record.{name}" in wanted.taken]
    values = {name: getattr(theirs, name) for name in taken} if theirs else {}
    if values.get("member_no") and theirs is not None:
        wanted.journal.change(theirs, member_no="")
    number = values.get("member_no", mine.member_no)
    digits = identity.search_digits(_phone_after(wanted), number)
    wanted.journal.change(mine, **values, digits=digits)
    # Whoever has the form open is told; it is no part of what is taken back.
    MemberRecord.objects.filter(pk=mine.pk).update(revision=mine.revision + 1)


def _phone_after(wanted: Merging) -> str:
    person = wanted.other_id if "person.phone" in wanted.taken else wanted.survivor_id
    return Person.objects.values_list("phone", flat=True).get(pk=person)


def _merge_sealed(wanted: Merging) -> None:
    """Sealed facts only the other has move; of two of a kind the one not chosen stays behind."""
    mine = {one.kind: one for one in SealedFact.objects.filter(person_id=wanted.survivor_id)}
    for fact in SealedFact.objects.filter(person_id=wanted.other_id).order_by("pk"):
        held = mine.get(fact.kind)
        if held is not None and f"sealed.{fact.kind}" not in wanted.taken:
            continue
        if held is not None:
            wanted.journal.delete(held)
        wanted.journal.change(fact, person_id=wanted.survivor_id)


def remember_points(wanted: Parting) -> None:
    """Answer ``parting``: what the memberships count for before they are as they were."""
    hold_still()
    wanted.notes["members"] = _points(wanted.both)


def count_parted(wanted: Parting) -> None:
    note_points(_difference(wanted.notes["members"], _points(wanted.both)), people=wanted.both)


def joined_since(wanted: Parting) -> list[str]:
    """Answer ``parting_refused``: memberships written since, on days that would be given back."""
    rows = {row.pk: row for row in Membership.objects.filter(person_id__in=wanted.both)}
    known = {step["pk"] for step in wanted.steps if step["row"] == Membership._meta.label}
    back = _as_they_were(rows, wanted)
    words = []
    for pk, row in back.items():
        clash = [
            other
            for key, other in back.items()
            if key not in known
            and pk in known
            and other.person_id == row.person_id
            and overlap(other.valid, row.valid)
        ]
        words += [_told(one) for one in clash]
    return words


def _as_they_were(rows: dict[int, Membership], wanted: Parting) -> dict[int, Membership]:
    columns = {one.attname: one for one in Membership._meta.concrete_fields}
    back = dict(rows)
    for step in reversed(wanted.steps):
        if step["row"] != Membership._meta.label:
            continue
        if step["did"] == "CREATED":
            back.pop(step["pk"], None)
        elif step["did"] == "DELETED":
            back[step["pk"]] = read(Membership, [step["was"]])[0]
        elif step["pk"] in back:
            for name, text in step["was"].items():
                value = None if text is None else columns[name].to_python(text)
                setattr(back[step["pk"]], name, value)
    return back


def _told(row: Membership) -> str:
    unit = names([row.organisation_id], on=row.valid.lower).get(row.organisation_id, "")
    return _("tư cách đoàn viên tại {unit} từ {day}").format(
        unit=unit, day=row.valid.lower.strftime("%d/%m/%Y")
    )
