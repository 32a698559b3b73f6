from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import FilterForm
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.support.notifications import rules


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
