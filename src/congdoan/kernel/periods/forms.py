from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, FilterForm, Form, PickField, TextField
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.periods.enums import PeriodKind

COUNTED = [choice for choice in PeriodKind.choices if choice[0] != PeriodKind.TERM]


class CountedFilter(FilterForm):
    """Which of the periods that are the same for everybody."""

    kind = forms.ChoiceField(label=_("Loại kỳ"), choices=COUNTED)
    year = forms.IntegerField(label=_("Năm"), min_value=1900, max_value=2200, localize=False)


class TermFilter(FilterForm):
    """Which terms: by default those that run on the day looked at."""

    q = TextField(label=_("Tên tổ chức"), max_length=100)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=[
            ("", _("Đang diễn ra")),
            ("overdue", _("Quá ngày dự kiến mà chưa kết thúc")),
            ("all", _("Tất cả, cả đã kết thúc")),
        ],
    )

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        day = self.actor.as_of if self.actor else None
        if values["q"] and day:
            named = OrganisationProfile.objects.on(day).named_like(values["q"])
            rows = rows.filter(organisation__in=named.values("organisation"))
        if values["state"] == "all" or day is None:
            return rows
        rows = rows.filter(valid__contains=day)
        if values["state"] == "overdue":
            rows = rows.filter(planned_end__lt=day)
        return rows


class StartTerm(Form):
    """The term a congress opened."""

    organisation = PickField("unions", label=_("Tổ chức công đoàn"))
    ordinal = TextField(
        label=_("Khóa"), max_length=20, required=False, help_text=_("Ví dụ: XI. Có thể để trống.")
    )
    start = DateField(
        label=_("Ngày bắt đầu"),
        help_text=_("Ngày bế mạc đại hội. Nhiệm kỳ đang diễn ra sẽ kết thúc vào ngày trước đó."),
    )
    planned_end = DateField(
        label=_("Ngày dự kiến kết thúc"),
        required=False,
        help_text=_("Để trống thì lấy theo thời hạn nhiệm kỳ đang quy định."),
    )
    decision = TextField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Nghị quyết đại hội hoặc quyết định công nhận: số, ngày."),
    )


class EndTerm(Form):
    """The end of a running term."""

    last_day = DateField(label=_("Ngày cuối của nhiệm kỳ"))
    reason = TextField(label=_("Căn cứ, lý do"), max_length=300)
