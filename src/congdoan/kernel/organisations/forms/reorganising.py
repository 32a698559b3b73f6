"""Forms of a reorganisation's worksheet."""

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, PickField, TextField
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.forms.changes import DecisionForm, ProfileFields

#: What each kind does, said where it is chosen.
KINDS = [
    (EventKind.MERGE_INTO, _("Sáp nhập: đơn vị kết thúc, nhập vào một đơn vị đang hoạt động")),
    (EventKind.CONSOLIDATE, _("Hợp nhất: các đơn vị kết thúc, lập một đơn vị mới")),
    (EventKind.DIVIDE, _("Chia: đơn vị kết thúc, lập nhiều đơn vị mới")),
    (EventKind.SEPARATE, _("Tách: đơn vị còn hoạt động, lập thêm đơn vị mới")),
    (EventKind.TRANSFER, _("Bàn giao: đơn vị chuyển sang cấp trên trực tiếp khác")),
    (EventKind.END_OPERATION, _("Kết thúc hoạt động hoặc giải thể: không có đơn vị kế tục")),
    (EventKind.CHANGE_LEVEL, _("Đổi tên, nâng cấp, hạ cấp, đổi thông tin")),
    (EventKind.ESTABLISH, _("Thành lập: lập một đơn vị trực thuộc đơn vị dưới đây")),
]


class StartForm(Form):
    """The first step: what is to happen, to whom, from when."""

    kind = forms.ChoiceField(label=_("Việc cần làm"), choices=KINDS, widget=forms.RadioSelect)
    organisation = PickField(
        "organisations",
        label=_("Đơn vị"),
        help_text=_("Đơn vị kết thúc, được tách, được chuyển hoặc đổi; cấp trên, khi thành lập."),
    )
    on = DateField(label=_("Có hiệu lực từ ngày"), help_text=_("Có thể là ngày sắp tới."))


class UnitForm(Form):
    """One more organisation of the worksheet."""

    organisation = PickField("organisations", label=_("Đơn vị"))


class NewUnitForm(ProfileFields):
    """A new organisation of the worksheet."""

    code = TextField(
        label=_("Mã tổ chức"),
        max_length=40,
        help_text=_("Chữ hoa không dấu, chữ số, dấu chấm, gạch nối; không đổi, không dùng lại."),
    )
    field_order = ["name", "short_name", "code", "level", "kind"]


class WorksheetDecisionForm(DecisionForm):
    """The day and the decision of a worksheet."""


class HomesForm(Form):
    """Who goes where: a box a subordinate and a thing to pass on, one choice a result."""

    def __init__(
        self,
        *args: Any,
        results: list[tuple[str, str]],
        stays: str,
        subordinates: list[tuple[int, str]],
        passing: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        home = [("", stays), *results]
        self._keys: dict[str, str] = {}
        for pk, name in subordinates:
            self.fields[f"home-{pk}"] = self._choice(name, home)
        for n, (key, label) in enumerate(passing):
            self._keys[f"pass-{n}"] = key
            self.fields[f"pass-{n}"] = self._choice(label, [("", _("Không chuyển")), *results])

    @staticmethod
    def _choice(label: str, choices: Any) -> forms.ChoiceField:
        return forms.ChoiceField(label=lazystr(label), choices=choices, required=False)

    @property
    def homes(self) -> dict[int, str]:
        return {
            int(name.removeprefix("home-")): code
            for name, code in self.cleaned_data.items()
            if name.startswith("home-")
        }

    @property
    def passed(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self._keys.items()}
