from collections.abc import Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.areas.indicators.enums import Source
from congdoan.areas.indicators.forms import CatalogueFilter
from congdoan.areas.indicators.selectors.catalogue import Indicator
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge


def standing(found: Indicator) -> SafeString:
    """Draw whether the definition was held against the text it rests on."""
    if found.rule.verified:
        return badge(gettext("Đã đối chiếu"), "good")
    return badge(gettext("Chưa đối chiếu văn bản gốc"), "warn")


def source(found: Indicator) -> SafeString:
    if found.source == Source.AUTO:
        return badge(gettext("tự tính"), "info")
    return badge(gettext("nhập tay"), "neutral")


def _line(found: Indicator) -> str:
    return str(found.number) if found.number else gettext("thành phần")


class Catalogue(Table):
    """The catalogue of a day; rows come whole from memory."""

    caption = _("Chỉ tiêu thống kê")
    filter_form = CatalogueFilter
    empty = Empty(
        _("Chưa có chỉ tiêu nào có hiệu lực vào ngày này"),
        _("Hãy xem ngày khác, hoặc nhờ quản trị nạp bộ quy định đi kèm phần mềm."),
        "bar-chart",
    )
    columns: ClassVar[Sequence[Column]] = [
        Column("label", _("Chỉ tiêu"), link=lambda row: _page_of(row.code)),
        Column("number", _("Dòng"), value=_line, minor=True),
        Column("unit", _("Đơn vị tính"), minor=True),
        Column("kind", _("Loại số"), value="kind.label"),
        Column("source", _("Nguồn"), value=source),
        Column("standing", _("Đối chiếu"), value=standing),
    ]


def _page_of(code: str) -> str:
    return reverse("indicators:indicator", args=[code])
