"""The dashboard of the federation of Lâm Đồng, shared with the units below."""

from datetime import date

from congdoan.areas.analysis.api import Board, ViewData, begin_board, save_view, share_board
from congdoan.areas.reporting.api import Round
from congdoan.config.demo import lamdong
from congdoan.config.demo.stage import demo_actor, known, moment

_DAY = date(2026, 11, 28)


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
