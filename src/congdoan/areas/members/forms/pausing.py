from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import DateField, Form, TextField


class ProlongForm(Form):
    until = DateField(label=_("Giữ tư cách đoàn viên đến ngày"))
    reason = TextField(label=_("Lý do gia hạn"), min_length=3, max_length=300)
