"""
How 63 provinces became 34 (Resolution 202/2025/QH15), and what changed its name beside.

The federation and the education department of the province whose code lives on take over those of
the others; a province of another name is renamed by a decision of its own. The numbers of the
decisions are invented.
"""

from datetime import date, timedelta

from congdoan.config.demo.stage import (
    BEGINNING,
    PRESIDIUM,
    TWO_LEVELS,
    demo_actor,
    known,
    moment,
    offices_going_on,
    place_words,
    regroup,
)
from congdoan.kernel.organisations.api import Decision, ProfileData, change_profile, profile_of
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.places.api import predecessors, units_on
from congdoan.kernel.places.models import AdminUnit

#: Signed in the week before; in force on the first day of the new provinces.
_SIGNED = date(2025, 6, 27)
#: Who of a federation that ends goes on at the one that takes over.
_GO_ON = ("VICE_PRESIDENT", "SPECIALIST")


def merge() -> None:
    """Merge the federations and departments of the provinces that became one."""
    for n, place in enumerate(units_on("PROVINCE", TWO_LEVELS)):
        merged = [old.code for old in predecessors(place) if old.code != place.code]
        ending = [code for code in merged if known(f"LDLD-{code}").valid.upper is None]
        if ending:
            _merge(place, ending, n)


def _merge(place: AdminUnit, merged: list[str], n: int) -> None:
    label, last_day = place_words(place), TWO_LEVELS - timedelta(days=1)
    federations = [f"LDLD-{code}" for code in merged]
    heir = f"LDLD-{place.code}"
    staff = offices_going_on(federations, _GO_ON, on=TWO_LEVELS)
    called = {old.code: place_words(old) for old in units_on("PROVINCE", last_day)}
    regroup(
        EventKind.MERGE_INTO,
        federations,
        into=heir,
        on=TWO_LEVELS,
        passing=dict.fromkeys(staff, heir),
        decision=Decision(
            number=f"{1180 + n}/QĐ-TLĐ",
            signed_on=_SIGNED,
            issuer=PRESIDIUM,
            note="Sáp nhập Liên đoàn Lao động "
            + ", ".join(called[code] for code in (place.code, *merged))
            + f" thành Liên đoàn Lao động {label}, theo Nghị quyết 202/2025/QH15.",
        ),
    )
    department = f"SO-{place.code}"
    officers = offices_going_on(
        [f"SO-{code}" for code in merged], ("DEPUTY_DIRECTOR",), on=TWO_LEVELS
    )
    regroup(
        EventKind.MERGE_INTO,
        [f"SO-{code}" for code in merged],
        into=department,
        on=TWO_LEVELS,
        passing=dict.fromkeys(officers, department),
        decision=Decision(
            number="02/QĐ-UBND", signed_on=TWO_LEVELS, issuer=f"Ủy ban nhân dân {label}"
        ),
    )


def rename(*, until: date) -> None:
    """Give federations and departments the new names of their provinces, each on its day."""
    begun = {place.valid.lower for place in units_on("PROVINCE", until) if place.valid.lower}
    for day in sorted(one for one in begun if BEGINNING < one <= until):
        _rename_on(day)


def _rename_on(day: date) -> None:
    for place in units_on("PROVINCE", day).filter(valid__startswith=day):
        label, short = place_words(place), place.name
        for code, name, abbreviated, issuer in (
            (f"LDLD-{place.code}", f"Liên đoàn Lao động {label}", f"LĐLĐ {label}", PRESIDIUM),
            (
                f"SO-{place.code}",
                f"Sở Giáo dục và Đào tạo {label}",
                f"Sở GD&ĐT {short}",
                f"Ủy ban nhân dân {label}",
            ),
        ):
            _rename(code, name, abbreviated, day, issuer)


def _rename(code: str, name: str, short: str, day: date, issuer: str) -> None:
    organisation = known(code)
    profile = profile_of(organisation, on=day)
    if profile is None or profile.name == name:
        return
    change_profile(
        actor=demo_actor(day),
        organisation=organisation,
        profile=ProfileData(
            name=name,
            short_name=short,
            doc_symbol=profile.doc_symbol,
            level=profile.level,
            kind=profile.kind,
            place_code=profile.place_code,
        ),
        on=day,
        decision=Decision(
            number=f"{1200 + organisation.pk}/QĐ-TLĐ" if issuer == PRESIDIUM else "03/QĐ-UBND",
            signed_on=min(day, _SIGNED) if day == TWO_LEVELS else day,
            issuer=issuer,
        ),
        at=moment(day),
    )
