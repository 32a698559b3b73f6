from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, TextField, UploadField
from congdoan.foundation.forms.uploads import SCANS


class RecordApproval(Form):
    """The resolution by which a party's own body approved the text."""

    body = TextField(
        label=_("Cơ quan quyết định"),
        max_length=120,
        help_text=_("Ví dụ: Ban Thường vụ Công đoàn ngành, lãnh đạo Sở."),
    )
    number = TextField(label=_("Số nghị quyết, quyết định"), max_length=60)
    dated = DateField(label=_("Ngày ban hành"))
    upload = UploadField(label=_("Tệp nghị quyết đã ký"), kinds=SCANS)
