"""What a unit makes public."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congdoan.areas.publications.enums import Channel, PublicationState
from congdoan.areas.publications.models import Publication
from congdoan.foundation import vietnamese
from congdoan.foundation.addresses import page_of
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge

TONES: dict[str, str] = {
    PublicationState.DRAFT: "warn",
    PublicationState.QUEUED: "info",
    PublicationState.PUBLISHED: "good",
    PublicationState.UNSURE: "bad",
    PublicationState.FAILED: "bad",
    PublicationState.LEAVING: "info",
    PublicationState.WITHDRAWN: "neutral",
}


class PublicationFilter(FilterForm):
    q = TextField(label=_("Tìm theo tiêu đề, tóm tắt"), max_length=100)
    channel = forms.ChoiceField(label=_("Kênh"), choices=[("", _("Mọi kênh")), *Channel.choices])
    state = forms.ChoiceField(
        label=_("Trạng thái"), choices=[("", _("Mọi trạng thái")), *PublicationState.choices]
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        for word in vietnamese.fold(values["q"] or "").split():
            rows = rows.filter(folded__contains=word)
        for name in ("channel", "state"):
            if values[name]:
                rows = rows.filter(**{name: values[name]})
        return rows


def state_of(row: Publication) -> SafeString:
    return badge(str(row.get_state_display()), TONES[row.state])


class PublicationTable(Table):
    columns = [
        Column("title", _("Tiêu đề"), link=page_of("publications:publication"), room="wide"),
        Column("channel", _("Kênh"), lambda row: row.get_channel_display(), room="short"),
        Column("state", _("Trạng thái"), state_of),
        Column("prepared_at", _("Chuẩn bị lúc"), kind="moment", sort=("prepared_at",)),
        Column("prepared_by_name", _("Người chuẩn bị"), minor=True),
        Column("published_at", _("Công bố lúc"), kind="moment"),
    ]
    default_sort = "-prepared_at"
    filter_form = PublicationFilter
    caption = _("Bản công bố của đơn vị")
    empty = Empty(
        _("Đơn vị chưa công bố văn bản nào"),
        _("Mở một văn bản đã ban hành, phần “Công bố”, rồi chuẩn bị bản công bố cho từng kênh."),
        icon="globe2",
    )
