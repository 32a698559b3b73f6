from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.kernel.audit.enums import SEEN
from congdoan.kernel.audit.selectors.entries import actors_like, start_of
from congdoan.kernel.audit.selectors.labels import changes_told
from congdoan.kernel.audit.selectors.verbs import described_verbs, sentence


def _verbs() -> Iterable[tuple[str, str]]:
    return [("", gettext("Tất cả")), *described_verbs()]


class LogFilter(FilterForm):
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[("", _("Tất cả")), ("acts", _("Ai đã làm")), ("seen", _("Ai đã xem"))],
    )
    verb = forms.ChoiceField(label=_("Việc"), choices=_verbs)
    person = TextField(label=_("Người"), max_length=120)
    since = DateField(label=_("Từ ngày"))
    until = DateField(label=_("Đến ngày"))

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["kind"] == "seen":
            rows = rows.filter(verb=SEEN)
        elif values["kind"] == "acts":
            rows = rows.exclude(verb=SEEN)
        if values["verb"]:
            rows = rows.filter(verb=values["verb"])
        if values["since"]:
            rows = rows.filter(at__gte=start_of(values["since"]))
        if values["until"]:
            rows = rows.filter(at__lt=start_of(values["until"] + timedelta(days=1)))
        if values["person"]:
            rows = rows.filter(actor_name__in=actors_like(rows, values["person"]))
        return rows


class Log(Table):
    columns = [
        Column("at", _("Lúc"), kind="moment"),
        Column("told", _("Việc"), value=sentence),
        Column("reason", _("Lý do, mục đích")),
        Column("changes", _("Thay đổi"), value=changes_told, minor=True),
        Column("sequence", _("Số thứ tự"), sort=("sequence",), kind="number", minor=True),
    ]
    default_sort = "-sequence"
    filter_form = LogFilter
    caption = _("Nhật ký")
    empty = Empty(
        _("Nhật ký còn trống"),
        _("Mỗi việc làm thay đổi dữ liệu của đơn vị, và mỗi lần xem dữ liệu nhạy cảm, hiện ở đây."),
        "journal-text",
    )
