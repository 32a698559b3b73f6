from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import Bearer, Cadence, Consent
from congdoan.areas.agreements.forms.choices import contents
from congdoan.areas.agreements.services.amending import AmendmentData
from congdoan.areas.agreements.services.editing import Terms
from congdoan.foundation.forms import DateField, FilterForm, Form, LongTextField, TextField


class Describe(Form):
    """What describes a proposal besides its changes."""

    title = TextField(
        label=_("Trích yếu"),
        max_length=300,
        help_text=_("Ví dụ: sửa đổi, bổ sung Điều 4 và Điều 7 về chế độ thông tin"),
    )
    reason = LongTextField(
        label=_("Lý do, căn cứ đề nghị"),
        max_length=2000,
        help_text=_("Các bên đọc lý do này trước khi trả lời."),
    )
    wanted_on = DateField(
        label=_("Có hiệu lực từ ngày"),
        required=False,
        help_text=_("Bên cuối cùng ký sau ngày này thì phụ lục có hiệu lực từ ngày ký."),
    )

    def as_data(self) -> AmendmentData:
        return AmendmentData(**self.cleaned_data)


class Propose(Describe):
    """The first step: which party proposes, when somebody acts for several."""

    proposer = forms.ChoiceField(label=_("Bên đề nghị"))

    proposals = forms.MultipleChoiceField(
        label=_("Kiến nghị đã thống nhất tại sơ kết, tổng kết"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kiến nghị được chọn sẽ ghi là đã đưa vào sửa đổi."),
    )

    field_order = ["proposer", "proposals", "title", "reason", "wanted_on"]

    def __init__(
        self,
        *args: Any,
        parties: list[tuple[int, str]],
        proposals: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposals"].choices = proposals  # type: ignore[attr-defined]
        if not proposals:
            del self.fields["proposals"]
        self.fields["proposer"].choices = parties  # type: ignore[attr-defined]
        if len(parties) == 1:
            self.fields["proposer"].widget = forms.HiddenInput()
            self.initial.setdefault("proposer", parties[0][0])

    def as_data(self) -> AmendmentData:
        values = {name: self.cleaned_data[name] for name in ("title", "reason", "wanted_on")}
        return AmendmentData(**values)


class ClauseWords(Form):
    """New words of a clause, and who owes what it says."""

    heading = TextField(label=_("Tên"), required=False, max_length=400)
    text = LongTextField(label=_("Nội dung"), required=False, rows=6, max_length=20_000)
    content_code = forms.ChoiceField(label=_("Thuộc nội dung phối hợp"), required=False)
    bearer = forms.ChoiceField(label=_("Ai thực hiện"), required=False, choices=Bearer.choices)
    lead_party = forms.ChoiceField(label=_("Bên chủ trì"), required=False)
    cadence = forms.ChoiceField(label=_("Định kỳ"), required=False, choices=Cadence.choices)
    indicator = TextField(label=_("Chỉ tiêu"), required=False, max_length=200)
    target = TextField(label=_("Mức cần đạt"), required=False, max_length=120)

    def __init__(
        self, *args: Any, parties: list[tuple[str, str]], headed: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_party"].choices = [  # type: ignore[attr-defined]
            ("", _("không có")),
            *parties,
        ]
        if self.actor is not None:
            self.fields["content_code"].choices = [  # type: ignore[attr-defined]
                ("", _("không thuộc nội dung nào")),
                *contents(self.actor.today),
            ]
        if not headed:
            del self.fields["heading"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("bearer") == Bearer.PARTY and not values.get("lead_party"):
            self.add_error("lead_party", _("Hãy chọn bên chủ trì."))
        return values

    def as_terms(self) -> Terms:
        values = self.cleaned_data
        return Terms(
            content_code=values["content_code"],
            bearer=values["bearer"],
            lead_party_id=int(values["lead_party"]) if values["lead_party"] else None,
            cadence=values["cadence"],
            indicator=values["indicator"],
            target=values["target"],
        )


class NewClause(ClauseWords):
    """A clause to add: which level it is, then its words."""

    level = forms.ChoiceField(label=_("Thêm"))

    field_order = ["level", "heading", "text"]

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class AskConsent(Form):
    due = DateField(label=_("Hạn trả lời"), help_text=_("Các bên trả lời đến hết ngày này."))


class Answer(Form):
    answer = forms.ChoiceField(
        label=_("Ý kiến của đơn vị"), choices=Consent.choices, widget=forms.RadioSelect
    )
    reason = LongTextField(
        label=_("Lý do"),
        required=False,
        max_length=2000,
        help_text=_("Bắt buộc khi không đồng ý: nói rõ cần sửa thế nào."),
    )


class FreezeAddendum(Form):
    seen = forms.BooleanField(
        label=_("Đã xem các đề nghị khác cùng sửa những đoạn này"), required=False
    )

    def __init__(self, *args: Any, met: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not met:
            del self.fields["seen"]


class OnDay(FilterForm):
    """The day whose text is read."""

    on = DateField(label=_("Nội dung ngày"))


class BetweenDays(FilterForm):
    """Two days whose texts are compared."""

    tu = DateField(label=_("Từ ngày"))
    den = DateField(label=_("Đến ngày"))
