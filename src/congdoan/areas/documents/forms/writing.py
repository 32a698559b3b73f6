from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.enums import Reach, Readers, Secrecy, Urgency
from congdoan.areas.documents.selectors.documents import BODY
from congdoan.areas.documents.services.drafting import DocumentData
from congdoan.foundation.forms import DateField, Form, LongTextField, TextField
from congdoan.foundation.forms.uploads import KEPT
from congdoan.support.files.api import PartsField
from congdoan.support.numbering.api import Register

Choices = list[tuple[str, str]]


class DocumentForm(Form):
    """A document of one's own unit: what it is; its text is written here or comes as a file."""

    type = forms.ChoiceField(label=_("Loại văn bản"))
    subject = TextField(
        label=_("Trích yếu"),
        max_length=500,
        help_text=_("Một câu nêu nội dung, không lặp tên loại: “về việc tổ chức …”."),
    )
    template = forms.ChoiceField(
        label=_("Bắt đầu từ mẫu"),
        required=False,
        help_text=_("Văn bản được soạn trên hệ thống; trang soạn thảo mở ra sau khi lưu."),
    )
    body = PartsField(
        purpose=BODY,
        kinds=("pdf", "docx"),
        label=_("Hoặc tải toàn văn làm sẵn lên"),
        required=False,
        help_text=_("Tệp PDF, DOCX; có tệp thì không soạn trên hệ thống nữa."),
    )
    to_sign = forms.ChoiceField(
        label=_("Người ký dự kiến"),
        required=False,
        help_text=_("Người đang giữ chức vụ được ký; thể thức TM., KT., TL., TUQ. in theo đây."),
    )
    reach = forms.ChoiceField(
        label=_("Gửi đến (dự kiến)"),
        required=False,
        choices=[("", _("Chưa chọn")), *Reach.choices[1:]],
        help_text=_("In ở “Nơi nhận” và chọn sẵn khi gửi."),
    )
    register = forms.ChoiceField(
        label=_("Sổ"),
        choices=[
            (Register.OUTGOING.value, _("Văn bản đi")),
            (Register.INTERNAL.value, _("Văn bản nội bộ")),
        ],
    )
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices)
    secrecy = forms.ChoiceField(
        label=_("Độ mật"),
        required=False,
        choices=[("", _("Không mật")), *Secrecy.choices],
        help_text=_("Văn bản mật không được soạn hay lưu trên hệ thống này."),
    )
    answer_by = DateField(
        label=_("Hạn trả lời"),
        required=False,
        help_text=_("Để trống nếu không cần nơi nhận trả lời."),
    )
    must_read = forms.BooleanField(label=_("Yêu cầu nơi nhận xác nhận đã đọc"), required=False)
    readers = forms.ChoiceField(
        label=_("Từng người phải đọc"),
        required=False,
        choices=[("", _("Không yêu cầu từng người")), *Readers.choices],
        help_text=_(
            "Mỗi người bấm “Tôi đã đọc” trên điện thoại; ai chưa đọc được nhắc mỗi ngày làm việc "
            "một lần."
        ),
    )
    note = LongTextField(label=_("Ghi chú"), rows=2, max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        types: Choices,
        ways: Choices,
        templates: Choices | None = None,
        takes_file: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, none in (
            ("type", types, _("Chọn loại văn bản")),
            ("to_sign", ways, _("Chưa chọn")),
            ("template", templates or [], _("Khung thường dùng của loại văn bản")),
        ):
            self.fields[name].choices = [("", none), *choices]  # type: ignore[attr-defined]
        if templates is None:
            del self.fields["template"]
            self.fields["body"].label = _("Toàn văn")
            self.fields["body"].help_text = ""
        if not takes_file:
            del self.fields["body"]

    @property
    def wish(self) -> DocumentData:
        data = self.cleaned_data
        return DocumentData(
            type=data["type"],
            subject=data["subject"],
            register=data["register"],
            urgency=data["urgency"],
            must_read=data["must_read"],
            readers=data["readers"],
            answer_by=data["answer_by"],
            note=data["note"],
            secrecy=data["secrecy"],
            to_sign=data["to_sign"],
            reach=data["reach"],
        )

    @property
    def like(self) -> int:
        """Return which template was chosen; 0 for none."""
        return int(self.cleaned_data.get("template") or 0)


class FileForm(Form):
    file = PartsField(purpose=BODY, kinds=KEPT, label=_("Tệp kèm theo"))


class ReasonForm(Form):
    reason = LongTextField(label=_("Lý do"), rows=3, max_length=500)


class NoteForm(Form):
    note = LongTextField(label=_("Ghi chú"), rows=3, max_length=500, required=False)


class SignForm(Form):
    """Sign oneself with a click, or say that it was signed on paper."""

    code = forms.ChoiceField(label=_("Người ký và cách đề ký"), widget=forms.RadioSelect)
    on_paper = forms.BooleanField(label=_("Đã ký trên giấy, ghi lại"), required=False)
    signed_on = DateField(label=_("Ngày ký trên giấy"), required=False)
    scan = PartsField(
        purpose=BODY,
        kinds=("pdf", "jpg", "jpeg", "png"),
        label=_("Bản quét đã ký, đóng dấu"),
        required=False,
    )

    def __init__(self, *args: Any, ways: Choices, may_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = ways  # type: ignore[attr-defined]
        if not may_record:
            for name in ("on_paper", "signed_on", "scan"):
                del self.fields[name]

    @property
    def paper(self) -> dict[str, Any]:
        """Return what makes it a signature on paper; empty for a click."""
        data = self.cleaned_data
        if not data.get("on_paper"):
            return {}
        return {"scan": data["scan"], "signed_on": data["signed_on"] or self.today}

    @property
    def today(self) -> Any:
        return self.actor.today if self.actor else None


class IssueForm(Form):
    """Which number: the next one, one that was kept, or a late one."""

    which = forms.ChoiceField(label=_("Số"))
    late_reason = TextField(
        label=_("Lý do vào sổ muộn"),
        max_length=300,
        required=False,
        help_text=_("Chỉ khi ngày ký sớm hơn số cuối của sổ: văn bản mang số có chữ, ví dụ 05a."),
    )
    keeper = TextField(label=_("Đơn vị, người giữ bản lưu"), max_length=120, required=False)

    def __init__(self, *args: Any, kept: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [  # type: ignore[attr-defined]
            ("", _("Số tiếp theo của sổ")),
            *kept,
        ]
        self.fields["which"].required = False

    @property
    def reserved(self) -> int | None:
        which = self.cleaned_data["which"]
        return int(which) if which else None
