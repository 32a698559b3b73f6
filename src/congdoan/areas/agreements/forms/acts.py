from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, LongTextField, TextField, UploadField
from congdoan.foundation.forms.uploads import SCANS


class SendOut(Form):
    due = DateField(label=_("Hạn góp ý"), help_text=_("Các bên góp ý đến hết ngày này."))
    message = LongTextField(label=_("Lời nhắn gửi các bên"), required=False, max_length=1000)


class Deadline(Form):
    due = DateField(label=_("Hạn góp ý mới"))


class Reason(Form):
    reason = LongTextField(label=_("Lý do"), max_length=1000)


class Nothing(Form):
    """A confirmation with nothing to fill in."""


class AttachScan(Form):
    upload = UploadField(label=_("Bản quét bản chính đã ký"), kinds=SCANS)


class RecordPaper(Form):
    number = TextField(label=_("Số, ký hiệu"), required=False, max_length=60)
    signed_on = DateField(label=_("Ngày ký"))
    place = TextField(label=_("Nơi ký"), max_length=120)
