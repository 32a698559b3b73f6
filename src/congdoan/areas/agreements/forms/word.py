from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form, LongTextField, UploadField


class TakeBack(Form):
    """The edited Word file."""

    organisation = forms.ChoiceField(label=_("Thay mặt"))
    upload = UploadField(
        label=_("Tệp Word đã sửa"),
        kinds=("docx", "doc", "odt", "rtf"),
        judged_by_reader=True,
        help_text=_("Tệp lấy từ trang này, đã sửa và lưu dạng .docx."),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            self.initial.setdefault("organisation", units[0][0])


class TakeChanges(Form):
    """Which changes to take."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Thay đổi"),
        coerce=int,
        error_messages={"required": _("Hãy chọn ít nhất một thay đổi.")},
    )
    reason = LongTextField(
        label=_("Lý do chung"),
        required=False,
        max_length=1000,
        help_text=_("Gửi kèm mỗi đề nghị, ví dụ: theo kết luận họp ban chấp hành."),
    )

    def __init__(self, *args: Any, keys: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        field.choices = [(str(key), str(key)) for key in keys]  # type: ignore[attr-defined]
