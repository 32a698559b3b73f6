"""The dashboard of the federation of Lâm Đồng, shared with those below; a cluster of schools."""

from datetime import date

from congdoan.areas.analysis.api import Board, ViewData, begin_board, save_view, share_board
from congdoan.areas.reporting.api import Round
from congdoan.config.demo import lamdong
from congdoan.config.demo.reports import SCHOOL
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.kernel.organisations.api import add_to_grouping, create_grouping
from congdoan.kernel.organisations.enums import GroupingKind

_DAY, _SINCE = date(2026, 11, 28), date(2025, 9, 1)


def build() -> None:
    federation = known(lamdong.FEDERATION)
    found = Round.objects.filter(organisation=federation).select_related("version").first()
    if found is None or Board.objects.filter(organisation=federation).exists():
        return
    actor = demo_actor(_DAY)
    begin_board(actor=actor, organisation=federation, at=moment(_DAY))
    share_board(actor=actor, organisation=federation, below=True)
    data = ViewData(
        title="Đoàn viên của nhánh",
        form_id=found.version.form_id,
        look="FIGURE",
        series=["MEM_TOTAL"],
        shared="BELOW",
    )
    save_view(actor=actor, organisation=federation, data=data, at=moment(_DAY))
    _cluster(found)


def _cluster(found: Round) -> None:
    """Put the school with the sign-in and those beside it into a cluster of their superior."""
    school = found.reports.filter(organisation__code=SCHOOL).select_related("superior").first()
    if school is None:
        return
    actor = demo_actor(_DAY)
    cluster = create_grouping(
        actor=actor,
        superior=school.superior,
        kind=GroupingKind.CLUSTER,
        name="Cụm thi đua số 1",
        on=_SINCE,
    )
    beside = found.reports.filter(
        superior=school.superior_id, organisation__valid__contains=_SINCE
    ).select_related("organisation")
    for report in beside.order_by("organisation__code")[:5]:
        add_to_grouping(actor=actor, grouping=cluster, organisation=report.organisation, on=_SINCE)
