"""
Development targets of 2026 in Lâm Đồng: the federation gives them to its commune unions.

Figures, who accepted and who asked for less are invented.
"""

from datetime import date

from congdoan.areas.development.api import (
    Giving,
    Indicator,
    TargetRound,
    answer_targets,
    give_targets,
    save_targets,
    share,
)
from congdoan.config.demo import lamdong
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Organisation, Placement

YEAR = 2026
PREPARED, GIVEN, ANSWERED = date(2025, 12, 8), date(2025, 12, 15), date(2025, 12, 22)
_MEMBERS, _UNIONS, _DENSITY = 1_500, 60, 90


def build() -> None:
    federation = known(lamdong.FEDERATION)
    if TargetRound.objects.filter(superior=federation, year=YEAR).exists():
        return
    unions = list(
        Organisation.objects.filter(
            family=Family.UNION,
            code__startswith="CDX-68-",
            pk__in=Placement.objects.on(PREPARED)
            .filter(hierarchy_id=HierarchyId.COMMAND, parent=federation)
            .values("child_id"),
        ).order_by("code")
    )
    weights = {union.pk: 1 for union in unions}
    members, founded = share(_MEMBERS, weights), share(_UNIONS, weights)
    figures: dict[tuple[int, Indicator], int | None] = {}
    for union in unions:
        figures[union.pk, Indicator.NET_GROWTH] = members[union.pk]
        figures[union.pk, Indicator.NEW_UNIONS] = founded[union.pk]
        figures[union.pk, Indicator.DENSITY] = _DENSITY
    prepared = save_targets(
        actor=demo_actor(PREPARED),
        superior=federation,
        year=YEAR,
        figures=figures,
        on=PREPARED,
        at=moment(PREPARED),
    )
    given = give_targets(
        actor=demo_actor(GIVEN),
        target_round=prepared,
        giving=Giving(date(2025, 12, 31), "52/KH-LĐLĐ", GIVEN),
        on=GIVEN,
        at=moment(GIVEN),
    )
    for n, union in enumerate(unions):
        _answer(given, union, n, founded[union.pk])


def _answer(given: TargetRound, union: Organisation, n: int, founded: int) -> None:
    """Most accept, one in nine asks for fewer foundings, one in seven is still silent."""
    if n % 7 == 6:
        return
    less = n % 9 == 4 and founded > 0
    answer_targets(
        actor=demo_actor(ANSWERED),
        target_round=given,
        organisation=union,
        proposals={Indicator.NEW_UNIONS: founded - 1} if less else {},
        reason="Địa bàn không còn cơ sở từ 10 lao động chưa có công đoàn." if less else "",
        on=ANSWERED,
        at=moment(ANSWERED),
    )
