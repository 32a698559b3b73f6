from typing import Any

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.support.signing.enums import PacketState
from congdoan.support.signing.models import Packet

TONES = {
    PacketState.OPEN: "info",
    PacketState.COMPLETE: "good",
    PacketState.VOID: "bad",
    PacketState.EXPIRED: "warn",
    PacketState.RETURNED: "warn",
}


def state_badge(packet: Packet) -> SafeString:
    return SafeString(badge(packet.get_state_display(), TONES[PacketState(packet.state)]))


class PacketFilter(FilterForm):
    q = TextField(label=_("Tìm trong tiêu đề"), max_length=100)
    state = forms.ChoiceField(
        label=_("Trạng thái"), choices=[("", _("Tất cả")), *PacketState.choices]
    )

    def apply(self, rows: Any, values: dict[str, Any]) -> Any:
        if values["q"]:
            rows = rows.filter(title__icontains=values["q"])
        return rows.filter(state=values["state"]) if values["state"] else rows


class Packets(Table):
    """Packets with ``signed`` and ``total`` annotated by the selector."""

    caption = _("Hồ sơ ký")
    default_sort = "-opened_at"
    filter_form = PacketFilter
    columns = [
        Column(
            "title",
            _("Văn bản"),
            sort=("title",),
            link=lambda packet: reverse("signing:room", args=[packet.pk]),
        ),
        Column("state", _("Trạng thái"), state_badge, sort=("state",)),
        Column("signed", _("Đã ký"), lambda packet: f"{packet.signed}/{packet.total}"),
        Column("deadline", _("Hạn ký"), kind="day"),
        Column("opened_at", _("Trình ký lúc"), kind="moment", sort=("opened_at",), minor=True),
    ]
    empty = Empty(
        _("Chưa có hồ sơ ký nào"),
        _("Hồ sơ ký được lập khi một văn bản (ví dụ quy chế phối hợp) đã chốt và trình ký."),
        "pen",
    )
