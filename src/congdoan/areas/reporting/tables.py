"""Lists of reports and rounds."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congdoan.areas.reporting.enums import ReportState, RoundState
from congdoan.areas.reporting.models import Report
from congdoan.foundation import vietnamese
from congdoan.foundation.addresses import page_of
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge

TONES: dict[str, str] = {
    ReportState.DRAFT: "neutral",
    ReportState.SUBMITTED: "info",
    ReportState.RETURNED: "warn",
    ReportState.ACCEPTED: "good",
}


def state_of(row: Report) -> SafeString:
    return badge(row.get_state_display(), TONES[row.state])


class OwnTable(Table):
    """What one's unit owes and has done."""

    columns = [
        Column("title", _("Báo cáo"), "round.title", link=page_of("reporting:report"), room="wide"),
        Column("state", _("Trạng thái"), state_of),
        Column("due_on", _("Hạn nộp"), kind="day", sort=("due_on",)),
        Column("submitted_at", _("Nộp lúc"), kind="moment", minor=True),
        Column("to", _("Nơi mở đợt"), "opener", room="some", minor=True),
    ]
    default_sort = "-due_on"
    caption = _("Báo cáo của đơn vị")
    empty = Empty(
        _("Chưa có báo cáo nào phải nộp"),
        _("Khi cấp trên mở một đợt báo cáo, báo cáo của đơn vị nằm ở đây, đã điền sẵn số liệu."),
        icon="file-earmark-text",
    )


class RoundTable(Table):
    columns = [
        Column("title", _("Đợt"), link=page_of("reporting:round"), room="wide"),
        Column("opener", _("Nơi mở đợt"), room="some"),
        Column("last", _("Số liệu đến ngày"), kind="day", sort=("last",)),
        Column("due_on", _("Hạn nộp"), kind="day", sort=("due_on",)),
        Column(
            "state",
            _("Trạng thái"),
            lambda row: badge(
                row.get_state_display(), "info" if row.state == RoundState.OPEN else "neutral"
            ),
        ),
    ]
    default_sort = "-last"
    caption = _("Đợt báo cáo")
    empty = Empty(
        _("Chưa có đợt báo cáo nào"),
        _("Mở một đợt: chọn biểu mẫu, kỳ, cấp phải nộp và hạn; mỗi đơn vị nhận báo cáo của mình."),
        icon="inbox",
    )


class ReportFilter(FilterForm):
    q = TextField(label=_("Tìm đơn vị"), max_length=100, required=False)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), choices=[("", _("Mọi trạng thái")), *ReportState.choices]
    )
    muon = forms.ChoiceField(
        label=_("Đúng hạn"),
        choices=[("", _("Tất cả")), ("1", _("Nộp muộn, quá hạn chưa nộp"))],
    )
    pham_vi = forms.ChoiceField(
        label=_("Phạm vi"),
        choices=[("", _("Trực tiếp nhận")), ("tat-ca", _("Cả cấp dưới nữa"))],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        for word in vietnamese.fold(values["q"] or "").split():
            rows = rows.filter(folded__contains=word)
        if values["trang_thai"]:
            rows = rows.filter(state=values["trang_thai"])
        if values["muon"]:
            rows = rows.filter(is_late=True)
        return rows


def _late(row: Report) -> Any:
    if getattr(row, "is_asking", False):
        return badge(str(_("xin gia hạn")), "warn")
    return badge(str(_("muộn")), "bad") if getattr(row, "is_late", False) else ""


class ReportTable(Table):
    columns = [
        Column(
            "name", _("Đơn vị"), link=page_of("reporting:report"), sort=("sort_key",), room="wide"
        ),
        Column("state", _("Trạng thái"), state_of),
        Column("late", _("Đúng hạn"), _late),
        Column("due_on", _("Hạn nộp"), kind="day", sort=("due_on",)),
        Column("submitted_at", _("Nộp lúc"), kind="moment", minor=True),
        Column("superior", _("Nơi nhận"), "superior_name", room="some", minor=True),
    ]
    default_sort = "name"
    filter_form = ReportFilter
    caption = _("Báo cáo trong đợt")
    empty = Empty(
        _("Không có báo cáo nào do đơn vị bạn trực tiếp nhận"),
        _("Chọn phạm vi “Cả cấp dưới nữa” để xem báo cáo nộp cho các cấp ở dưới."),
        icon="inbox",
    )
