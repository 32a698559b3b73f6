"""
Officers of every organisation of the demo: invented people, terms of the real congresses.

Offices follow the terms 2017–2023 and 2023–2028 (``posts.TERMS``) and end with their organisations;
they are seated before 2024, so that mergers and endings do to them what they do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from congdoan.config.demo.names import Names
from congdoan.config.demo.posts import TERMS
from congdoan.config.demo.stage import demo_actor
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.api import NewSeat, OfficeData, PersonData, seat_many
from congdoan.kernel.people.models import Office
from congdoan.kernel.periods.models import Period

GRASSROOTS = ("PRESIDENT", "VICE_PRESIDENT", "EXEC_MEMBER", "EXEC_MEMBER", "INSPECTION_HEAD",
              "TREASURER", "TEAM_LEADER", "TEAM_LEADER")  # fmt: skip
SUPERIOR = ("PRESIDENT", "VICE_PRESIDENT", "STANDING_MEMBER", "STANDING_MEMBER", "EXEC_MEMBER",
            "EXEC_MEMBER", "EXEC_MEMBER", "INSPECTION_HEAD", "CLERK", "ACCOUNTANT",
            "SPECIALIST", "SPECIALIST")  # fmt: skip
_PARTNERS = {
    "EDU_DEPARTMENT": ("DIRECTOR", "DEPUTY_DIRECTOR", "FOCAL_POINT"),
    "EDU_OFFICE_DISTRICT": ("OFFICE_HEAD", "OFFICE_DEPUTY", "FOCAL_POINT"),
    "COMMUNE_PC": ("CHAIR", "VICE_CHAIR", "FOCAL_POINT"),
    "MINISTRY": ("FOCAL_POINT",),
}


@dataclass(frozen=True)
class Place:
    organisation: Organisation
    level: str
    kind: str


def build() -> None:
    """Seat the officers of every organisation that has none and never had any."""
    staffed = set(Office.objects.values_list("organisation_id", flat=True))
    places = [
        Place(row.organisation, row.level, row.kind)
        for row in OrganisationProfile.objects.select_related("organisation").order_by("pk")
        if row.organisation_id not in staffed
    ]
    terms = {
        (term.organisation_id or 0, term.valid.lower): term.pk for term in Period.objects.terms()
    }
    seats = [seat for place in places for seat in _seats(place, terms)]
    for start in range(0, len(seats), 2000):
        seat_many(actor=demo_actor(date(2023, 3, 1)), seats=seats[start : start + 2000])


def _seats(place: Place, terms: dict[tuple[int, date], int]) -> Iterator[NewSeat]:
    names = Names(f"staff-{place.organisation.code}")
    for n, (position, start, until) in enumerate(_offices(place), start=1):
        family_middle, given_name, gender = names.next()
        yield NewSeat(
            place.organisation,
            PersonData(
                family_middle,
                given_name,
                gender,
                birth_date=date(1966, 1, 15) + timedelta(days=(n * 977) % 9000),
            ),
            OfficeData(
                position=position,
                start=start,
                until=until,
                appointment="ELECTED" if place.level else "APPOINTED",
                decision_no=f"{n:02d}/QĐ-{start.year}",
                term_id=terms.get((place.organisation.pk, start)),
                full_time=place.level.startswith(("L1", "L2", "L3")),
            ),
        )


def _offices(place: Place) -> Iterator[tuple[str, date, date | None]]:
    """Yield position and span, cut to the days the organisation existed."""
    life = place.organisation.valid
    for begin, after in TERMS:
        start = max(begin, life.lower)
        until = min(after, life.upper) if life.upper else after
        if start >= until:
            continue
        positions = _positions(place)
        if begin != TERMS[-1][0]:
            positions = positions[:2]
        counted: dict[str, int] = {}
        for position in positions:
            counted[position] = counted.get(position, 0) + 1
            yield position, start, until


def _positions(place: Place) -> tuple[str, ...]:
    if not place.level:
        return _PARTNERS.get(place.kind, ("PRINCIPAL", "VICE_PRINCIPAL"))
    return GRASSROOTS if place.level.startswith("L4") else SUPERIOR
