from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.privacy.enums import ANSWERS, RequestKind, RequestState
from congdoan.areas.privacy.services.asking import RequestData
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField, UploadField
from congdoan.foundation.forms.uploads import SCANS
from congdoan.kernel.rulebook.api import catalogue

_WORDS = _("Viết ngắn gọn; nội dung được mã hóa, chỉ người giải quyết đọc được.")


class AskForm(Form):
    """A wish about one's own data."""

    kind = forms.ChoiceField(
        label=_("Tôi yêu cầu"), choices=RequestKind.choices, widget=forms.RadioSelect
    )
    purpose = forms.ChoiceField(
        label=_("Mục đích muốn dừng"),
        required=False,
        help_text=_("Chỉ chọn khi phản đối xử lý hoặc rút sự đồng ý."),
    )
    text = LongTextField(
        label=_("Nội dung, lý do"), min_length=5, max_length=2000, rows=5, help_text=_WORDS
    )

    field_order = ("kind", "purpose", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = catalogue("privacy.purpose", on=self.actor.today) if self.actor else ()
        chosen = cast("forms.ChoiceField", self.fields["purpose"])
        chosen.choices = [("", _("— chọn mục đích —")), *((one.code, one.label) for one in entries)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") not in {RequestKind.OBJECT, RequestKind.WITHDRAW}:
            data["purpose"] = ""
        elif not data.get("purpose") and "purpose" not in self.errors:
            self.add_error("purpose", _("Hãy chọn mục đích mà bạn muốn dừng."))
        return data

    @property
    def wish(self) -> RequestData:
        data = self.cleaned_data
        return RequestData(RequestKind(data["kind"]), data["text"], data["purpose"])


class PaperRequestForm(AskForm):
    received_on = DateField(label=_("Ngày nhận đơn"))
    scan = UploadField(label=_("Bản quét đơn (nếu có)"), kinds=SCANS, required=False)


class AnswerForm(Form):
    """What became of a request, with the reason the person reads."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[(one.value, one.label) for one in ANSWERS],
        widget=forms.RadioSelect,
    )
    answer = LongTextField(
        label=_("Trả lời"),
        min_length=5,
        max_length=2000,
        rows=5,
        help_text=_("Người yêu cầu đọc nguyên văn: đã làm gì, phần nào không làm và vì sao."),
    )
    erase = forms.BooleanField(
        label=_("Xóa ngay dữ liệu riêng và nhạy cảm của người này"), required=False
    )

    def __init__(self, *args: object, deletes: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not deletes:
            del self.fields["erase"]

    @property
    def state(self) -> RequestState:
        return RequestState(self.cleaned_data["outcome"])


class LiftForm(Form):
    reason = TextField(
        label=_("Lý do gỡ hạn chế"),
        min_length=5,
        max_length=300,
        help_text=_("Người yêu cầu đọc nguyên văn. Ví dụ: đã sửa xong chỗ sai, người đó đồng ý."),
    )


class HoldForm(Form):
    reason = TextField(
        label=_("Giữ lại vì"),
        min_length=5,
        max_length=300,
        help_text=_("Ví dụ: hồ sơ khiếu nại chưa giải quyết xong. Lý do được ghi vào nhật ký."),
    )
    until = DateField(label=_("Giữ đến ngày"))
