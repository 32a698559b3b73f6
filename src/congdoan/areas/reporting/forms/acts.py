"""One-act forms of reports and rounds."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.reporting.enums import ReportKind
from congdoan.areas.reporting.models import FormVersion
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField
from congdoan.kernel.organisations.enums import HierarchyId

WORDS = 2_000


def choose(form: Form, name: str, choices: list[Any]) -> None:
    """Give a field the choices there are."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class WordsForm(Form):
    words = LongTextField(label=_("Ghi chú"), required=False, max_length=WORDS, rows=3)


class ReturnForm(Form):
    words = LongTextField(
        label=_("Điều cần sửa"),
        required=False,
        max_length=WORDS,
        rows=4,
        help_text=_("Bỏ trống được nếu đã góp ý tại từng ô cần sửa."),
    )


class ReasonForm(Form):
    words = LongTextField(label=_("Lý do"), max_length=WORDS, rows=3)


class ExtendForm(Form):
    due = DateField(label=_("Hạn mới"))
    words = LongTextField(label=_("Lý do"), max_length=WORDS, rows=3)


class CommentForm(Form):
    text = LongTextField(label=_("Góp ý"), max_length=WORDS, rows=4)


class AdjustForm(Form):
    """A superior's correction of a total."""

    position = forms.TypedChoiceField(label=_("Dòng"), coerce=int)
    delta = TextField(
        label=_("Thêm (bớt)"),
        max_length=40,
        help_text=_("Ghi số âm để bớt, ví dụ -3."),
    )
    reason = LongTextField(label=_("Lý do"), max_length=WORDS, rows=3)

    def __init__(self, *args: Any, lines: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "position", list(lines))


class RoundForm(Form):
    """Which form is asked, for which period, of whom, until when."""

    version = forms.TypedChoiceField(label=_("Biểu mẫu"), coerce=int)
    period = forms.TypedChoiceField(
        label=_("Kỳ"), coerce=int, required=False, empty_value=None,
        help_text=_("Bỏ trống nếu là báo cáo đột xuất, rồi ghi ngày đầu và ngày cuối."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Loại báo cáo"),
        choices=[("", _("Theo biểu mẫu đã chọn")), *ReportKind.choices],
        required=False,
    )
    title = TextField(
        label=_("Tên đợt"),
        max_length=250,
        required=False,
        help_text=_("Bỏ trống: tên biểu mẫu và tên kỳ."),
    )
    first = DateField(
        label=_("Số liệu từ ngày"),
        required=False,
        help_text=_("Bỏ trống: theo mốc chốt số liệu của loại báo cáo trong kỳ đã chọn."),
    )
    last = DateField(label=_("Đến ngày"), required=False)
    hierarchy = forms.TypedChoiceField(
        label=_("Theo hệ thống cấp"),
        coerce=int,
        choices=[(one.value, one.label) for one in HierarchyId if one != HierarchyId.AUTHORITY],
        initial=HierarchyId.COMMAND.value,
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp phải nộp"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn: mọi cấp ở dưới."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Loại hình đơn vị"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn: mọi loại hình."),
    )
    due_on = DateField(label=_("Hạn nộp của công đoàn cơ sở"))
    step_days = forms.IntegerField(
        label=_("Mỗi cấp trên được thêm số ngày làm việc"), min_value=0, max_value=60, initial=5
    )
    note = LongTextField(label=_("Hướng dẫn cho đơn vị"), required=False, max_length=4_000)

    def __init__(
        self,
        *args: Any,
        versions: Sequence[FormVersion],
        periods: Sequence[tuple[int, str]],
        levels: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(
            self,
            "version",
            [(one.pk, _name_of(one)) for one in versions],
        )
        choose(self, "period", [("", _("Đột xuất, không theo kỳ")), *periods])
        choose(self, "levels", list(levels))
        choose(self, "kinds", list(kinds))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if not said.get("period") and not self.errors:
            for name, value in (("first", first), ("last", last)):
                if value is None:
                    self.add_error(name, _("Báo cáo đột xuất cần ngày đầu và ngày cuối."))
            if not said.get("title"):
                self.add_error("title", _("Báo cáo đột xuất cần tên đợt."))
        return said


def _name_of(version: FormVersion) -> str:
    if version.number == 1:
        return version.form.title
    return f"{version.form.title} – {_('phiên bản')} {version.number}"


def between(period: tuple[date, date] | None, first: date | None, last: date | None) -> Any:
    """Return the days meant: those typed, else those of the period."""
    start, end = period or (first, last)
    return first or start, last or end
