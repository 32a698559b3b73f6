"""
Records that may be one person's, under the commune union of the demo's cast.

The people are invented; each case is one that lists of members really bring: no diacritics, day and
month exchanged, a middle name left out, a teacher written down anew where she moved to.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from congdoan.areas.duplicates.api import Pair, find_duplicates, reject_pair
from congdoan.areas.members.api import NewMember, RecordData, Stay, enrol_members
from congdoan.config.demo.stage import COMMAND, demo_actor, moment
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation, Placement
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.models import Office

DAY = date(2026, 9, 14)
CAST = "chuyenvien.xa"


@dataclass(frozen=True)
class Twice:
    """One person as two lists have them."""

    first: PersonData
    second: PersonData
    #: Where in the branch they stand (number of the union), and since when the second time.
    units: tuple[int, int]
    since: date
    until: date | None = None
    sealed: str = ""


def _cases() -> list[Twice]:
    hoa = PersonData(
        "Đặng Thị", "Hoà", "F", date(1984, 3, 7), "0912000417", "hoa.dang@truong.example"
    )
    tuan = PersonData("Lê Anh", "Tuấn", "M", date(1979, 4, 11), "0988000256")
    ngoc = PersonData("Phạm Thị Bích", "Ngọc", "F", date(1990, 10, 21), "0977000935")
    yen = PersonData("Trần Hải", "Yến", "F", date(1987, 6, 2))
    start = date(2024, 9, 1)
    return [
        Twice(hoa, replace(hoa, given_name="Hòa", email=""), (0, 1), start),
        Twice(tuan, replace(tuan, birth_date=date(1979, 11, 4), phone=""), (1, 1), start),
        Twice(ngoc, replace(ngoc, family_middle="Phạm Thị"), (0, 0), start, sealed="6820117453"),
        Twice(yen, replace(yen, given_name="Yên"), (1, 2), start),
    ]


def build() -> None:
    """Write the cases down once, look for pairs, and answer one of them."""
    if Pair.objects.exists():
        return
    units = _unions()
    if len(units) < 2:
        return
    for case in _cases():
        _write(case, [units[at % len(units)] for at in case.units])
    actor = demo_actor(DAY)
    find_duplicates(actor=actor, on=DAY, at=moment(DAY))
    answered = Pair.objects.filter(one__given_name="Yến", other__given_name="Yên").first()
    if answered is not None:
        reject_pair(
            actor=actor,
            pair=answered,
            reason="Hai cô giáo khác nhau, đã gọi xác nhận với hai trường",
            on=DAY,
            at=moment(DAY),
        )


def _unions() -> list[Organisation]:
    """Return unions directly under the one for which the cast's specialist works."""
    office = Office.objects.on(DAY).filter(person__user__username=CAST).first()
    if office is None:
        return []
    under = Placement.objects.on(DAY).filter(hierarchy_id=COMMAND, parent_id=office.organisation_id)
    rows = Organisation.objects.on(DAY).filter(family=Family.UNION, pk__in=under.values("child_id"))
    return list(rows.order_by("pk")[:3])


def _write(case: Twice, units: list[Organisation]) -> None:
    first, second = units
    begun = max(first.valid.lower, date(2019, 9, 5))
    since = max(second.valid.lower, case.since)
    # Where she moved, the first union's list was closed then; not everybody's was.
    until = since - timedelta(days=1) if first != second and case.sealed == "" else None
    if until is not None and until <= begun:
        until = None
    sealed = {"INSURANCE_NO": case.sealed} if case.sealed else {}
    enrol_members(
        [
            NewMember(case.first, [Stay(first.pk, span(begun, until))], sealed=sealed),
            NewMember(
                case.second,
                [Stay(second.pk, span(since, case.until))],
                RecordData(home_town="Lâm Đồng"),
                sealed=sealed,
            ),
        ]
    )
