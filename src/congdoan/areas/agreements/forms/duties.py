from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import DutyState, Evidence
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules.duties import OWED, is_link
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.progress import JOINT, years_of
from congdoan.foundation.forms import (
    DateField,
    FilterForm,
    Form,
    LongTextField,
    TextField,
    UploadField,
)

OVERDUE = "OVERDUE"


def party_choices(agreement: Agreement) -> list[tuple[str, Any]]:
    parties = [(str(one.organisation_id), one.label) for one in parties_of(agreement)]
    return [("", _("Tất cả")), *parties, (JOINT, _("Các bên cùng làm"))]


def year_choices(agreement: Agreement) -> list[tuple[str, Any]]:
    return [("", _("Tất cả")), *((str(one.pk), one.title) for one in years_of(agreement))]


class DutyFilter(FilterForm):
    """Above the duties of one agreement."""

    q = TextField(label=_("Nội dung việc"), max_length=100)
    ben = forms.ChoiceField(label=_("Bên làm"))
    nam = forms.ChoiceField(label=_("Kỳ"))
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        choices=[("", _("Tất cả")), (OVERDUE, _("Quá hạn")), *DutyState.choices],
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = {str(one.pk): one for one in years_of(agreement)}
        for name, choices in (("ben", party_choices(agreement)), ("nam", self._years())):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def _years(self) -> list[tuple[str, Any]]:
        return [("", _("Tất cả")), *((pk, one.title) for pk, one in self.years.items())]

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        if values["q"]:
            rows = rows.filter(obligation__words__icontains=values["q"])
        if values["ben"] == JOINT:
            rows = rows.filter(obligation__party__isnull=True)
        elif values["ben"]:
            rows = rows.filter(obligation__party__organisation=values["ben"])
        if values["nam"]:
            year = self.years[values["nam"]]
            rows = rows.filter(due__gte=year.first_day, due__lte=year.last_day)
        if values["state"] == OVERDUE and self.actor is not None:
            rows = rows.filter(state__in=OWED, due__lt=self.actor.today)
        elif values["state"]:
            rows = rows.filter(state=values["state"])
        return rows


class Report(Form):
    """What was done, with its evidence."""

    done_on = DateField(label=_("Ngày làm xong"))
    result = LongTextField(label=_("Kết quả"), max_length=4000)
    measured = forms.DecimalField(
        label=_("Số đạt được"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=True,
    )
    upload = UploadField(label=_("Tệp minh chứng"), required=False)
    link = forms.CharField(
        label=_("Liên kết minh chứng"),
        required=False,
        max_length=500,
        help_text=_("Địa chỉ một trang tin, hồ sơ hoặc trang trên hệ thống này."),
    )

    record = forms.ChoiceField(
        label=_("Hồ sơ trên hệ thống"),
        required=False,
        help_text=_("Một kỳ sơ kết, hồ sơ ký hoặc văn bản phối hợp khác làm minh chứng."),
    )

    def __init__(
        self,
        *args: Any,
        indicator: str = "",
        demanded: bool = False,
        records: Sequence[tuple[Any, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.demanded = demanded
        record = self.fields["record"]
        if records and isinstance(record, forms.ChoiceField):
            record.choices = [("", _("Không kèm")), *records]
        else:
            del self.fields["record"]
        if indicator:
            self.fields["measured"].help_text = indicator
        else:
            del self.fields["measured"]

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"].strip()
        if link and not is_link(link):
            raise forms.ValidationError(
                _("Hãy chép nguyên địa chỉ, bắt đầu bằng https:// hoặc dấu /.")
            )
        return link

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        nothing = not any(values.get(name) for name in ("upload", "link", "record"))
        if self.demanded and nothing and not {"upload", "link", "record"} & set(self.errors):
            self.add_error(
                "upload",
                _("Việc này phải kèm minh chứng: một tệp, một liên kết hoặc một hồ sơ."),
            )
        return values

    @property
    def records(self) -> list[tuple[str, int]]:
        """Return the chosen record as kind and id."""
        code, _colon, pk = self.cleaned_data.get("record", "").rpartition(":")
        return [(code, int(pk))] if code else []


class Talk(Form):
    text = LongTextField(label=_("Trao đổi với bên kia"), max_length=4000, rows=3)


class Measure(Form):
    measure = TextField(
        label=_("Đơn vị tính"),
        required=False,
        max_length=40,
        help_text=_("Báo cáo đếm gì: lớp, người, cuộc, lượt …"),
    )
    goal = forms.DecimalField(
        label=_("Mức mỗi kỳ"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=True,
    )


class Remark(Form):
    remark = LongTextField(label=_("Nhận xét"), required=False, max_length=1000)


class Why(Form):
    reason = LongTextField(label=_("Lý do"), max_length=1000)


class Request(Form):
    text = LongTextField(label=_("Yêu cầu làm gì"), max_length=2000)
    due = DateField(label=_("Hạn"))


class EvidenceWanted(Form):
    evidence = forms.ChoiceField(
        label=_("Khi báo cáo"), choices=Evidence.choices, widget=forms.RadioSelect
    )
