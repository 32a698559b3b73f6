from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge, day
from congdoan.support.worklist.enums import Group, WorkState
from congdoan.support.worklist.rules import kinds
from congdoan.support.worklist.selectors.lists import own_organisations


class WorkFilter(FilterForm):
    """Narrow the list; values stand in the address."""

    q = TextField(label=_("Tìm trong tên việc, nơi phát sinh"), max_length=100)
    kind = forms.ChoiceField(label=_("Loại việc"))
    organisation = forms.ChoiceField(label=_("Đơn vị"))
    whose = forms.ChoiceField(
        label=_("Người làm"),
        choices=[
            ("", _("Mọi người")),
            ("mine", _("Giao cho tôi")),
            ("nobody", _("Chưa giao cho ai")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Mọi loại")),
            *((kind.code, kind.label) for kind in kinds.kinds().values()),
        ]
        own = own_organisations(self.actor) if self.actor else {}
        if len(own) < 2:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].choices = [  # type: ignore[attr-defined]
                ("", _("Mọi đơn vị của tôi")),
                *((str(pk), name) for pk, name in own.items()),
            ]

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.worded_like(values["q"])  # type: ignore[attr-defined]
        if values["kind"]:
            rows = rows.filter(kind=values["kind"])
        if values.get("organisation"):
            rows = rows.filter(organisation=values["organisation"])
        if values["whose"] == "nobody":
            rows = rows.filter(assignee__isnull=True)
        elif values["whose"] == "mine" and self.actor:
            rows = rows.filter(assignee=self.actor.person_id or 0)
        return rows


def _title(item: Any) -> SafeString:
    """Name the work; below it why it is owed."""
    return format_html('{}<small class="work-why">{}</small>', item.title, item.why)


def _due(item: Any) -> SafeString | str:
    if item.due is None:
        return gettext("Không ghi hạn")
    late = (item.seen_on - item.due).days
    if item.state != WorkState.OPEN or late <= 0:
        return day(item.due)
    words = ngettext("quá hạn %(n)d ngày", "quá hạn %(n)d ngày", late) % {"n": late}
    return format_html(
        "<span>{} {}</span>", day(item.due), badge(words, "bad", "exclamation-circle")
    )


def _who(item: Any) -> SafeString | str:
    if item.assignee is None:
        return str(item.organisation_name)
    return format_html("<span>{} · {}</span>", item.organisation_name, item.assignee.full_name)


def _source(item: Any) -> SafeString | str:
    if not item.source_url:
        return str(item.source_label)
    return format_html('<a href="{}">{}</a>', item.source_url, item.source_label)


_TITLE = Column(
    "title", _("Việc"), _title, link=lambda item: reverse("worklist:detail", args=[item.pk])
)
_WHO = Column("who", _("Ai làm"), _who)
_SOURCE = Column("source", _("Từ đâu"), _source)


class OpenWork(Table):
    """Open work, the nearest due day first; work without one last."""

    columns: ClassVar[Sequence[Column]] = (
        _TITLE,
        Column("due", _("Hạn"), _due, sort=("due_or_never",)),
        _WHO,
        _SOURCE,
    )
    default_sort = "due"
    filter_form: ClassVar[type[FilterForm] | None] = WorkFilter
    caption = _("Việc đang chờ")
    empty = Empty(
        _("Không có việc nào ở đây"),
        _(
            "Việc tự vào danh sách khi đơn vị của bạn phải góp ý, ký, báo cáo hoặc thực hiện "
            "cam kết trong quy chế phối hợp; làm xong ở nơi phát sinh thì việc tự đóng."
        ),
        icon="check-circle",
    )


class DoneWork(OpenWork):
    columns: ClassVar = (
        _TITLE,
        Column("closed", _("Xong lúc"), "closed_at", sort=("closed_at",), kind="moment"),
        Column("by", _("Người hoàn thành"), "closed_by_name"),
        _WHO,
        _SOURCE,
    )
    default_sort = "-closed"
    caption = _("Việc đã xong")
    empty = Empty(
        _("Chưa có việc nào đã xong"),
        _("Việc làm xong được giữ lại ở đây cùng ngày giờ và người hoàn thành."),
        icon="check2-all",
    )


class BelowWork(OpenWork):
    filter_form = None
    caption = _("Việc cấp dưới để quá hạn")
    empty = Empty(
        _("Không có đơn vị cấp dưới nào để việc quá hạn lâu"),
        _("Khi một đơn vị trực thuộc để việc quá hạn nhiều ngày làm việc, hệ thống báo lên đây."),
        icon="check-circle",
    )


class SomeWork(OpenWork):
    """The beginning of one part of the list; no filter and no order of its own."""

    columns: ClassVar = (_TITLE, Column("due", _("Hạn"), _due), _WHO, _SOURCE)
    filter_form = None

    def __init__(self, rows: Sequence[Any], request: HttpRequest, *, part: Group) -> None:
        super().__init__(rows, request, element_id=f"table-{part.value}")
        # Several stand on one page, and each region needs a name of its own.
        self.caption = part.label
