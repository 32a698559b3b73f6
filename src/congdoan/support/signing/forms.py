from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import (
    DateField,
    Form,
    LongTextField,
    TextField,
    UploadField,
    once_token,
)
from congdoan.foundation.forms.uploads import SCANS


def _key_field() -> forms.CharField:
    """A hidden mark of this very form: sent twice, it is one signature."""
    return forms.CharField(widget=forms.HiddenInput, initial=once_token, max_length=64)


class _Code(forms.TextInput):
    """What is typed here is never sent back to the page: it might be a password."""

    def format_value(self, value: Any) -> None:
        return None


class Sign(Form):
    key = _key_field()
    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    place = TextField(label=_("Nơi ký"), max_length=120, required=False)
    secret = forms.CharField(strip=False, max_length=200, required=False)
    #: The passkey's answer, filled in by the browser (accounts/passkeys.js).
    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)
    understood = forms.BooleanField(
        label=_("Tôi đã đọc văn bản có mã băm trên và ký thay mặt bên ghi ở trên."),
        error_messages={"required": _("Hãy đánh dấu xác nhận trước khi ký.")},
    )

    def __init__(self, *args: Any, factors: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["secret"]
        if factors:
            field.label = _("Mã 6 số của ứng dụng xác thực")
            field.help_text = _("Lớp xác thực thứ hai, để chắc chính bạn đang ký.")
            field.widget = _Code(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
        else:
            field.label = _("Mật khẩu")
            field.help_text = _("Nhập lại để xác nhận chính bạn đang ký.")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        if factors == {"PASSKEY"}:
            field.widget = forms.HiddenInput()
        # Without a passkey there is no other way, so the browser may ask for it at once.
        field.widget.is_required = field.required = "PASSKEY" not in factors


class Paper(Form):
    key = _key_field()
    person = forms.TypedChoiceField(
        label=_("Người đã ký"),
        coerce=int,
        help_text=_("Người giữ chức vụ được ký, hoặc được ủy quyền, vào ngày ký."),
    )
    signed_on = DateField(label=_("Ngày ký trên giấy"))
    place = TextField(label=_("Nơi ký"), max_length=120)
    typed_hash = TextField(
        label=_("Mã in ở chân trang bản giấy"),
        max_length=80,
        help_text=_("Ít nhất 8 ký tự đầu sau chữ “SHA-256”, để chắc chắn đúng bản đã chốt."),
    )
    upload = UploadField(label=_("Bản quét có chữ ký"), kinds=SCANS, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.TypedChoiceField):
            # Several could have signed: the clerk must choose, not overlook a preset name.
            field.choices = people if len(people) == 1 else [("", "—"), *people]


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class _Uploads(UploadField):
    """Several files of one scan: a PDF, or a picture of each sheet in order."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(_Uploads, self).clean(one, initial) for one in given or [None]]


class Scan(Form):
    upload = _Uploads(
        label=_("Bản quét có chữ ký"),
        kinds=SCANS,
        widget=_ManyFiles(attrs={"accept": ",".join(f".{kind}" for kind in SCANS)}),
    )
    signatures = forms.TypedMultipleChoiceField(
        label=_("Bản quét có chữ ký của"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, parties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        field = self.fields["signatures"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = parties
        if len(parties) == 1:
            field.widget = forms.MultipleHiddenInput()

    def clean_signatures(self) -> list[int]:
        """Nobody has to choose where there is one."""
        chosen: list[int] = self.cleaned_data["signatures"]
        if not chosen and len(self.parties) == 1:
            chosen = [self.parties[0][0]]
        if not chosen:
            raise forms.ValidationError(_("Hãy chọn ít nhất một bên."))
        return chosen


class Sheets(Form):
    """What a person saw on the sheets that were not read: a page, or not of the text."""

    note = LongTextField(
        label=_("Ghi chú"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_("Ví dụ: tờ 3 nhòe mực, đã xem bản giấy."),
    )

    def __init__(self, *args: Any, sheets: list[int], pages: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = sheets
        for number in sheets:
            self.fields[f"page_{number}"] = forms.IntegerField(
                label=_("Là trang số"), min_value=1, max_value=pages or None, required=False
            )
            self.fields[f"skip_{number}"] = forms.BooleanField(
                label=_("Không thuộc văn bản"), required=False
            )

    def places(self) -> dict[int, int]:
        said = self.cleaned_data
        return {n: said[f"page_{n}"] for n in self.sheets if said.get(f"page_{n}")}

    def skipped(self) -> list[int]:
        return [n for n in self.sheets if self.cleaned_data.get(f"skip_{n}")]


class Decline(Form):
    reason = LongTextField(
        label=_("Lý do từ chối"),
        max_length=2000,
        help_text=_("Lý do được gửi tới tất cả các bên."),
    )


class Void(Form):
    reason = LongTextField(
        label=_("Lý do hủy"), max_length=2000, help_text=_("Lý do được gửi tới tất cả các bên.")
    )


class Extend(Form):
    deadline = DateField(label=_("Hạn ký mới"))
    reason = LongTextField(label=_("Lý do gia hạn"), max_length=500, rows=2)


class Resume(Form):
    deadline = DateField(label=_("Hạn ký"), required=False)
    reason = LongTextField(
        label=_("Đã trao đổi thế nào"),
        max_length=2000,
        rows=3,
        help_text=_("Ghi vì sao bên từ chối nay ký nguyên văn; mọi bên đọc được."),
    )


class VerifySearch(Form):
    code = TextField(
        label=_("Mã băm SHA-256 hoặc mã kiểm tra"),
        max_length=100,
        help_text=_("Mã kiểm tra là phần cuối địa chỉ in ở chân trang; mã băm gồm 64 ký tự."),
    )


class ChooseKey(Form):
    """Where the key lies, and what the service knows its owner by."""

    provider = forms.ChoiceField(label=_("Nơi giữ chứng thư số"), widget=forms.RadioSelect)
    identifier = TextField(
        label=_("Mã định danh hoặc tài khoản tại nơi cấp"),
        max_length=60,
        required=False,
        help_text=_("Chỉ cần với dịch vụ ký số từ xa: số CCCD hoặc tên tài khoản đã đăng ký."),
    )

    def __init__(self, *args: Any, providers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        if isinstance(field, forms.ChoiceField):
            field.choices = providers


class ConfirmKey(Form):
    """Which certificate, and the proof that its owner is here."""

    provider = forms.CharField(widget=forms.HiddenInput, max_length=20)
    identifier = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    credential = forms.ChoiceField(label=_("Chứng thư số"), widget=forms.RadioSelect)
    secret = forms.CharField(
        label=_("Mật khẩu, hoặc mã 6 số của ứng dụng xác thực"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    understood = forms.BooleanField(
        label=_("Tôi đã đọc văn bản có mã băm trên và ký thay mặt bên ghi ở trên."),
        error_messages={"required": _("Hãy đánh dấu xác nhận trước khi ký.")},
    )

    def __init__(
        self,
        *args: Any,
        credentials: list[tuple[str, str]],
        secret_label: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        if isinstance(field, forms.ChoiceField):
            field.choices = credentials
            if len(credentials) == 1:
                field.initial = credentials[0][0]
        if secret_label:
            self.fields["secret"].label = secret_label


class TakeFile(Form):
    understood = forms.BooleanField(
        label=_("Tôi đã đọc văn bản có mã băm trên và ký thay mặt bên ghi ở trên."),
        error_messages={"required": _("Hãy đánh dấu xác nhận trước khi ký.")},
    )


class SignedCopy(Form):
    upload = UploadField(
        label=_("Tệp PDF bạn vừa ký"),
        kinds=("pdf",),
        help_text=_("Chỉ ký trên tệp vừa tải; không in lại, không sửa, không lưu thêm lần nào."),
    )


class CheckCopy(Form):
    upload = UploadField(
        label=_("Tệp PDF đã ký"),
        kinds=("pdf",),
        help_text=_("Tệp chỉ được đọc để kiểm tra, không được lưu lại."),
    )
