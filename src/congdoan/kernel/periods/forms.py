from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, PickField, TextField


class StartTerm(Form):
    """The term a congress opened."""

    organisation = PickField("unions", label=_("Tổ chức công đoàn"))
    ordinal = TextField(
        label=_("Khóa"), max_length=20, required=False, help_text=_("Ví dụ: XI. Có thể để trống.")
    )
    start = DateField(
        label=_("Ngày bắt đầu"),
        help_text=_("Ngày bế mạc đại hội. Nhiệm kỳ đang diễn ra sẽ kết thúc vào ngày trước đó."),
    )
    planned_end = DateField(
        label=_("Ngày dự kiến kết thúc"),
        required=False,
        help_text=_("Để trống thì lấy theo thời hạn nhiệm kỳ đang quy định."),
    )
    decision = TextField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Nghị quyết đại hội hoặc quyết định công nhận: số, ngày."),
    )


class EndTerm(Form):
    """The end of a running term."""

    last_day = DateField(label=_("Ngày cuối của nhiệm kỳ"))
    reason = TextField(label=_("Căn cứ, lý do"), max_length=300)
