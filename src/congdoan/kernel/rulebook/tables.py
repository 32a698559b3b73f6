from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, FilterForm, TextField
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.rulebook.rules.changes import Turn
from congdoan.kernel.rulebook.selectors.pages import Change, Shown, subjects

_TURNS = {
    Turn.BEGAN: (_("Mới có hiệu lực"), "good"),
    Turn.ENDED: (_("Hết hiệu lực"), "bad"),
    Turn.CHANGED: (_("Thay đổi"), "warn"),
}


def standing(shown: Shown) -> SafeString:
    """Draw whose own rule it is, or whether it was held against the text it rests on."""
    if shown.organisation:
        return badge(gettext("Riêng: %s") % shown.organisation, "info")
    if shown.rule.verified:
        return badge(gettext("Đã đối chiếu"), "good")
    return badge(gettext("Chưa đối chiếu văn bản gốc"), "warn")


def _page_of(key: str) -> str:
    return reverse("rulebook:history", args=[key])


def _turn(change: Change) -> SafeString:
    words, tone = _TURNS[change.difference.turn]
    return badge(str(words), tone)


def _span(shown: Shown) -> DateRange:
    return DateRange(shown.rule.start, shown.rule.until, "[)")


class BookFilter(FilterForm):
    """Narrows the rules in force; the rows are in memory, so the view does the narrowing."""

    q = TextField(label=_("Tìm quy định"), max_length=100)
    subject = forms.ChoiceField(label=_("Lĩnh vực"))
    unverified = forms.BooleanField(label=_("Chưa đối chiếu văn bản gốc"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext("Tất cả")), *subjects().items()]


class BetweenDays(FilterForm):
    """Two days to compare."""

    earlier = DateField(label=_("Từ ngày"))
    later = DateField(label=_("Đến ngày"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        earlier, later = said.get("earlier"), said.get("later")
        if earlier and later and later <= earlier:
            self.add_error("later", gettext("Ngày sau phải sau ngày trước; hãy đổi lại."))
        return said


class _Whole(Table):
    """A table whose rows come whole from memory, after its filter has been read."""

    def asked(self) -> dict[str, Any]:
        """Return the filter's values; what could not be read is left out."""
        if self.filter is None:
            return {}
        self.filter.is_valid()
        return self.filter.cleaned_data

    def ask(self, **days: date) -> None:
        """Fill the filter for a reader who has not chosen yet."""
        if self.filter_form is not None:
            self.filter = self.filter_form(
                QueryDict(urlencode({name: f"{day:%d/%m/%Y}" for name, day in days.items()})),
                auto_id="filter-%s",
            )

    def show(self, rows: Sequence[Any]) -> None:
        self.rows_asked = rows


class RulesInForce(_Whole):
    caption = _("Quy định có hiệu lực")
    filter_form = BookFilter
    empty = Empty(
        _("Chưa nạp bộ quy định"),
        _("Người quản trị chạy lệnh load_rulebook để nạp các quy định đi kèm phần mềm."),
        "book",
    )
    columns: ClassVar[Sequence[Column]] = [
        Column("label", _("Quy định"), link=lambda row: _page_of(row.rule.key)),
        Column("value", _("Nội dung")),
        Column("subject", _("Lĩnh vực"), minor=True, room="some"),
        Column("span", _("Hiệu lực"), value=_span, kind="span"),
        Column("legal_basis", _("Căn cứ"), value="rule.legal_basis", minor=True, room="some"),
        Column("standing", _("Đối chiếu"), value=standing),
    ]


class RuleChanges(_Whole):
    caption = _("Thay đổi giữa hai ngày")
    filter_form = BetweenDays
    empty = Empty(
        _("Không có quy định nào thay đổi giữa hai ngày này"),
        _("Hãy chọn khoảng dài hơn, ví dụ từ 01/05/2025 đến 01/08/2025."),
        "clock-history",
    )
    columns: ClassVar[Sequence[Column]] = [
        Column("label", _("Quy định"), link=lambda row: _page_of(row.difference.rule.key)),
        Column("turn", _("Thay đổi"), value=_turn),
        Column("before", _("Trước")),
        Column("after", _("Sau")),
        Column("since", _("Từ ngày"), value="difference.since", kind="day"),
        Column("legal_basis", _("Căn cứ"), value="difference.rule.legal_basis", minor=True),
    ]

    @property
    def filtered(self) -> bool:
        """Two days are always asked for, so an empty answer is an answer, not a narrow filter."""
        return False
