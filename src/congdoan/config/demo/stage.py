"""What the stages of the demo share: the acting system, founding, seating, codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
import re
from zoneinfo import ZoneInfo

from congdoan.foundation.vietnamese import fold
from congdoan.kernel.access.api import SystemActor, system_actor
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    establish_organisations,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EventKind, Family, HierarchyId
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent
from congdoan.kernel.people.models import Office
from congdoan.kernel.places.enums import Kind
from congdoan.kernel.places.models import AdminUnit

#: The first day the demo knows anything about.
BEGINNING = date(2013, 1, 1)
#: District federations and provincial education unions ended with the district level.
TWO_LEVELS = date(2025, 7, 1)
#: Unions of fully budget-paid units ended (domain-rules §0, fact 3).
BUDGET_PAID_ENDED = date(2025, 6, 16)

#: Who signs the decisions of the Confederation.
PRESIDIUM = "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"

COMMAND, SECTOR, AUTHORITY = HierarchyId.COMMAND, HierarchyId.SECTOR, HierarchyId.AUTHORITY


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo("Asia/Ho_Chi_Minh"))


def demo_actor(day: date) -> SystemActor:
    """Return the system on ``day``: the demo's records carry the days of their story."""
    return system_actor(today=day, name="Dữ liệu trình diễn")


def slug(text: str) -> str:
    """Return ``text`` as part of a code: DI-LINH."""
    return re.sub(r"[^A-Z0-9]+", "-", fold(text).upper()).strip("-")


def known(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def is_known(code: str) -> bool:
    return Organisation.objects.filter(code=code).exists()


@dataclass(frozen=True)
class Unit:
    """One organisation of the demo, short to write."""

    code: str
    name: str
    level: str = ""
    kind: str = ""
    command: str = ""
    sector: str = ""
    authority: str = ""
    short: str = ""
    symbol: str = ""
    funding: str = ""
    place: str = ""

    @property
    def new(self) -> ProfileData:
        return ProfileData(
            name=self.name,
            short_name=self.short,
            doc_symbol=self.symbol,
            level=self.level,
            kind=self.kind,
            funding_class=self.funding,
            place_code=self.place,
        )


def place_words(place: AdminUnit) -> str:
    """Return a place as it stands inside a sentence: tỉnh Lâm Đồng, phường 1 Bảo Lộc."""
    return f"{Kind(place.kind).label.lower()} {place.name}"


def found(
    units: Sequence[Unit],
    *,
    on: date,
    number: str,
    issuer: str = "",
    signed_on: date | None = None,
) -> list[Organisation]:
    """Found the units that are not there yet, by one decision."""
    there = set(
        Organisation.objects.filter(code__in=[unit.code for unit in units]).values_list(
            "code", flat=True
        )
    )
    fresh = [unit for unit in units if unit.code not in there]
    if not fresh:
        return []
    news = [_new(unit, on) for unit in fresh]
    return establish_organisations(
        actor=demo_actor(on),
        news=news,
        decision=Decision(number=number, signed_on=signed_on or on, issuer=issuer),
        at=moment(on),
    )


def _new(unit: Unit, on: date) -> NewOrganisation:
    lines = ((COMMAND, unit.command), (SECTOR, unit.sector), (AUTHORITY, unit.authority))
    return NewOrganisation(
        code=unit.code,
        family=Family.UNION if unit.level else Family.PARTNER,
        profile=unit.new,
        on=on,
        parents={int(hierarchy): code for hierarchy, code in lines if code},
    )


def offices_going_on(units: Sequence[str], positions: Sequence[str], *, on: date) -> list[str]:
    """Return the keys of the offices that pass to a result of a regrouping (``Passing.key``)."""
    offices = Office.objects.on(on - timedelta(days=1)).filter(
        organisation__code__in=units, position__in=positions
    )
    return [f"people.office:{pk}" for pk in offices.order_by("pk").values_list("pk", flat=True)]


def regroup(
    kind: EventKind,
    originals: Sequence[str],
    *,
    on: date,
    decision: Decision,
    into: str = "",
    units: Sequence[Unit] = (),
    passing: Mapping[str, str] | None = None,
) -> OrganisationEvent:
    """Merge, consolidate, divide or separate what the codes name, as one event."""
    return regroup_organisations(
        actor=demo_actor(on),
        regrouping=Regrouping(
            kind=kind,
            on=on,
            originals=[known(code) for code in originals],
            into=known(into) if into else None,
            founded=[_new(unit, on) for unit in units],
            passing=passing or {},
        ),
        decision=decision,
        at=moment(on),
    )
