from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congdoan.areas.publications.enums import Channel
from congdoan.areas.publications.services.graph import ADDRESS, VERSION
from congdoan.areas.publications.services.pages import PageData
from congdoan.areas.publications.services.preparing import PublicationData
from congdoan.foundation.forms import Form, LongTextField, TextField

Choices = list[tuple[str, Any]]


class PublicationForm(Form):
    """What readers will see, for one channel."""

    title = TextField(
        label=_("Tiêu đề"),
        max_length=200,
        help_text=_("Một câu người ngoài hiểu được, không cần số văn bản."),
    )
    summary = LongTextField(
        label=_("Tóm tắt"),
        rows=5,
        max_length=1000,
        help_text=_("Ai cần biết, phải làm gì, hạn nào. Không ghi tên, số điện thoại của ai."),
    )
    link = TextField(
        label=_("Đường dẫn"),
        max_length=300,
        required=False,
        help_text=_("Để trống nếu không có; văn bản đã ở trang công bố thì điền sẵn."),
    )
    with_file = forms.BooleanField(label=_("Kèm tệp toàn văn (PDF) để tải về"), required=False)
    checked = forms.BooleanField(
        label=_("Tôi đã đọc lại: văn bản không mật, không có dữ liệu cá nhân cần che"),
        error_messages={
            "required": _("Hãy đọc lại văn bản rồi đánh dấu; chưa kiểm tra thì không công bố được.")
        },
    )

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if channel == Channel.FACEBOOK:
            del self.fields["with_file"]
        else:
            del self.fields["link"]

    @property
    def wish(self) -> PublicationData:
        data = self.cleaned_data
        return PublicationData(
            title=data["title"],
            summary=data["summary"],
            link=data.get("link", ""),
            with_file=data.get("with_file", False),
            checked=data["checked"],
        )


class WhyForm(Form):
    reason = LongTextField(label=_("Lý do"), rows=3, max_length=500)


class PageForm(Form):
    """What connects a Facebook page; a key that is kept is never shown."""

    name = TextField(label=_("Tên trang"), max_length=120)
    page_id = TextField(
        label=_("Mã trang"), max_length=40, help_text=_("Dãy chữ số, không phải tên trang.")
    )
    key = forms.CharField(
        label=_("Mã truy cập trang (page access token)"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Loại dài hạn, có quyền pages_manage_posts, pages_read_engagement."),
    )
    version = TextField(label=_("Phiên bản API"), max_length=10, initial=VERSION)
    address = TextField(
        label=_("Địa chỉ API"),
        max_length=200,
        initial=ADDRESS,
        help_text=_("Chỉ đổi khi đi qua máy chủ trung gian của đơn vị."),
    )

    def __init__(self, *args: Any, has_key: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_key:
            self.fields["key"].required = False
            self.fields["key"].help_text = _("Đã lưu; để trống là giữ nguyên.")

    def clean_version(self) -> str:
        version: str = self.cleaned_data["version"]
        digits = version.removeprefix("v").replace(".", "", 1)
        if not (version.startswith("v") and digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("Hãy ghi phiên bản như v23.0."))
        return version

    @property
    def page(self) -> PageData:
        data = self.cleaned_data
        return PageData(
            page_id=data["page_id"],
            name=data["name"],
            key=data["key"],
            address=data["address"],
            version=data["version"],
        )
