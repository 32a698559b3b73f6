"""The queue of pairs."""

from django.utils.translation import gettext_lazy as _

from congdoan.areas.duplicates.models import Pair
from congdoan.foundation.addresses import page_of
from congdoan.foundation.tables import Column, Empty, Table


def _two(pair: Pair) -> str:
    one, other = pair.one.full_name, pair.other.full_name
    return one if one == other else f"{one} / {other}"


def _years(pair: Pair) -> str:
    days = (pair.one.birth_date, pair.other.birth_date)
    years = dict.fromkeys(str(day.year) if day else "?" for day in days)
    return " / ".join(years)


def _why(pair: Pair) -> str:
    return "; ".join(words for words, speaks_for in pair.evidence if speaks_for)


class PairTable(Table):
    """Pairs, the likeliest first."""

    caption = _("Cặp hồ sơ nghi trùng")
    default_sort = "-score"
    empty = Empty(
        _("Không có cặp nào ở đây"),
        _(
            "Chương trình so toàn bộ hồ sơ mỗi đêm và sau khi có người mới; cặp nghi trùng trong "
            "nhánh của bạn sẽ hiện ở đây và trong Việc của tôi."
        ),
        icon="people",
    )
    columns = (
        Column("name", _("Hai hồ sơ"), _two, link=page_of("duplicates:pair"), room="some"),
        Column("born", _("Năm sinh"), _years, room="short"),
        Column("weight", _("Mức độ"), lambda pair: pair.weight.label, room="short"),
        Column("score", _("Điểm"), kind="number", sort=("score",)),
        Column("why", _("Căn cứ"), _why, room="wide"),
        Column("found_at", _("Thấy lúc"), kind="moment", minor=True),
    )
