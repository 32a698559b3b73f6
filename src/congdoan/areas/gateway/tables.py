"""Lists of the exchange."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congdoan.areas.gateway.enums import Direction, Kind, PackageState
from congdoan.areas.gateway.models import Package, Peer
from congdoan.foundation import vietnamese
from congdoan.foundation.addresses import page_of
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge

TONES: dict[str, str] = {
    PackageState.WAITING: "warn",
    PackageState.READY: "warn",
    PackageState.SENT: "good",
    PackageState.FAILED: "bad",
    PackageState.CANCELLED: "neutral",
    PackageState.TAKEN: "good",
    PackageState.ASKED: "warn",
    PackageState.APPLIED: "good",
    PackageState.KEPT: "neutral",
    PackageState.REFUSED: "bad",
    PackageState.OVERTAKEN: "neutral",
}


def state_of(row: Package) -> SafeString:
    return badge(row.get_state_display(), TONES[row.state])


def what_of(row: Package) -> str:
    said = f"{row.get_direction_display()}: {row.get_kind_display()}"
    said = f"{said[:1].upper()}{said[1:]}"
    return f"{said} {row.status_code}" if row.status_code else said


class PackageFilter(FilterForm):
    q = TextField(label=_("Tìm theo mã văn bản, mã nơi kia"), max_length=100)
    direction = forms.ChoiceField(
        label=_("Chiều"), choices=[("", _("Đi và đến")), *Direction.choices]
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=[("", _("Mọi loại")), *Kind.choices])
    state = forms.ChoiceField(
        label=_("Trạng thái"), choices=[("", _("Mọi trạng thái")), *PackageState.choices]
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            text = values["q"].strip()
            rows = rows.filter(document_code__icontains=text) | rows.filter(peer_code=text)
        for name in ("direction", "kind", "state"):
            if values[name]:
                rows = rows.filter(**{name: values[name]})
        return rows


class PackageTable(Table):
    columns = [
        Column("what", _("Gói"), what_of, link=page_of("gateway:package"), room="some"),
        Column("document_code", _("Mã văn bản"), "code_text", room="wide"),
        Column("peer", _("Nơi kia"), lambda row: row.peer.name if row.peer else row.peer_code),
        Column("state", _("Trạng thái"), state_of),
        Column("attempts", _("Số lần thử"), kind="number", minor=True),
        Column("made_at", _("Lúc"), kind="moment", sort=("made_at",), room="short"),
    ]
    default_sort = "-made_at"
    filter_form = PackageFilter
    caption = _("Gói đã trao đổi")
    empty = Empty(
        _("Chưa trao đổi gói nào"),
        _("Gửi văn bản tới nơi đã nối: ghi tên và mã định danh ở mục nơi nhận ngoài hệ thống."),
        icon="send",
    )


class PeerFilter(FilterForm):
    q = TextField(label=_("Tìm theo tên, mã định danh"), max_length=100)

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        for word in vietnamese.fold(values["q"]).split():
            rows = rows.filter(folded__contains=word)
        return rows


def _health(row: Peer) -> SafeString:
    if row.paused:
        return badge(str(_("đang tạm dừng")), "warn")
    if row.failure:
        return badge(str(_("đang lỗi")), "bad")
    return badge(str(_("bình thường")), "good")


class PeerTable(Table):
    columns = [
        Column("name", _("Nơi liên thông"), link=page_of("gateway:peer"), room="wide"),
        Column("code", _("Mã định danh"), sort=("code",), room="short"),
        Column("way", _("Đường đi"), lambda row: row.get_way_display(), room="some"),
        Column("state", _("Tình trạng"), _health),
        Column("last_sent_at", _("Gửi được lúc"), kind="moment", minor=True),
        Column("last_taken_at", _("Nhận lúc"), kind="moment", minor=True),
    ]
    default_sort = "code"
    filter_form = PeerFilter
    caption = _("Nơi liên thông")
    empty = Empty(
        _("Chưa nối nơi nào"),
        _("Hỏi mã định danh, cách viết gói tin và chứng thư ký của nơi kia rồi nối."),
        icon="link-45deg",
    )
