"""
Cards of members at some schools of Lâm Đồng, printed in the autumn of 2026.

At the school of the demo's president nearly everybody has one; one was lost, one bears the name of
a union its holder came from.
"""

from datetime import date

from congdoan.areas.cards.api import Card, CardEnd, make_ready, replace_card
from congdoan.areas.members.api import unscoped_named_members
from congdoan.config.demo.stage import demo_actor, moment
from congdoan.foundation import clock
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office

ISSUED, LOST = date(2026, 9, 7), date(2026, 10, 12)
#: The school of chutich.truong and doanvien.truong.
SCHOOL = "CS-68-TT-01"
_OTHERS = 2
_OLD_UNIT = "Công đoàn cơ sở Trường Tiểu học Lê Quý Đôn"
_NEWCOMERS = 4


def build() -> None:
    """Issue cards where there are none; on a clock set back to before they were issued, nothing."""
    if Card.objects.exists() or clock.today() < LOST:
        return
    schools = Organisation.objects.filter(code__startswith="CS-68-", valid__upper_inf=True)
    units = [
        *schools.filter(code=SCHOOL),
        *schools.exclude(code=SCHOOL).order_by("code")[:_OTHERS],
    ]
    for unit in units:
        _issue(unit)


def _issue(unit: Organisation) -> None:
    offices = Office.objects.on(ISSUED).filter(organisation=unit)
    officers = list(offices.values_list("person_id", flat=True))
    members = list(
        unscoped_named_members(unit, on=ISSUED)
        .exclude(person__in=officers)
        .order_by("pk")
        .values_list("person_id", flat=True)
    )
    people = [*officers, *members[:-_NEWCOMERS]]
    ready = make_ready(
        actor=demo_actor(ISSUED), unit=unit, people=people, on=ISSUED, at=moment(ISSUED)
    )
    # Issued on one day, so by number: people already known stand first.
    lost, old = Card.objects.filter(pk__in=ready.cards).order_by("-person_id")[:2]
    replace_card(
        actor=demo_actor(LOST),
        card=lost,
        reason=CardEnd.LOST,
        note="Rơi khi đi công tác",
        on=LOST,
        at=moment(LOST),
    )
    old.printed_unit = _OLD_UNIT
    old.save(update_fields=["printed_unit"])
