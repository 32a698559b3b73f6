from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form

Choices = list[tuple[str, str]]


class MergeForm(Form):
    """For whom letters are merged."""

    source = forms.ChoiceField(
        label=_("Mỗi nơi trong danh sách này một thư"),
        required=False,
        help_text=_(
            "Trong văn bản, viết {{receiver.name}} ở chỗ tên người, đơn vị nhận; các chỗ điền khác "
            "hiện cạnh trang soạn thảo sau khi chọn danh sách."
        ),
    )

    def __init__(self, *args: Any, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Không trộn: mọi nơi nhận cùng một bản")), *sources]
        self.fields["source"].choices = choices  # type: ignore[attr-defined]
