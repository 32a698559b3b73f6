from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import FilterForm
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import DeliveryState
from congdoan.support.notifications.models import Delivery, Notification


class InboxFilter(FilterForm):
    """Narrow the inbox; values stand in the address."""

    state = forms.ChoiceField(
        label=_("Trạng thái"), choices=[("", _("Tất cả")), ("unread", _("Chưa đọc"))]
    )
    category = forms.ChoiceField(label=_("Nhóm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", _("Mọi nhóm")),
            *((category.code, category.label) for category in rules.categories()),
        ]

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["state"] == "unread":
            rows = rows.filter(read_at__isnull=True)
        if values["category"]:
            rows = rows.filter(category=values["category"])
        return rows


class Inbox(Table):
    """Newest first; drawn as a list, not as a grid."""

    columns = (Column("created", _("Lúc"), "created_at", sort=("created_at",), kind="moment"),)
    default_sort = "-created"
    page_size = 30
    filter_form = InboxFilter
    caption = _("Thông báo")
    empty = Empty(
        _("Chưa có thông báo nào"),
        _(
            "Khi có việc sắp đến hạn, được giao việc, có văn bản chờ ký hay góp ý được trả lời, "
            "hệ thống báo cho bạn tại đây."
        ),
        icon="bell",
    )


def _reached(told: Notification) -> str:
    """Return in words where a message came: the channels, then whether it was read."""
    said = [
        f"{delivery.get_channel_display()}: {delivery.get_state_display().lower()}"
        for delivery in told.deliveries.all()
    ]
    return "; ".join(said) or gettext("Chỉ trong hộp thông báo")


class ReceiptFilter(FilterForm):
    """Narrow to those not reached; the value stands in the address."""

    state = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Tất cả")),
            ("unread", _("Chưa đọc")),
            ("read", _("Đã đọc")),
            ("failed", _("Có kênh không gửi được")),
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["state"] in {"read", "unread"}:
            rows = rows.filter(read_at__isnull=values["state"] == "unread")
        if values["state"] == "failed":
            lost = [DeliveryState.GIVEN_UP, DeliveryState.UNSURE, DeliveryState.BOUNCED]
            rows = rows.filter(
                Exists(Delivery.objects.filter(notification=OuterRef("pk"), state__in=lost))
            )
        return rows


class Receipts(Table):
    """One row a recipient, newest first."""

    columns = (
        Column("recipient", _("Người nhận"), "recipient.display_name", room="some"),
        Column("title", _("Nội dung"), "title", room="wide"),
        Column("created", _("Gửi lúc"), "created_at", sort=("created_at",), kind="moment"),
        Column("read", _("Đã đọc lúc"), "read_at", kind="moment"),
        Column("reached", _("Các kênh"), _reached, room="some"),
    )
    default_sort = "-created"
    filter_form = ReceiptFilter
    caption = _("Người nhận và tình trạng")
    count_rows = False
    empty = Empty(
        _("Bạn chưa gửi gì cần theo dõi"),
        _(
            "Khi bạn giao việc, xin ý kiến hay trình ký, từng người nhận hiện ở đây: "
            "đã đọc chưa, tới bằng kênh nào, kênh nào không gửi được."
        ),
        icon="send",
    )
