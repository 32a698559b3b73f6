"""Forms of votes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.voting.enums import Manner, Means
from congdoan.areas.voting.models import Candidate, Vote
from congdoan.areas.voting.services.counting import COLLECTED, INVALID
from congdoan.areas.voting.services.making import VoteData
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField
from congdoan.kernel.rulebook.api import catalogue

_MOST = 100_000


class UnionForm(Form):
    """Whose votes; asked by address."""

    don_vi = PickField("unions", label=_("Công đoàn"), required=False, help_text="")


class VoteForm(Form):
    """What is decided, how and when."""

    kind = forms.ChoiceField(label=_("Việc"))
    title = TextField(label=_("Tên"), max_length=180)
    manner = forms.ChoiceField(
        label=_("Hình thức"), choices=Manner.choices, widget=forms.RadioSelect
    )
    means = forms.ChoiceField(
        label=_("Phiếu, khi bỏ phiếu kín"),
        choices=[("", _("không bỏ phiếu kín")), *Means.choices],
        required=False,
    )
    seats = forms.IntegerField(
        label=_("Số lượng cần bầu"),
        min_value=1,
        max_value=200,
        localize=False,
        help_text=_("Biểu quyết một việc thì để 1."),
    )
    held_on = DateField(label=_("Ngày bầu, biểu quyết"))
    source_label = TextField(label=_("Tại hội nghị, đại hội"), max_length=200, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = catalogue("voting.kind", on=on)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (one.code, one.label) for one in rows
        ]

    @property
    def as_data(self) -> VoteData:
        return VoteData(**{name: self.cleaned_data[name] for name in VoteForm.base_fields})


class CandidateForm(Form):
    """Who stands."""

    person = PickField("voters", label=_("Người được giới thiệu"))
    note = TextField(label=_("Chức vụ, nơi làm việc in trên phiếu"), max_length=200, required=False)
    by_oneself = forms.BooleanField(label=_("Tự ứng cử"), required=False)


class StrikeForm(Form):
    """Why a name goes off the list."""

    how = forms.ChoiceField(
        label=_("Vì sao"),
        choices=[("rut", _("Xin rút")), ("khong", _("Hội nghị không đưa vào danh sách"))],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Lý do"), max_length=200)


class BoardForm(Form):
    """Who is of the election board."""

    person = PickField("voters", label=_("Thành viên ban bầu cử"))
    heads = forms.BooleanField(label=_("Là trưởng ban"), required=False)


class CloseListForm(Form):
    """Closing the list."""

    exception = TextField(
        label=_("Lý do nếu hội nghị quyết định không cần số dư"), max_length=300, required=False
    )


class VoterForm(Form):
    """One more voter."""

    person = PickField("voters", label=_("Người có quyền bỏ phiếu"))


class ReasonForm(Form):
    """Why."""

    reason = LongTextField(label=_("Lý do"), rows=3, max_length=400)


class BeginForm(Form):
    """The number announced before voting."""

    present = forms.IntegerField(
        label=_("Số người có mặt"), min_value=1, max_value=_MOST, localize=False
    )


class CountForm(Form):
    """What one person has counted."""

    def __init__(self, *args: Any, vote: Vote, lines: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if vote.on_paper:
            self.fields[COLLECTED] = self._number(_("Phiếu giấy thu về"))
            self.fields[INVALID] = self._number(_("Trong đó không hợp lệ"))
        for one in lines:
            self.fields[str(one.pk)] = self._number(one.name)

    def _number(self, label: Any) -> forms.IntegerField:
        return forms.IntegerField(label=label, min_value=0, max_value=_MOST, localize=False)


class RecogniseForm(Form):
    """The superior's decision."""

    decision_no = TextField(label=_("Số quyết định công nhận"), max_length=60)
    day = DateField(label=_("Ngày quyết định"))
