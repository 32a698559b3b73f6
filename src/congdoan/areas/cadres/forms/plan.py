"""What an officer types about a plan of officials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.cadres.enums import Round
from congdoan.areas.cadres.forms.party import BallotFields
from congdoan.areas.cadres.services.planning import VoteData
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField

_SEALED = _("Được mã hóa; mỗi lần mở đều ghi nhật ký.")


class TermForm(Form):
    first_year = forms.IntegerField(label=_("Nhiệm kỳ từ năm"), min_value=1990, max_value=2200)
    last_year = forms.IntegerField(label=_("Đến năm"), min_value=1990, max_value=2200)


class CandidateForm(Form):
    person = PickField("cadres", label=_("Người"))
    position = forms.ChoiceField(label=_("Chức danh quy hoạch"))
    proposed_by = TextField(label=_("Nơi giới thiệu"), max_length=160)
    grounds = LongTextField(
        label=_("Nhận xét"), rows=3, max_length=2000, required=False, help_text=_SEALED
    )

    def __init__(self, *args: Any, positions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = positions  # type: ignore[attr-defined]


class PlanVoteForm(BallotFields):
    round = forms.ChoiceField(label=_("Vòng"), choices=Round.choices)
    held_on = DateField(label=_("Ngày"))

    field_order = ("round", "held_on", "entitled", "present", "in_favour", "against")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entitled"].label = _("Được triệu tập")

    @property
    def vote(self) -> VoteData:
        data = self.cleaned_data
        return VoteData(Round(data["round"]), data["held_on"], self.ballots)


class ApproveForm(Form):
    decision_no = TextField(label=_("Số quyết định"), max_length=60)
    decided_on = DateField(label=_("Ngày quyết định"))
    refused = forms.MultipleChoiceField(
        label=_("Không đồng ý đưa vào quy hoạch"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refused"].choices = people  # type: ignore[attr-defined]
        if not people:
            del self.fields["refused"]
