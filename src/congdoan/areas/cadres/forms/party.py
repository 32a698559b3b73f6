"""What an officer types about an introduction to the Party."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.cadres.enums import StepKind
from congdoan.areas.cadres.rules.voting import Ballots
from congdoan.areas.cadres.services.introducing import StepData
from congdoan.foundation.forms import DateField, Form, LongTextField, PickField, TextField

_SEALED = _("Được mã hóa; mỗi lần mở đều ghi nhật ký.")


class NominateForm(Form):
    person = PickField("members", label=_("Đoàn viên"))
    on = DateField(label=_("Ngày đề cử"))
    proposed_by = TextField(
        label=_("Nơi đề cử"), max_length=160, help_text=_("Tổ công đoàn, công đoàn bộ phận …")
    )
    grounds = LongTextField(
        label=_("Thành tích, lý do đề cử"), rows=3, max_length=2000, help_text=_SEALED
    )


class StepForm(Form):
    """A step without figures; a paper or certificate where there is one."""

    done_on = DateField(label=_("Ngày"))
    number = TextField(label=_("Số văn bản"), max_length=60, required=False)
    signer_name = TextField(label=_("Người ký"), max_length=120, required=False)
    note = TextField(label=_("Ghi chú"), max_length=300, required=False, help_text=_SEALED)

    def __init__(self, *args: Any, kind: StepKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == StepKind.CLASS:
            self.fields["number"].label = _("Số giấy chứng nhận")
        elif kind == StepKind.INTRODUCED:
            self.fields["number"].required = True
        if kind != StepKind.INTRODUCED:
            del self.fields["signer_name"]

    @property
    def step(self) -> StepData:
        data = self.cleaned_data
        signer = data.get("signer_name", "")
        return StepData(self.kind, data["done_on"], data["number"], signer, data["note"])


class BallotFields(Form):
    """The figures of a secret ballot; the result follows from them."""

    entitled = forms.IntegerField(label=_("Tổng số ủy viên ban chấp hành"), min_value=1)
    present = forms.IntegerField(label=_("Có mặt"), min_value=1)
    in_favour = forms.IntegerField(label=_("Phiếu đồng ý"), min_value=0)
    against = forms.IntegerField(
        label=_("Phiếu không đồng ý"),
        min_value=0,
        help_text=_("Còn lại là phiếu trắng, phiếu không hợp lệ."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("entitled", "present", "in_favour", "against"):
            self.fields[name].max_value = 5000  # type: ignore[attr-defined]
            self.fields[name].validators.append(_at_most_5000)
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    @property
    def ballots(self) -> Ballots:
        data = self.cleaned_data
        return Ballots(data["entitled"], data["present"], data["in_favour"], data["against"])


def _at_most_5000(value: int) -> None:
    if value > 5000:
        raise forms.ValidationError(_("Số này quá lớn; hãy xem lại."))


class VoteForm(BallotFields):
    done_on = DateField(label=_("Ngày họp"))
    note = TextField(label=_("Ghi chú"), max_length=300, required=False, help_text=_SEALED)

    field_order = ("done_on", "entitled", "present", "in_favour", "against", "note")

    @property
    def step(self) -> StepData:
        data = self.cleaned_data
        return StepData(StepKind.VOTED, data["done_on"], note=data["note"], ballots=self.ballots)


class StopForm(Form):
    on = DateField(label=_("Dừng từ ngày"))
    reason = TextField(label=_("Lý do"), min_length=3, max_length=300, help_text=_SEALED)


class DayForm(Form):
    on = DateField(label=_("Từ ngày"))


class ReasonForm(Form):
    reason = TextField(label=_("Vì sao"), min_length=3, max_length=300)


class PurposeForm(Form):
    purpose = TextField(
        label=_("Mục đích"),
        min_length=3,
        max_length=200,
        help_text=_("Được ghi vào nhật ký; người được xem biết."),
    )
