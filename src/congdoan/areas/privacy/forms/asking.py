from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.privacy.enums import ANSWERS, RequestKind, RequestState
from congdoan.areas.privacy.services.asking import RequestData
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField, UploadField
from congdoan.foundation.forms.uploads import SCANS

_WORDS = _("Viết ngắn gọn; nội dung được mã hóa, chỉ người giải quyết đọc được.")


class AskForm(Form):
    """A wish about one's own data."""

    kind = forms.ChoiceField(
        label=_("Tôi yêu cầu"), choices=RequestKind.choices, widget=forms.RadioSelect
    )
    text = LongTextField(
        label=_("Nội dung, lý do"), min_length=5, max_length=2000, rows=5, help_text=_WORDS
    )

    @property
    def wish(self) -> RequestData:
        data = self.cleaned_data
        return RequestData(RequestKind(data["kind"]), data["text"])


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


class HoldForm(Form):
    reason = TextField(
        label=_("Giữ lại vì"),
        min_length=5,
        max_length=300,
        help_text=_("Ví dụ: hồ sơ khiếu nại chưa giải quyết xong. Lý do được ghi vào nhật ký."),
    )
    until = DateField(label=_("Giữ đến ngày"))
