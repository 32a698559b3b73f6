"""Lists of documents."""

from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.enums import (
    WAITING,
    DocumentState,
    IncomingState,
    ReceiverState,
    Urgency,
)
from congdoan.areas.documents.models import Document, Incoming, Receiver
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.addresses import page_of
from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.keyset import Page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.api import superior_names
from congdoan.support.numbering.api import Register

TONES: dict[str, str] = {
    DocumentState.DRAFT: "neutral",
    DocumentState.REVIEW: "warn",
    DocumentState.APPROVED: "info",
    DocumentState.SIGNED: "info",
    DocumentState.ISSUED: "good",
    DocumentState.SENT: "good",
    DocumentState.CORRECTED: "warn",
    DocumentState.REPLACED: "warn",
    DocumentState.RECALLED: "bad",
    DocumentState.ARCHIVED: "neutral",
    IncomingState.REGISTERED: "warn",
    IncomingState.ROUTED: "info",
    IncomingState.IN_PROGRESS: "info",
    IncomingState.DONE: "good",
    IncomingState.REFUSED: "neutral",
    IncomingState.WITHDRAWN: "neutral",
}
RECEIVER_TONES: dict[str, str] = {
    ReceiverState.QUEUED: "neutral",
    ReceiverState.ARRIVED: "warn",
    ReceiverState.REFUSED: "bad",
    ReceiverState.ACCEPTED: "info",
    ReceiverState.ASSIGNED: "info",
    ReceiverState.IN_PROGRESS: "info",
    ReceiverState.DONE: "good",
    ReceiverState.TAKEN_BACK: "warn",
    ReceiverState.AGREED: "neutral",
    ReceiverState.KEPT: "bad",
}


def _worded(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in vietnamese.fold(text).split():
        rows = rows.filter(folded__contains=word)
    return rows


def state_badges(row: Document | Incoming) -> SafeString:
    """Return where it stands, with its urgency where there is any."""
    states = DocumentState if isinstance(row, Document) else IncomingState
    return _badges(states, row.state, row.urgency, get_language() or "")


@lru_cache(maxsize=500)
def _badges(
    states: type[DocumentState | IncomingState],
    state: str,
    urgency: str,
    language: str,  # noqa: ARG001 - what is drawn is in a language
) -> SafeString:
    """Draw each of the few kinds once a language: a page has fifty of them."""
    drawn = badge(str(states(state).label), TONES[state])
    if urgency == Urgency.NORMAL:
        return drawn
    return drawn + badge(str(Urgency(urgency).label), "bad", "exclamation-triangle")


class DocumentFilter(FilterForm):
    q = TextField(label=_("Tìm theo số, trích yếu"), max_length=100)
    state = forms.ChoiceField(
        label=_("Trạng thái"), choices=[("", _("Mọi trạng thái")), *DocumentState.choices]
    )
    register = forms.ChoiceField(
        label=_("Sổ"),
        choices=[
            ("", _("Đi và nội bộ")),
            (Register.OUTGOING.value, _("Văn bản đi")),
            (Register.INTERNAL.value, _("Văn bản nội bộ")),
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = _worded(rows, values["q"])
        for name in ("state", "register"):
            if values[name]:
                rows = rows.filter(**{name: values[name]})
        return rows


class DocumentTable(Table):
    """What a unit writes."""

    columns = [
        Column("symbol", _("Số, ký hiệu"), room="short"),
        Column("issued_on", _("Ngày"), kind="day"),
        Column("subject", _("Trích yếu"), link=page_of("documents:detail"), room="wide"),
        Column("state", _("Trạng thái"), state_badges),
        Column("drafter_name", _("Người soạn"), minor=True),
        Column("drafted_at", _("Soạn lúc"), kind="moment", sort=("drafted_at",), minor=True),
    ]
    default_sort = "-drafted_at"
    filter_form = DocumentFilter
    caption = _("Văn bản của đơn vị")
    empty = Empty(
        _("Đơn vị chưa có văn bản nào"),
        _("Soạn văn bản, trình duyệt, ký, cấp số rồi gửi đến các đơn vị ngay trên hệ thống."),
        icon="envelope",
    )


class IncomingFilter(FilterForm):
    q = TextField(label=_("Tìm theo số, trích yếu, nơi gửi"), max_length=100)
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        choices=[
            ("", _("Mọi trạng thái")),
            ("WAITING", _("Chưa xong")),
            ("LATE", _("Quá hạn")),
            *IncomingState.choices,
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = _worded(rows, values["q"])
        if values["state"] in ("WAITING", "LATE"):
            rows = rows.filter(state__in=WAITING)
            if values["state"] == "LATE" and self.actor:
                rows = rows.filter(due__lt=self.actor.today)
        elif values["state"]:
            rows = rows.filter(state=values["state"])
        return rows


class IncomingTable(Table):
    """The incoming register."""

    columns = [
        Column("number_text", _("Số đến"), room="short"),
        Column("arrived_on", _("Ngày đến"), kind="day", sort=("arrived_on", "arrival_no")),
        Column("sender_name", _("Nơi gửi"), room="some"),
        Column("symbol", _("Số, ký hiệu"), minor=True),
        Column("subject", _("Trích yếu"), link=page_of("documents:incoming"), room="wide"),
        Column("due", _("Hạn"), kind="day"),
        Column("state", _("Trạng thái"), state_badges),
    ]
    default_sort = "-arrived_on"
    filter_form = IncomingFilter
    caption = _("Sổ văn bản đến")
    empty = Empty(
        _("Sổ văn bản đến chưa có dòng nào"),
        _("Văn bản gửi trên hệ thống tự vào sổ; văn bản giấy, thư điện tử do văn thư vào sổ."),
        icon="inbox",
    )


class ReceiverFilter(FilterForm):
    q = TextField(label=_("Tìm nơi nhận"), max_length=100)
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        choices=[
            ("", _("Mọi trạng thái")),
            ("UNANSWERED", _("Chưa trả lời")),
            *ReceiverState.choices,
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.filter(called__icontains=values["q"])
        if values["state"] == "UNANSWERED":
            rows = rows.filter(answered_at__isnull=True)
        elif values["state"]:
            rows = rows.filter(state=values["state"])
        return rows


def called_with_superior(row: Any) -> SafeString:
    """Return the receiver's name and its superior's: many schools have one name."""
    if not row.superior:
        return format_html("{}", row.called)
    return format_html('{}<br><span class="text-secondary">{}</span>', row.called, row.superior)


def _state_of(row: Receiver) -> SafeString:
    return badge(f"{row.state} · {row.get_state_display()}", RECEIVER_TONES[row.state])


class ReceiverTable(Table):
    """Who was sent a document and what became of it there."""

    columns = [
        Column("called", _("Nơi nhận"), called_with_superior, sort=("order",), room="wide"),
        Column("channel", _("Kênh"), lambda row: row.get_channel_display(), minor=True),
        Column("state", _("Trạng thái"), _state_of),
        Column("delivered_at", _("Đến lúc"), kind="moment", minor=True),
        Column("accepted_at", _("Tiếp nhận"), kind="moment"),
        Column("answered_at", _("Trả lời"), kind="moment"),
        Column("reminded_at", _("Nhắc lúc"), kind="moment", minor=True),
    ]
    default_sort = "called"
    filter_form = ReceiverFilter
    caption = _("Nơi nhận và tình hình xử lý")
    empty = Empty(_("Văn bản chưa gửi cho nơi nào"), icon="send")

    def __init__(self, rows: QuerySet[Any], request: ActorRequest, *, on: date) -> None:
        super().__init__(rows, request)
        self._on = on

    @cached_property
    def page(self) -> Page:
        found = super().page
        above = superior_names(
            [row.organisation_id for row in found.rows if row.organisation_id], on=self._on
        )
        for row in found.rows:
            row.superior = above.get(row.organisation_id, "")
        return found
